"""
The first schema: territories, places, imports, runs and their results.

Revision: 0001
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE reseaux (
        code TEXT NOT NULL,
        nom TEXT NOT NULL,
        membre TEXT NOT NULL,
        annonce INTEGER,
        publics TEXT[] DEFAULT '{}' NOT NULL,
        missions TEXT[] DEFAULT '{}' NOT NULL,
        codes_data_inclusion TEXT[] DEFAULT '{}' NOT NULL,
        codes_dila TEXT[] DEFAULT '{}' NOT NULL,
        rang SMALLINT NOT NULL,
        CONSTRAINT pk_reseaux PRIMARY KEY (code),
        CONSTRAINT ck_reseaux_code CHECK (code ~ '^[a-z]+(-[a-z]+)*$'),
        CONSTRAINT ck_reseaux_nom CHECK (btrim(nom) <> ''),
        CONSTRAINT ck_reseaux_membre CHECK (membre IN ('oui', 'associe', 'non')),
        CONSTRAINT ck_reseaux_annonce CHECK (annonce >= 0),
        CONSTRAINT ck_reseaux_publics CHECK (publics <@ ARRAY['collegien', 'lyceen',
            'apprenti', 'etudiant', 'decrocheur', 'jeune', 'demandeur-emploi', 'salarie',
            'independant', 'cadre', 'createur-entreprise', 'personne-handicapee', 'femme',
            'tout-public']),
        CONSTRAINT ck_reseaux_missions CHECK (missions <@ ARRAY['accueil', 'information',
            'conseil', 'accompagnement']),
        CONSTRAINT ck_reseaux_porte CHECK (membre = 'non' OR (cardinality(publics) > 0 AND
            cardinality(missions) > 0))
    )
    """,
    r"""
    CREATE TABLE communes (
        code_commune TEXT NOT NULL,
        nom TEXT NOT NULL,
        nom_recherche TEXT NOT NULL,
        type TEXT NOT NULL,
        code_parent TEXT,
        code_departement TEXT NOT NULL,
        code_region TEXT NOT NULL,
        code_epci TEXT,
        code_ept TEXT,
        population INTEGER NOT NULL,
        millesime SMALLINT NOT NULL,
        geom geometry(MULTIPOLYGON, 4326) NOT NULL,
        CONSTRAINT pk_communes PRIMARY KEY (code_commune),
        CONSTRAINT ck_communes_code_commune CHECK (code_commune ~ '^(\d\d|2[AB])\d{3}$'),
        CONSTRAINT ck_communes_code_departement CHECK (starts_with(code_commune,
            code_departement)),
        CONSTRAINT ck_communes_nom CHECK (btrim(nom) <> ''),
        CONSTRAINT ck_communes_type CHECK (type IN ('commune', 'arrondissement')),
        CONSTRAINT ck_communes_code_parent CHECK ((type = 'arrondissement') = (code_parent IS
            NOT NULL)),
        CONSTRAINT ck_communes_millesime CHECK (millesime BETWEEN 1900 AND 2100),
        CONSTRAINT ck_communes_population CHECK (population >= 0),
        CONSTRAINT ck_communes_geom CHECK (ST_IsValid(geom) AND NOT ST_IsEmpty(geom)),
        CONSTRAINT fk_communes_code_parent FOREIGN KEY(code_parent) REFERENCES communes
            (code_commune) DEFERRABLE
    )
    """,
    """
    CREATE TABLE territoires (
        type TEXT NOT NULL,
        code TEXT NOT NULL,
        nom TEXT NOT NULL,
        population INTEGER NOT NULL,
        geom geometry(MULTIPOLYGON, 4326) NOT NULL,
        CONSTRAINT pk_territoires PRIMARY KEY (type, code),
        CONSTRAINT ck_territoires_type CHECK (type IN ('epci', 'ept', 'departement',
            'region')),
        CONSTRAINT ck_territoires_code CHECK (btrim(code) <> ''),
        CONSTRAINT ck_territoires_nom CHECK (btrim(nom) <> ''),
        CONSTRAINT ck_territoires_population CHECK (population >= 0),
        CONSTRAINT ck_territoires_geom CHECK (ST_IsValid(geom) AND NOT ST_IsEmpty(geom))
    )
    """,
    """
    CREATE TABLE bassins (
        code_bassin TEXT NOT NULL,
        nom TEXT NOT NULL,
        code_region TEXT NOT NULL,
        population INTEGER NOT NULL,
        geom geometry(MULTIPOLYGON, 4326) NOT NULL,
        CONSTRAINT pk_bassins PRIMARY KEY (code_bassin),
        CONSTRAINT ck_bassins_code_bassin CHECK (btrim(code_bassin) <> ''),
        CONSTRAINT ck_bassins_nom CHECK (btrim(nom) <> ''),
        CONSTRAINT ck_bassins_population CHECK (population >= 0),
        CONSTRAINT ck_bassins_geom CHECK (ST_IsValid(geom) AND NOT ST_IsEmpty(geom))
    )
    """,
    """
    CREATE TABLE bassins_communes (
        code_bassin TEXT NOT NULL,
        code_commune TEXT NOT NULL,
        CONSTRAINT pk_bassins_communes PRIMARY KEY (code_bassin, code_commune),
        CONSTRAINT uq_bassins_communes_code_commune UNIQUE (code_commune),
        CONSTRAINT fk_bassins_communes_code_bassin FOREIGN KEY(code_bassin) REFERENCES bassins
            (code_bassin) DEFERRABLE,
        CONSTRAINT fk_bassins_communes_code_commune FOREIGN KEY(code_commune) REFERENCES
            communes (code_commune) DEFERRABLE
    )
    """,
    """
    CREATE TABLE sites_candidats (
        site_id TEXT NOT NULL,
        type TEXT NOT NULL,
        nom TEXT NOT NULL,
        code_commune TEXT,
        geom geometry(POINT, 4326) NOT NULL,
        CONSTRAINT pk_sites_candidats PRIMARY KEY (site_id),
        CONSTRAINT ck_sites_candidats_type CHECK (type IN ('mairie', 'gare')),
        CONSTRAINT ck_sites_candidats_nom CHECK (btrim(nom) <> ''),
        CONSTRAINT ck_sites_candidats_geom CHECK (ST_X(geom) BETWEEN -180 AND 180 AND
            ST_Y(geom) BETWEEN -90 AND 90 AND NOT ST_IsEmpty(geom)),
        CONSTRAINT fk_sites_candidats_code_commune FOREIGN KEY(code_commune) REFERENCES
            communes (code_commune) DEFERRABLE
    )
    """,
    """
    CREATE TABLE origins (
        origine_id TEXT NOT NULL,
        code_commune TEXT NOT NULL,
        nom TEXT NOT NULL,
        population INTEGER NOT NULL,
        methode TEXT NOT NULL,
        geom geometry(POINT, 4326) NOT NULL,
        CONSTRAINT pk_origins PRIMARY KEY (origine_id),
        CONSTRAINT ck_origins_nom CHECK (btrim(nom) <> ''),
        CONSTRAINT ck_origins_population CHECK (population >= 0),
        CONSTRAINT ck_origins_methode CHECK (methode IN ('mairie', 'point_interieur')),
        CONSTRAINT ck_origins_geom CHECK (ST_X(geom) BETWEEN -180 AND 180 AND ST_Y(geom)
            BETWEEN -90 AND 90 AND NOT ST_IsEmpty(geom)),
        CONSTRAINT fk_origins_code_commune FOREIGN KEY(code_commune) REFERENCES communes
            (code_commune) DEFERRABLE
    )
    """,
    """
    CREATE TABLE imports (
        import_id SERIAL NOT NULL,
        source TEXT NOT NULL,
        fichier TEXT NOT NULL,
        empreinte TEXT NOT NULL,
        entier BOOLEAN NOT NULL,
        lus INTEGER NOT NULL,
        acceptes INTEGER NOT NULL,
        rejetes INTEGER NOT NULL,
        ajoutes INTEGER NOT NULL,
        modifies INTEGER NOT NULL,
        retires INTEGER NOT NULL,
        version_code TEXT NOT NULL,
        importe_le TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
        CONSTRAINT pk_imports PRIMARY KEY (import_id),
        CONSTRAINT ck_imports_compte CHECK (acceptes + rejetes = lus),
        CONSTRAINT ck_imports_positif CHECK (acceptes >= 0 AND rejetes >= 0),
        CONSTRAINT ck_imports_changements CHECK (ajoutes >= 0 AND modifies >= 0 AND retires >=
            0 AND ajoutes + modifies <= acceptes)
    )
    """,
    """
    CREATE TABLE rejets (
        rejet_id SERIAL NOT NULL,
        import_id INTEGER NOT NULL,
        id_source TEXT NOT NULL,
        motif TEXT NOT NULL,
        detail TEXT NOT NULL,
        CONSTRAINT pk_rejets PRIMARY KEY (rejet_id),
        CONSTRAINT ck_rejets_motif CHECK (motif IN ('reseau_non_repris', 'mairie',
            'hors_territoire', 'sans_position', 'position_fausse', 'identifiant_en_double',
            'illisible')),
        CONSTRAINT fk_rejets_import_id FOREIGN KEY(import_id) REFERENCES imports (import_id)
            ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE points_accueil (
        id TEXT NOT NULL,
        source TEXT NOT NULL,
        reseau TEXT NOT NULL,
        nom TEXT NOT NULL,
        nom_recherche TEXT NOT NULL,
        code_commune TEXT NOT NULL,
        adresse TEXT,
        code_postal TEXT,
        ville TEXT,
        adresse_postale TEXT,
        telephone TEXT,
        telephone_note TEXT,
        site_web TEXT,
        accessibilite_pmr TEXT NOT NULL,
        accessibilite_note TEXT,
        horaires TEXT,
        horaires_note TEXT,
        horaires_reserves TEXT[] DEFAULT '{}' NOT NULL,
        missions TEXT[] DEFAULT '{}' NOT NULL,
        publics TEXT[] DEFAULT '{}' NOT NULL,
        modes_accueil TEXT[] DEFAULT '{}' NOT NULL,
        label TEXT,
        label_debut DATE,
        label_fin DATE,
        zone_competence TEXT[],
        signalements TEXT[] DEFAULT '{}' NOT NULL,
        doublons TEXT[] DEFAULT '{}' NOT NULL,
        precision_position TEXT NOT NULL,
        date_maj DATE,
        geom geometry(POINT, 4326) NOT NULL,
        CONSTRAINT pk_points_accueil PRIMARY KEY (id),
        CONSTRAINT ck_points_accueil_id CHECK (id ~ '^[a-z][a-z0-9]*--[A-Za-z0-9_.-]+$'),
        CONSTRAINT ck_points_accueil_source CHECK (starts_with(id, source || '--')),
        CONSTRAINT ck_points_accueil_nom CHECK (btrim(nom) <> ''),
        CONSTRAINT ck_points_accueil_accessibilite_pmr CHECK (accessibilite_pmr IN ('oui',
            'sur_demande', 'non', 'inconnue')),
        CONSTRAINT ck_points_accueil_horaires CHECK (btrim(horaires) <> ''),
        CONSTRAINT ck_points_accueil_horaires_reserves CHECK (horaires_reserves <@
            ARRAY['vacances_scolaires', 'crise_sanitaire', 'horaires_illisibles', 'note_a_lire',
            'sur_rendez_vous']),
        CONSTRAINT ck_points_accueil_missions CHECK (missions <@ ARRAY['accueil',
            'information', 'conseil', 'accompagnement']),
        CONSTRAINT ck_points_accueil_publics CHECK (publics <@ ARRAY['collegien', 'lyceen',
            'apprenti', 'etudiant', 'decrocheur', 'jeune', 'demandeur-emploi', 'salarie',
            'independant', 'cadre', 'createur-entreprise', 'personne-handicapee', 'femme',
            'tout-public']),
        CONSTRAINT ck_points_accueil_modes_accueil CHECK (modes_accueil <@
            ARRAY['en-presentiel', 'a-distance']),
        CONSTRAINT ck_points_accueil_label CHECK (label_fin >= label_debut),
        CONSTRAINT ck_points_accueil_zone_competence CHECK (cardinality(zone_competence) > 0),
        CONSTRAINT ck_points_accueil_signalements CHECK (signalements <@ ARRAY['hors_commune',
            'doublon_probable', 'position_approchee', 'horaires_illisibles']),
        CONSTRAINT ck_points_accueil_doublons CHECK (NOT id = ANY (doublons)),
        CONSTRAINT ck_points_accueil_precision_position CHECK (precision_position IN
            ('adresse', 'rue', 'commune', 'inconnue')),
        CONSTRAINT ck_points_accueil_geom CHECK (ST_X(geom) BETWEEN -180 AND 180 AND
            ST_Y(geom) BETWEEN -90 AND 90 AND NOT ST_IsEmpty(geom)),
        CONSTRAINT fk_points_accueil_reseau FOREIGN KEY(reseau) REFERENCES reseaux (code)
            DEFERRABLE,
        CONSTRAINT fk_points_accueil_code_commune FOREIGN KEY(code_commune) REFERENCES
            communes (code_commune) DEFERRABLE
    )
    """,
    """
    CREATE TABLE runs (
        run_id TEXT NOT NULL,
        type TEXT NOT NULL,
        parametres JSONB NOT NULL,
        empreintes JSONB NOT NULL,
        version_code TEXT NOT NULL,
        cree_le TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
        demande_le TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
        CONSTRAINT pk_runs PRIMARY KEY (run_id),
        CONSTRAINT ck_runs_run_id CHECK (btrim(run_id) <> ''),
        CONSTRAINT ck_runs_type CHECK (type IN ('acces'))
    )
    """,
    """
    CREATE TABLE acces_proches (
        run_id TEXT NOT NULL,
        origine_id TEXT NOT NULL,
        reseau TEXT NOT NULL,
        mode TEXT NOT NULL,
        point_id TEXT NOT NULL,
        distance_m FLOAT NOT NULL,
        duree_s FLOAT NOT NULL,
        estime BOOLEAN NOT NULL,
        CONSTRAINT pk_acces_proches PRIMARY KEY (run_id, origine_id, reseau, mode),
        CONSTRAINT ck_acces_proches_distance_m CHECK (distance_m >= 0 AND distance_m <
            'Infinity'),
        CONSTRAINT ck_acces_proches_duree_s CHECK (duree_s >= 0 AND duree_s < 'Infinity'),
        CONSTRAINT fk_acces_proches_run_id FOREIGN KEY(run_id) REFERENCES runs (run_id) ON
            DELETE CASCADE
    )
    """,
    """
    CREATE TABLE couverture (
        run_id TEXT NOT NULL,
        type_territoire TEXT NOT NULL,
        code_territoire TEXT NOT NULL,
        reseau TEXT NOT NULL,
        mode TEXT NOT NULL,
        au_plus_s INTEGER NOT NULL,
        population INTEGER NOT NULL,
        population_couverte INTEGER NOT NULL,
        estime BOOLEAN NOT NULL,
        CONSTRAINT pk_couverture PRIMARY KEY (run_id, type_territoire, code_territoire,
            reseau, mode, au_plus_s),
        CONSTRAINT ck_couverture_type_territoire CHECK (type_territoire IN ('bassin',
            'region')),
        CONSTRAINT ck_couverture_au_plus_s CHECK (au_plus_s >= 0),
        CONSTRAINT ck_couverture_population_couverte CHECK (population_couverte BETWEEN 0 AND
            population),
        CONSTRAINT fk_couverture_run_id FOREIGN KEY(run_id) REFERENCES runs (run_id) ON DELETE
            CASCADE
    )
    """,
)

INDEXES = (
    "CREATE INDEX ix_communes_code_parent ON communes (code_parent)",
    "CREATE INDEX ix_communes_geom ON communes USING gist (geom)",
    "CREATE INDEX ix_territoires_geom ON territoires USING gist (geom)",
    "CREATE INDEX ix_bassins_geom ON bassins USING gist (geom)",
    "CREATE INDEX ix_sites_candidats_code_commune ON sites_candidats (code_commune)",
    "CREATE INDEX ix_sites_candidats_geom ON sites_candidats USING gist (geom)",
    "CREATE INDEX ix_origins_code_commune ON origins (code_commune)",
    "CREATE INDEX ix_origins_geom ON origins USING gist (geom)",
    "CREATE INDEX ix_imports_source ON imports (source, import_id)",
    "CREATE INDEX ix_rejets_import_id ON rejets (import_id)",
    "CREATE INDEX ix_points_accueil_code_commune ON points_accueil (code_commune)",
    "CREATE INDEX ix_points_accueil_geog ON points_accueil USING gist ((geom::geography))",
    "CREATE INDEX ix_points_accueil_geom ON points_accueil USING gist (geom)",
    "CREATE INDEX ix_points_accueil_reseau ON points_accueil (reseau)",
    "CREATE INDEX ix_runs_type ON runs (type, demande_le)",
)

NAMES = (
    "reseaux",
    "communes",
    "territoires",
    "bassins",
    "bassins_communes",
    "sites_candidats",
    "origins",
    "imports",
    "rejets",
    "points_accueil",
    "runs",
    "acces_proches",
    "couverture",
)


def upgrade() -> None:
    """Create every table."""
    # the server module enables it on the private cluster; elsewhere an administrator may have
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    for statement in TABLES + INDEXES:
        op.execute(statement)


def downgrade() -> None:
    """Drop every table; PostGIS stays."""
    for name in reversed(NAMES):
        op.execute(f"DROP TABLE {name}")
