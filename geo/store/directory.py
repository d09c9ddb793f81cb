"""The directory and its territories, read back as the tables that maps and exports are given."""

from typing import Any

import geopandas as gpd
import pandas as pd
from geoalchemy2.functions import ST_X, ST_Y, ST_AsBinary
from sqlalchemy import func, select

from geo.crs import WGS84
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.reseau import Membre, Reseau
from geo.store import schema
from geo.store.engine import Connection
from geo.store.frames import read_frame


def read_communes(conn: Connection) -> Any:  # noqa: ANN401 - geopandas has no types
    """
    Read communes and arrondissements.

    Parameters
    ----------
    conn
        Connection.

    Returns
    -------
    communes
        GeoDataFrame of `geo.tables.COMMUNE_COLUMNS`, by code.
    """
    return _polygons(conn, schema.communes, key="code_commune").drop(columns="nom_recherche")


def read_bassins(conn: Connection) -> Any:  # noqa: ANN401 - geopandas has no types
    """
    Read bassins.

    Parameters
    ----------
    conn
        Connection.

    Returns
    -------
    bassins
        GeoDataFrame of `geo.tables.BASSIN_COLUMNS`, by code.
    """
    return _polygons(conn, schema.bassins, key="code_bassin")


def read_region_names(conn: Connection) -> dict[str, str]:
    """
    Read the names of the regions loaded.

    Parameters
    ----------
    conn
        Connection.

    Returns
    -------
    names
        Name by code of region.
    """
    table = schema.territoires
    query = select(table.c.code, table.c.nom).where(table.c.type == "region").order_by(table.c.code)
    return dict(read_frame(conn, query).itertuples(index=False, name=None))


def read_places(conn: Connection) -> pd.DataFrame:
    """
    Read the directory.

    Parameters
    ----------
    conn
        Connection.

    Returns
    -------
    places
        Every field of `geo.domain.point_accueil.PointAccueil`; index ``point_id``.
    """
    table = schema.points_accueil
    plain = [column for column in table.c if column.name not in {"geom", "nom_recherche"}]
    query = select(
        *plain, ST_X(table.c.geom).label("lon"), ST_Y(table.c.geom).label("lat")
    ).order_by(table.c.id)
    return read_frame(conn, query, index="id").rename_axis("point_id")


def read_rejects(conn: Connection, source: str) -> pd.DataFrame:
    """
    Read what the last import of a source rejected.

    Parameters
    ----------
    conn
        Connection.
    source
        Such as ``dila``.

    Returns
    -------
    rejects
        Columns ``id_source, motif, detail``, by reason then identifier.
    """
    imports, rejets = schema.imports.c, schema.rejets.c
    last = select(func.max(imports.import_id)).where(imports.source == source).scalar_subquery()
    query = (
        select(rejets.id_source, rejets.motif, rejets.detail)
        .where(rejets.import_id == last)
        .order_by(rejets.motif, rejets.id_source, rejets.rejet_id)
    )
    return read_frame(conn, query)


def list_reseaux(conn: Connection) -> tuple[Reseau, ...]:
    """
    Read the réseaux.

    Parameters
    ----------
    conn
        Connection.

    Returns
    -------
    reseaux
        In the order people see them.
    """
    rows = read_frame(conn, select(schema.reseaux).order_by(schema.reseaux.c.rang)).to_dict(
        "records"
    )
    return tuple(
        Reseau(
            code=row["code"],
            nom=row["nom"],
            membre=Membre(row["membre"]),
            annonce=None if pd.isna(row["annonce"]) else int(row["annonce"]),
            publics=tuple(Profil(public) for public in row["publics"]),
            missions=tuple(Mission(mission) for mission in row["missions"]),
            codes_data_inclusion=tuple(row["codes_data_inclusion"]),
            codes_dila=tuple(row["codes_dila"]),
        )
        for row in rows
    )


def _polygons(conn: Connection, table: Any, *, key: str) -> Any:  # noqa: ANN401 - see above
    plain = [column for column in table.c if column.name != "geom"]
    query = select(*plain, ST_AsBinary(table.c.geom).label("geometry")).order_by(table.c[key])
    frame = read_frame(conn, query, index=key)
    polygons = gpd.GeoSeries.from_wkb(frame["geometry"], crs=WGS84)
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=polygons)
