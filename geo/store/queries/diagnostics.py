"""Diagnostics: which there are, and what the latest of a territory says."""

from typing import Any

from sqlalchemy import Select, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from geo.domain.dossier import TypeTerritoire
from geo.domain.run import TypeRun
from geo.store.queries.runs import named_rows
from geo.store.schema import diagnostics, runs, territoires


def diagnostics_query() -> Select[Any]:
    """
    Select the latest diagnostic of each territory that has one.

    Returns
    -------
    query
        ``type_territoire, code_territoire, nom_territoire, run_id, au, precedent, version_code``:
        ``nom_territoire`` is NULL where the territory is no longer loaded, ``precedent`` where
        there was none to compare with; bassins by code, then regions.
    """
    c = diagnostics.c
    return (
        named_rows(diagnostics, c.type_territoire, c.code_territoire)
        .join(runs, runs.c.run_id == c.run_id)
        .add_columns(
            c.run_id,
            func.to_char(runs.c.au, "YYYY-MM-DD", type_=Text).label("au"),
            runs.c.precedent,
            runs.c.version_code,
        )
        .ext(distinct_on(c.type_territoire, c.code_territoire))
        .order_by(c.type_territoire, c.code_territoire, runs.c.demande_le.desc(), c.run_id)
    )


def dossier_query() -> Select[Any]:
    """
    Select what the latest diagnostic of a territory says.

    Returns
    -------
    query
        Parameters ``type_territoire``, ``code_territoire``; ``contenu``, JSON text.
    """
    c = diagnostics.c
    return (
        select(c.contenu)
        .join(runs, runs.c.run_id == c.run_id)
        .where(
            c.type_territoire == bindparam("type_territoire", type_=Text),
            c.code_territoire == bindparam("code_territoire", type_=Text),
        )
        .order_by(runs.c.demande_le.desc(), c.run_id)
        .limit(1)
    )


def kept_run_query() -> Select[Any]:
    """
    Select whether a diagnostic is kept.

    Returns
    -------
    query
        Parameter ``run_id``; a row, or none.
    """
    wanted = runs.c.run_id == bindparam("run_id", type_=Text)
    return select(runs.c.run_id).where(wanted, runs.c.type == TypeRun.DIAGNOSTIC.value)


def known_regions_query() -> Select[Any]:
    """
    Select which codes of regions exist.

    Returns
    -------
    query
        Parameter ``codes``; column ``code``.
    """
    codes = bindparam("codes", type_=ARRAY(Text))
    c = territoires.c
    return select(c.code).where(c.type == TypeTerritoire.REGION.value, c.code == func.any(codes))
