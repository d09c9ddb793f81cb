"""
Tables of the store, as SQLAlchemy Core sees them; created by the migrations only.

Names are the ones of ``DOMAIN``: one French word, the same in SQL, JSON and CSV.
A change here needs a migration beside it: a test compares the two.
"""

from collections.abc import Iterable

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

from geo.domain.couverture import ALL_RESEAUX, Forme
from geo.domain.horaires import Reserve
from geo.domain.mission import Mission
from geo.domain.point_accueil import (
    AccessibilitePmr,
    ModeAccueil,
    PrecisionPosition,
    Signalement,
)
from geo.domain.profil import Profil
from geo.domain.public import TerritoireCompte
from geo.domain.rejet import Motif
from geo.domain.reseau import Membre
from geo.domain.service_distance import Canal

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
TOUS = ALL_RESEAUX
ALL = text(f"'{TOUS}'")
POLYGONS = Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)
POINT = Geometry("POINT", srid=4326, spatial_index=False)
NOW = func.clock_timestamp()


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({_listed(values)})", name=column)


def _subset(column: str, values: Iterable[str]) -> CheckConstraint:
    return CheckConstraint(f"{column} <@ ARRAY[{_listed(values)}]", name=column)


def _named(column: str = "nom") -> CheckConstraint:
    return CheckConstraint(f"btrim({column}) <> ''", name=column)


def _counted(column: str = "population") -> CheckConstraint:
    return CheckConstraint(f"{column} >= 0", name=column)


def _polygons() -> CheckConstraint:
    return CheckConstraint("ST_IsValid(geom) AND NOT ST_IsEmpty(geom)", name="geom")


def _on_earth() -> CheckConstraint:
    return CheckConstraint(
        "ST_X(geom) BETWEEN -180 AND 180 AND ST_Y(geom) BETWEEN -90 AND 90"
        " AND NOT ST_IsEmpty(geom)",
        name="geom",
    )


def _commune(*, nullable: bool = False) -> Column[str]:
    return Column(
        "code_commune",
        Text,
        ForeignKey("communes.code_commune", deferrable=True),
        nullable=nullable,
    )


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
    # of those announced, how many are antennes of a structure; NULL where the total does not say
    Column("annonce_antennes", Integer),
    CheckConstraint("code ~ '^[a-z]+(-[a-z]+)*$'", name="code"),
    _named(),
    _one_of("membre", Membre),
    _counted("annonce"),
    CheckConstraint("annonce_antennes BETWEEN 0 AND annonce", name="annonce_antennes"),
    _subset("publics", Profil),
    _subset("missions", Mission),
    CheckConstraint(
        "membre = 'non' OR (cardinality(publics) > 0 AND cardinality(missions) > 0)", name="porte"
    ),
)

competences = Table(
    "competences",
    metadata,
    Column("reseau", Text, ForeignKey("reseaux.code", deferrable=True), primary_key=True),
    Column("profil", Text, primary_key=True),
    Column("mission", Text, primary_key=True),
    # the referral rule: whether who welcomes this public may send on to another door
    Column("renvoie", Boolean, nullable=False),
    _one_of("profil", Profil),
    _one_of("mission", Mission),
)

services_a_distance = Table(
    "services_a_distance",
    metadata,
    Column("service_id", Text, primary_key=True),
    Column("nom", Text, nullable=False),
    Column("reseau", Text, ForeignKey("reseaux.code", deferrable=True)),
    Column("canaux", TEXTS, nullable=False),
    Column("telephone", Text),
    Column("site_web", Text),
    Column("publics", TEXTS, nullable=False),
    Column("missions", TEXTS, nullable=False),
    Column("zone_competence", TEXTS, nullable=False),
    Column("horaires", Text),
    Column("horaires_note", Text),
    Column("source", Text, nullable=False),
    Column("consulte_le", Date, nullable=False),
    CheckConstraint("service_id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="service_id"),
    _named(),
    _subset("canaux", Canal),
    _subset("publics", Profil),
    _subset("missions", Mission),
    CheckConstraint(
        "cardinality(canaux) > 0 AND cardinality(publics) > 0 AND cardinality(missions) > 0"
        " AND cardinality(zone_competence) > 0",
        name="utile",
    ),
    CheckConstraint("telephone IS NOT NULL OR site_web IS NOT NULL", name="joignable"),
    _named("source"),
)

temps_reference = Table(
    "temps_reference",
    metadata,
    Column("mode", Text, primary_key=True),
    Column("au_plus_s", Integer, nullable=False),
    Column("source", Text, nullable=False),
    CheckConstraint("au_plus_s > 0", name="au_plus_s"),
    _named("source"),
)

incertitudes = Table(
    "incertitudes",
    metadata,
    Column("estime", Boolean, primary_key=True),
    Column("part", Float, nullable=False),
    Column("source", Text, nullable=False),
    CheckConstraint("part >= 0 AND part < 1", name="part"),
    _named("source"),
)

publics = Table(
    "publics",
    metadata,
    Column("type_territoire", Text, primary_key=True),
    Column("code_territoire", Text, primary_key=True),
    Column("profil", Text, primary_key=True),
    Column("nombre", Integer, nullable=False),
    Column("source", Text, nullable=False),
    _one_of("type_territoire", TerritoireCompte),
    _one_of("profil", Profil),
    _counted("nombre"),
    _named("source"),
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
    CheckConstraint("starts_with(code_commune, code_departement)", name="code_departement"),
    _named(),
    _one_of("type", ("commune", "arrondissement")),
    CheckConstraint("(type = 'arrondissement') = (code_parent IS NOT NULL)", name="code_parent"),
    CheckConstraint("millesime BETWEEN 1900 AND 2100", name="millesime"),
    _counted(),
    _polygons(),
    Index("ix_communes_geom", "geom", postgresql_using="gist"),
    Index("ix_communes_code_parent", "code_parent"),
)

territoires = Table(
    "territoires",
    metadata,
    Column("type", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("nom", Text, nullable=False),
    Column("population", Integer, nullable=False),
    Column("geom", POLYGONS, nullable=False),
    _one_of("type", ("epci", "ept", "departement", "region")),
    _named("code"),
    _named(),
    _counted(),
    _polygons(),
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
    _named("code_bassin"),
    _named(),
    _counted(),
    _polygons(),
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

partitions_communes = Table(
    "partitions_communes",
    metadata,
    # a way to cut the region that has no column of its own: « zone_emploi »
    Column("partition", Text, primary_key=True),
    Column(
        "code_commune", Text, ForeignKey("communes.code_commune", deferrable=True), primary_key=True
    ),
    Column("code", Text, nullable=False),
    Column("nom", Text, nullable=False),
    _one_of("partition", ("zone_emploi",)),
    _named("code"),
    _named(),
)

sites_candidats = Table(
    "sites_candidats",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("nom", Text, nullable=False),
    _commune(nullable=True),
    Column("geom", POINT, nullable=False),
    _one_of("type", ("mairie", "gare")),
    _named(),
    _on_earth(),
    Index("ix_sites_candidats_geom", "geom", postgresql_using="gist"),
    Index("ix_sites_candidats_code_commune", "code_commune"),
)

origins = Table(
    "origins",
    metadata,
    Column("origine_id", Text, primary_key=True),
    _commune(),
    Column("nom", Text, nullable=False),
    Column("population", Integer, nullable=False),
    Column("methode", Text, nullable=False),
    Column("geom", POINT, nullable=False),
    _named(),
    _counted(),
    _one_of("methode", ("mairie", "point_interieur")),
    _on_earth(),
    Index("ix_origins_geom", "geom", postgresql_using="gist"),
    Index("ix_origins_code_commune", "code_commune"),
)

imports = Table(
    "imports",
    metadata,
    Column("import_id", Integer, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("fichier", Text, nullable=False),
    Column("empreinte", Text, nullable=False),
    Column("entier", Boolean, nullable=False),
    Column("lus", Integer, nullable=False),
    Column("acceptes", Integer, nullable=False),
    Column("rejetes", Integer, nullable=False),
    Column("ajoutes", Integer, nullable=False),
    Column("modifies", Integer, nullable=False),
    Column("retires", Integer, nullable=False),
    Column("version_code", Text, nullable=False),
    Column("importe_le", DateTime(timezone=True), nullable=False, server_default=NOW),
    CheckConstraint("acceptes + rejetes = lus", name="compte"),
    CheckConstraint("acceptes >= 0 AND rejetes >= 0", name="positif"),
    CheckConstraint(
        "ajoutes >= 0 AND modifies >= 0 AND retires >= 0 AND ajoutes + modifies <= acceptes",
        name="changements",
    ),
    Index("ix_imports_source", "source", "import_id"),
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
    _one_of("motif", Motif),
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
    _commune(),
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
    CheckConstraint("id ~ '^[a-z][a-z0-9]*--[A-Za-z0-9_.-]+$'", name="id"),
    # a whole import replaces the rows of its source: the two must agree
    CheckConstraint("starts_with(id, source || '--')", name="source"),
    _named(),
    _one_of("accessibilite_pmr", AccessibilitePmr),
    CheckConstraint("btrim(horaires) <> ''", name="horaires"),
    _subset("horaires_reserves", Reserve),
    _subset("missions", Mission),
    _subset("publics", Profil),
    _subset("modes_accueil", ModeAccueil),
    CheckConstraint("label_fin >= label_debut", name="label"),
    CheckConstraint("cardinality(zone_competence) > 0", name="zone_competence"),
    _subset("signalements", Signalement),
    CheckConstraint("NOT id = ANY (doublons)", name="doublons"),
    _one_of("precision_position", PrecisionPosition),
    _on_earth(),
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
    Column("cree_le", DateTime(timezone=True), nullable=False, server_default=NOW),
    # when it was last asked for: the latest run is the one asked for last, not the youngest
    Column("demande_le", DateTime(timezone=True), nullable=False, server_default=NOW),
    # what it met on its way, where that is more than its results: origins, territories cut
    Column("constats", JSONB),
    _named("run_id"),
    _one_of("type", ("acces",)),
    Index("ix_runs_type", "type", "demande_le"),
)

acces_proches = Table(
    "acces_proches",
    metadata,
    Column("run_id", Text, ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    # no foreign key on the next three: an old run outlives the directory it measured
    Column("origine_id", Text, primary_key=True),
    Column("reseau", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("point_id", Text, nullable=False),
    Column("distance_m", Float, nullable=False),
    Column("duree_s", Float, nullable=False),
    Column("estime", Boolean, nullable=False),
    # beside a time on a network: what the estimate says of the same place
    Column("duree_estimee_s", Float),
    CheckConstraint("distance_m >= 0 AND distance_m < 'Infinity'", name="distance_m"),
    CheckConstraint("duree_s >= 0 AND duree_s < 'Infinity'", name="duree_s"),
    CheckConstraint(
        "duree_estimee_s >= 0 AND duree_estimee_s < 'Infinity'", name="duree_estimee_s"
    ),
    CheckConstraint("NOT estime OR duree_estimee_s IS NULL", name="estime"),
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
    # a row is of a réseau, whatever the public and the need, or of both, whatever the réseau
    Column("profil", Text, primary_key=True, server_default=ALL),
    Column("besoin", Text, primary_key=True, server_default=ALL),
    Column("forme", Text, primary_key=True, server_default=text("'physique'")),
    _one_of("type_territoire", ("bassin", "region")),
    _one_of("profil", (TOUS, *Profil)),
    _one_of("besoin", (TOUS, *Mission)),
    _one_of("forme", Forme),
    _counted("au_plus_s"),
    CheckConstraint("population_couverte BETWEEN 0 AND population", name="population_couverte"),
)

deux_portes = Table(
    "deux_portes",
    metadata,
    Column("run_id", Text, ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True),
    Column("type_territoire", Text, primary_key=True),
    Column("code_territoire", Text, primary_key=True),
    Column("profil", Text, primary_key=True),
    Column("besoin", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("au_plus_s", Integer, primary_key=True),
    Column("population_1", Integer, nullable=False),
    Column("population_2", Integer, nullable=False),
    Column("population_plus", Integer, nullable=False),
    Column("population_aucune", Integer, nullable=False),
    Column("estime", Boolean, nullable=False),
    _one_of("type_territoire", ("bassin", "region")),
    _one_of("profil", Profil),
    _one_of("besoin", Mission),
    _counted("au_plus_s"),
    CheckConstraint(
        "population_1 >= 0 AND population_2 >= 0 AND population_plus >= 0"
        " AND population_aucune >= 0",
        name="populations",
    ),
)
