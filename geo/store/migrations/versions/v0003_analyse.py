"""
What the analysis needs: competences, remote services, reference times, counts, partitions; results.

Revision: 0003
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PROFILS = (
    "'collegien', 'lyceen', 'apprenti', 'etudiant', 'decrocheur', 'jeune', 'demandeur-emploi', "
    "'salarie', 'independant', 'cadre', 'createur-entreprise', 'personne-handicapee', 'femme', "
    "'tout-public'"
)
MISSIONS = "'accueil', 'information', 'conseil', 'accompagnement'"

RULES = f"""
ALTER TABLE reseaux ADD COLUMN annonce_antennes INTEGER,
    ADD CONSTRAINT ck_reseaux_annonce_antennes CHECK (annonce_antennes BETWEEN 0 AND annonce);

CREATE TABLE competences (
    reseau TEXT NOT NULL,
    profil TEXT NOT NULL,
    mission TEXT NOT NULL,
    renvoie BOOLEAN NOT NULL,
    CONSTRAINT pk_competences PRIMARY KEY (reseau, profil, mission),
    CONSTRAINT fk_competences_reseau FOREIGN KEY (reseau) REFERENCES reseaux (code) DEFERRABLE,
    CONSTRAINT ck_competences_profil CHECK (profil IN ({PROFILS})),
    CONSTRAINT ck_competences_mission CHECK (mission IN ({MISSIONS}))
);

CREATE TABLE services_a_distance (
    service_id TEXT NOT NULL,
    nom TEXT NOT NULL,
    reseau TEXT,
    canaux TEXT[] NOT NULL,
    telephone TEXT,
    site_web TEXT,
    publics TEXT[] NOT NULL,
    missions TEXT[] NOT NULL,
    zone_competence TEXT[] NOT NULL,
    horaires TEXT,
    horaires_note TEXT,
    source TEXT NOT NULL,
    consulte_le DATE NOT NULL,
    CONSTRAINT pk_services_a_distance PRIMARY KEY (service_id),
    CONSTRAINT fk_services_a_distance_reseau FOREIGN KEY (reseau) REFERENCES reseaux (code)
        DEFERRABLE,
    CONSTRAINT ck_services_a_distance_service_id CHECK
        (service_id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    CONSTRAINT ck_services_a_distance_nom CHECK (btrim(nom) <> ''),
    CONSTRAINT ck_services_a_distance_canaux CHECK
        (canaux <@ ARRAY['telephone', 'chat', 'visio', 'web']),
    CONSTRAINT ck_services_a_distance_publics CHECK (publics <@ ARRAY[{PROFILS}]),
    CONSTRAINT ck_services_a_distance_missions CHECK (missions <@ ARRAY[{MISSIONS}]),
    CONSTRAINT ck_services_a_distance_utile CHECK (cardinality(canaux) > 0
        AND cardinality(publics) > 0 AND cardinality(missions) > 0
        AND cardinality(zone_competence) > 0),
    CONSTRAINT ck_services_a_distance_joignable CHECK
        (telephone IS NOT NULL OR site_web IS NOT NULL),
    CONSTRAINT ck_services_a_distance_source CHECK (btrim(source) <> '')
);

CREATE TABLE temps_reference (
    mode TEXT NOT NULL,
    au_plus_s INTEGER NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT pk_temps_reference PRIMARY KEY (mode),
    CONSTRAINT ck_temps_reference_au_plus_s CHECK (au_plus_s > 0),
    CONSTRAINT ck_temps_reference_source CHECK (btrim(source) <> '')
);

CREATE TABLE incertitudes (
    estime BOOLEAN NOT NULL,
    part DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT pk_incertitudes PRIMARY KEY (estime),
    CONSTRAINT ck_incertitudes_part CHECK (part >= 0 AND part < 1),
    CONSTRAINT ck_incertitudes_source CHECK (btrim(source) <> '')
);

CREATE TABLE publics (
    type_territoire TEXT NOT NULL,
    code_territoire TEXT NOT NULL,
    profil TEXT NOT NULL,
    nombre INTEGER NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT pk_publics PRIMARY KEY (type_territoire, code_territoire, profil),
    CONSTRAINT ck_publics_type_territoire CHECK (type_territoire IN ('region', 'commune')),
    CONSTRAINT ck_publics_profil CHECK (profil IN ({PROFILS})),
    CONSTRAINT ck_publics_nombre CHECK (nombre >= 0),
    CONSTRAINT ck_publics_source CHECK (btrim(source) <> '')
);

CREATE TABLE partitions_communes (
    partition TEXT NOT NULL,
    code_commune TEXT NOT NULL,
    code TEXT NOT NULL,
    nom TEXT NOT NULL,
    CONSTRAINT pk_partitions_communes PRIMARY KEY (partition, code_commune),
    CONSTRAINT fk_partitions_communes_code_commune FOREIGN KEY (code_commune)
        REFERENCES communes (code_commune) DEFERRABLE,
    CONSTRAINT ck_partitions_communes_partition CHECK (partition IN ('zone_emploi')),
    CONSTRAINT ck_partitions_communes_code CHECK (btrim(code) <> ''),
    CONSTRAINT ck_partitions_communes_nom CHECK (btrim(nom) <> '')
);
"""

RESULTS = f"""
ALTER TABLE couverture
    ADD COLUMN profil TEXT NOT NULL DEFAULT 'tous',
    ADD COLUMN besoin TEXT NOT NULL DEFAULT 'tous',
    ADD COLUMN forme TEXT NOT NULL DEFAULT 'physique',
    DROP CONSTRAINT pk_couverture,
    ADD CONSTRAINT pk_couverture PRIMARY KEY (run_id, type_territoire, code_territoire, reseau,
        mode, au_plus_s, profil, besoin, forme),
    ADD CONSTRAINT ck_couverture_profil CHECK (profil IN ('tous', {PROFILS})),
    ADD CONSTRAINT ck_couverture_besoin CHECK (besoin IN ('tous', {MISSIONS})),
    ADD CONSTRAINT ck_couverture_forme CHECK
        (forme IN ('physique', 'a_distance', 'l_un_ou_l_autre'));

CREATE TABLE deux_portes (
    run_id TEXT NOT NULL,
    type_territoire TEXT NOT NULL,
    code_territoire TEXT NOT NULL,
    profil TEXT NOT NULL,
    besoin TEXT NOT NULL,
    mode TEXT NOT NULL,
    au_plus_s INTEGER NOT NULL,
    population_1 INTEGER NOT NULL,
    population_2 INTEGER NOT NULL,
    population_plus INTEGER NOT NULL,
    population_aucune INTEGER NOT NULL,
    estime BOOLEAN NOT NULL,
    CONSTRAINT pk_deux_portes PRIMARY KEY (run_id, type_territoire, code_territoire, profil,
        besoin, mode, au_plus_s),
    CONSTRAINT fk_deux_portes_run_id FOREIGN KEY (run_id) REFERENCES runs (run_id)
        ON DELETE CASCADE,
    CONSTRAINT ck_deux_portes_type_territoire CHECK (type_territoire IN ('bassin', 'region')),
    CONSTRAINT ck_deux_portes_profil CHECK (profil IN ({PROFILS})),
    CONSTRAINT ck_deux_portes_besoin CHECK (besoin IN ({MISSIONS})),
    CONSTRAINT ck_deux_portes_au_plus_s CHECK (au_plus_s >= 0),
    CONSTRAINT ck_deux_portes_populations CHECK (population_1 >= 0 AND population_2 >= 0
        AND population_plus >= 0 AND population_aucune >= 0)
);
"""


def upgrade() -> None:
    """Add them; rows of coverage there before are of a réseau, at a place."""
    for statements in (RULES, RESULTS):
        for statement in filter(str.strip, statements.split(";")):
            op.execute(statement)


def downgrade() -> None:
    """Drop them, what they hold included."""
    op.execute(
        "DELETE FROM couverture WHERE (profil, besoin, forme) <> ('tous', 'tous', 'physique')"
    )
    op.execute(
        """
        ALTER TABLE couverture DROP CONSTRAINT pk_couverture,
            DROP COLUMN profil, DROP COLUMN besoin, DROP COLUMN forme,
            ADD CONSTRAINT pk_couverture PRIMARY KEY (run_id, type_territoire, code_territoire,
                reseau, mode, au_plus_s)
        """
    )
    for table in (
        "deux_portes", "partitions_communes", "publics", "incertitudes", "temps_reference",
        "services_a_distance", "competences",
    ):  # fmt: skip
        op.execute(f"DROP TABLE {table}")
    op.execute("ALTER TABLE reseaux DROP COLUMN annonce_antennes")
