"""Territories, and where their people are."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from geo.store.schema.columns import (
    POINT,
    POLYGONS,
    commune_column,
    counted,
    metadata,
    named,
    on_earth,
    one_of,
    polygons,
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
    named(),
    one_of("type", ("commune", "arrondissement")),
    CheckConstraint("(type = 'arrondissement') = (code_parent IS NOT NULL)", name="code_parent"),
    CheckConstraint("millesime BETWEEN 1900 AND 2100", name="millesime"),
    counted(),
    polygons(),
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
    one_of("type", ("epci", "ept", "departement", "region")),
    named("code"),
    named(),
    counted(),
    polygons(),
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
    named("code_bassin"),
    named(),
    counted(),
    polygons(),
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
    one_of("partition", ("zone_emploi",)),
    named("code"),
    named(),
)

sites_candidats = Table(
    "sites_candidats",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("nom", Text, nullable=False),
    commune_column(nullable=True),
    Column("geom", POINT, nullable=False),
    one_of("type", ("mairie", "gare")),
    named(),
    on_earth(),
    Index("ix_sites_candidats_geom", "geom", postgresql_using="gist"),
    Index("ix_sites_candidats_code_commune", "code_commune"),
)

origins = Table(
    "origins",
    metadata,
    Column("origine_id", Text, primary_key=True),
    commune_column(),
    Column("nom", Text, nullable=False),
    Column("population", Integer, nullable=False),
    Column("methode", Text, nullable=False),
    Column("geom", POINT, nullable=False),
    named(),
    counted(),
    one_of("methode", ("mairie", "point_interieur")),
    on_earth(),
    Index("ix_origins_geom", "geom", postgresql_using="gist"),
    Index("ix_origins_code_commune", "code_commune"),
)
