"""How many people of each public live where, from ``data/reference/publics.toml``."""

import re
from pathlib import Path

from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.errors import SourceError
from geo.sources.declared import (
    TEXT,
    WHOLE,
    Table,
    built,
    check_names,
    check_once,
    check_table,
    read_document,
    tables_of,
)

KINDS = {
    "type_territoire": TEXT,
    "code_territoire": TEXT,
    "profil": TEXT,
    "nombre": WHOLE,
    "source": TEXT,
}
CODES = {
    TerritoireCompte.REGION: re.compile(r"\d\d"),
    TerritoireCompte.COMMUNE: re.compile(r"(\d\d|2[AB])\d{3}"),
}


def read_publics(path: Path) -> tuple[PublicCompte, ...]:
    """
    Read the counts by public.

    Parameters
    ----------
    path
        TOML file with one ``[[publics]]`` table a territory and public.

    Returns
    -------
    counts
        In the order of the file.

    Raises
    ------
    SourceError
        If the file is absent or no such TOML, a count breaks its contract, or a public is
        counted twice in a territory.
    """
    document = read_document(path)
    check_names(document, ["publics"], path)
    counts = tuple(_count(table, path) for table in tables_of(document, "publics", path))
    keys = [f"{one.type_territoire.value} {one.code_territoire} {one.profil}" for one in counts]
    check_once(keys, path, "un public n’est compté qu’une fois par territoire")
    return counts


def _count(table: Table, path: Path) -> PublicCompte:
    where = f"{path} : {table.get('profil')!r} de {table.get('code_territoire')!r}"
    check_table(table, KINDS, where)
    with built(where):
        count = PublicCompte(
            type_territoire=TerritoireCompte(table["type_territoire"]),
            code_territoire=table["code_territoire"],
            profil=Profil(table["profil"]),
            nombre=table["nombre"],
            source=table["source"],
        )
    if not CODES[count.type_territoire].fullmatch(count.code_territoire):
        raise SourceError(f"{where} : il fallait le code INSEE d’une {count.type_territoire}.")
    return count
