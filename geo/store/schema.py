"""
Tables of the store, as SQLAlchemy Core sees them; created by the migrations only.

Names are the ones of ``DOMAIN``: one French word, the same in SQL, JSON and CSV.
"""

from geoalchemy2 import Geometry
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

TEXTS = ARRAY(Text)
NONE = text("'{}'")
POLYGONS = Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)
POINT = Geometry("POINT", srid=4326, spatial_index=False)


def _one_of(column: str, *values: str, name: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=name)


reseaux = Table(
    "reseaux",
    metadata,
    Column("code", Text, primary_key=True),
    Column("nom", Text, nullable=False),
    Column("membre", Text, nullable=False),
    Column("annonce", Integer),
    Column("publics", TEXTS, nullable=False, server_default=NONE),
    Column("missions", TEXTS, nullable=False, server_default=NONE),
    Column("codes_data_inclusion", TEXTS, nullable=False, server_default=NONE),
    Column("codes_dila", TEXTS, nullable=False, server_default=NONE),
    Column("rang", SmallInteger, nullable=False),
    _one_of("membre", "oui", "associe", "non", name="membre"),
    CheckConstraint("annonce >= 0", name="annonce"),
)

communes = Table(
    "communes",
    metadata,
    Column("code_commune", Text, primary_key=True),
    Column("nom", Text, nullable=False),
    Column("nom_recherche", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("code_parent", Text, ForeignKey("communes.code_commune", deferrable=True)),
    Column("code_departement", Text, nullable=False),
    Column("code_region", Text, nullable=False),
    Column("code_epci", Text),
    Column("code_ept", Text),
    Column("population", Integer, nullable=False),
    Column("millesime", SmallInteger, nullable=False),
    Column("geom", POLYGONS, nullable=False),
    CheckConstraint("code_commune ~ '^(\\d\\d|2[AB])\\d{3}$'", name="code_commune"),
    CheckConstraint("(type = 'arrondissement') = (code_parent IS NOT NULL)", name="parent"),
    CheckConstraint("population >= 0", name="population"),
    CheckConstraint("ST_IsValid(geom)", name="geom"),
    _one_of("type", "commune", "arrondissement", name="type"),
    Index("ix_communes_geom", "geom", postgresql_using="gist"),
)

territoires = Table(
    "territoires",
    metadata,
    Column("type", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("nom", Text, nullable=False),
    Column("population", Integer, nullable=False),
    Column("geom", POLYGONS, nullable=False),
    _one_of("type", "epci", "ept", "departement", "region", name="type"),
    CheckConstraint("population >= 0", name="population"),
    CheckConstraint("ST_IsValid(geom)", name="geom"),
    Index("ix_territoires_geom", "geom", postgresql_using="gist"),
)

bassins = Table(
    "bassins",
    metadata,
    Column("code_bassin", Text, primary_key=True),
    Column("nom", Text, nullable=False),
    Column("code_region", Text, nullable=False),
    Column("population", Integer, nullable=False),
    Column("geom", POLYGONS, nullable=False),
    CheckConstraint("population >= 0", name="population"),
    CheckConstraint("ST_IsValid(geom)", name="geom"),
    Index("ix_bassins_geom", "geom", postgresql_using="gist"),
)

bassins_communes = Table(
    "bassins_communes",
    metadata,
    Column(
        "code_bassin", Text, ForeignKey("bassins.code_bassin", deferrable=True), primary_key=True
    ),
    Column(
        "code_commune", Text, ForeignKey("communes.code_commune", deferrable=True), primary_key=True
    ),
    UniqueConstraint("code_commune"),
)

sites_candidats = Table(
    "sites_candidats",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("nom", Text, nullable=False),
    Column("code_commune", Text, ForeignKey("communes.code_commune", deferrable=True)),
    Column("geom", POINT, nullable=False),
    _one_of("type", "mairie", "gare", name="type"),
    Index("ix_sites_candidats_geom", "geom", postgresql_using="gist"),
)

origins = Table(
    "origins",
    metadata,
    Column("origine_id", Text, primary_key=True),
    Column(
        "code_commune", Text, ForeignKey("communes.code_commune", deferrable=True), nullable=False
    ),
    Column("nom", Text, nullable=False),
    Column("population", Integer, nullable=False),
    Column("methode", Text, nullable=False),
    Column("geom", POINT, nullable=False),
    CheckConstraint("population >= 0", name="population"),
    _one_of("methode", "mairie", "point_interieur", name="methode"),
    Index("ix_origins_geom", "geom", postgresql_using="gist"),
)

imports = Table(
    "imports",
    metadata,
    Column("import_id", Integer, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("fichier", Text, nullable=False),
    Column("empreinte", Text, nullable=False),
    Column("lus", Integer, nullable=False),
    Column("acceptes", Integer, nullable=False),
    Column("rejetes", Integer, nullable=False),
    Column("version_code", Text, nullable=False),
    Column("importe_le", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("acceptes + rejetes = lus", name="compte"),
    Index("ix_imports_source", "source"),
)

rejets = Table(
    "rejets",
    metadata,
    Column("rejet_id", Integer, primary_key=True, autoincrement=True),
    Column(
        "import_id", Integer, ForeignKey("imports.import_id", ondelete="CASCADE"), nullable=False
    ),
    Column("id_source", Text, nullable=False),
    Column("motif", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_rejets_import_id", "import_id"),
)

points_accueil = Table(
    "points_accueil",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("reseau", Text, ForeignKey("reseaux.code", deferrable=True), nullable=False),
    Column("nom", Text, nullable=False),
    Column("nom_recherche", Text, nullable=False),
    Column(
        "code_commune", Text, ForeignKey("communes.code_commune", deferrable=True), nullable=False
    ),
    Column("adresse", Text),
    Column("code_postal", Text),
    Column("ville", Text),
    Column("adresse_postale", Text),
    Column("telephone", Text),
    Column("telephone_note", Text),
    Column("site_web", Text),
    Column("accessibilite_pmr", Text, nullable=False),
    Column("accessibilite_note", Text),
    Column("horaires", Text),
    Column("horaires_note", Text),
    Column("horaires_reserves", TEXTS, nullable=False, server_default=NONE),
    Column("missions", TEXTS, nullable=False, server_default=NONE),
    Column("publics", TEXTS, nullable=False, server_default=NONE),
    Column("modes_accueil", TEXTS, nullable=False, server_default=NONE),
    Column("label", Text),
    Column("label_debut", Date),
    Column("label_fin", Date),
    Column("zone_competence", TEXTS),
    Column("signalements", TEXTS, nullable=False, server_default=NONE),
    Column("doublons", TEXTS, nullable=False, server_default=NONE),
    Column("precision_position", Text, nullable=False),
    Column("date_maj", Date),
    Column("geom", POINT, nullable=False),
    CheckConstraint("id ~ '^[a-z][a-z0-9]*--'", name="id"),
    CheckConstraint("btrim(nom) <> ''", name="nom"),
    CheckConstraint("label_fin >= label_debut", name="label"),
    CheckConstraint(
        "ST_X(geom) BETWEEN -180 AND 180 AND ST_Y(geom) BETWEEN -90 AND 90", name="geom"
    ),
    _one_of("accessibilite_pmr", "oui", "sur_demande", "non", "inconnue", name="accessibilite_pmr"),
    _one_of("precision_position", "adresse", "rue", "commune", "inconnue", name="precision"),
    Index("ix_points_accueil_geom", "geom", postgresql_using="gist"),
    Index("ix_points_accueil_geog", text("(geom::geography)"), postgresql_using="gist"),
    Index("ix_points_accueil_reseau", "reseau"),
    Index("ix_points_accueil_code_commune", "code_commune"),
)

runs = Table(
    "runs",
    metadata,
    Column("run_id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("parametres", JSONB, nullable=False),
    Column("empreintes", JSONB, nullable=False),
    Column("version_code", Text, nullable=False),
    Column("cree_le", DateTime(timezone=True), nullable=False, server_default=func.now()),
    _one_of("type", "acces", name="type"),
    Index("ix_runs_cree_le", "cree_le"),
)

acces_proches = Table(
    "acces_proches",
    metadata,
    Column("run_id", Text, ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    Column("origine_id", Text, primary_key=True),
    Column("reseau", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    # no foreign key: an old run outlives the places it found
    Column("point_id", Text, nullable=False),
    Column("distance_m", Float, nullable=False),
    Column("duree_s", Float, nullable=False),
    Column("estime", Boolean, nullable=False),
    CheckConstraint("distance_m >= 0 AND duree_s >= 0", name="positif"),
)

couverture = Table(
    "couverture",
    metadata,
    Column("run_id", Text, ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    Column("type_territoire", Text, primary_key=True),
    Column("code_territoire", Text, primary_key=True),
    Column("reseau", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("au_plus_s", Integer, primary_key=True),
    Column("population", Integer, nullable=False),
    Column("population_couverte", Integer, nullable=False),
    Column("estime", Boolean, nullable=False),
    CheckConstraint("population_couverte BETWEEN 0 AND population", name="part"),
    _one_of("type_territoire", "bassin", "region", name="type_territoire"),
)
