"""What tables share: names of constraints, kinds of columns, checks."""

from collections.abc import Iterable

from geoalchemy2 import Geometry
from sqlalchemy import CheckConstraint, Column, ForeignKey, MetaData, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY

from geo.domain.couverture import ALL_RESEAUX

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


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Check that a text is one of some words."""
    return CheckConstraint(f"{column} IN ({_listed(values)})", name=column)


def subset(column: str, values: Iterable[str]) -> CheckConstraint:
    """Check that a list has only some words."""
    return CheckConstraint(f"{column} <@ ARRAY[{_listed(values)}]", name=column)


def named(column: str = "nom") -> CheckConstraint:
    """Check that a text says something."""
    return CheckConstraint(f"btrim({column}) <> ''", name=column)


def counted(column: str = "population") -> CheckConstraint:
    """Check that a number is none of less than nothing."""
    return CheckConstraint(f"{column} >= 0", name=column)


def polygons() -> CheckConstraint:
    """Check that ``geom`` is valid, and somewhere."""
    return CheckConstraint("ST_IsValid(geom) AND NOT ST_IsEmpty(geom)", name="geom")


def on_earth() -> CheckConstraint:
    """Check that the point ``geom`` has a longitude and a latitude."""
    return CheckConstraint(
        "ST_X(geom) BETWEEN -180 AND 180 AND ST_Y(geom) BETWEEN -90 AND 90"
        " AND NOT ST_IsEmpty(geom)",
        name="geom",
    )


def commune_column(*, nullable: bool = False) -> Column[str]:
    """Make ``code_commune``, of a commune that is loaded."""
    return Column(
        "code_commune",
        Text,
        ForeignKey("communes.code_commune", deferrable=True),
        nullable=nullable,
    )


def run_key() -> Column[str]:
    """Make ``run_id``, first of the key of what a run found; it goes with the run."""
    return Column("run_id", Text, ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=True)
