"""The table of competences and the referral rule, from ``data/reference/competences.toml``."""

from collections.abc import Collection, Iterator
from itertools import product
from pathlib import Path

from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.errors import SourceError
from geo.sources.declared import (
    TEXT,
    TEXTS,
    Table,
    built,
    check_names,
    check_once,
    check_table,
    read_document,
    tables_of,
)

KINDS = {"reseau": TEXT, "publics": TEXTS, "missions": TEXTS}
RENVOI = {"missions": TEXTS, "sauf": TEXTS}


def read_competences(path: Path) -> tuple[Competence, ...]:
    """
    Read who helps whom with what, and who may send on.

    Parameters
    ----------
    path
        TOML file: a ``[renvoi]`` table, and ``[[competences]]`` tables of a réseau, its publics
        and its missions.

    Returns
    -------
    competences
        One line a réseau, public and mission, in the order of the file; `renvoie` is true of the
        lines of a welcoming mission (``renvoi.missions``) but for the réseaux of ``renvoi.sauf``.

    Raises
    ------
    SourceError
        If the file is absent or no such TOML, a word is unknown, a table says nothing, or the
        same line is declared twice.

    Notes
    -----
    Contract: réseaux are not known here; `geo.sources.reseaux.read_reseaux` compares the two
    files.
    """
    document = read_document(path)
    check_names(document, ["competences", "renvoi"], path)
    welcoming, never = _renvoi(document, path)
    tables = tables_of(document, "competences", path)
    lines = tuple(line for table in tables for line in _lines(table, path, welcoming, never))
    keys = [f"{line.reseau} {line.profil.value} {line.mission.value}" for line in lines]
    check_once(keys, path, "écrivez chaque réseau, public et mission une seule fois")
    strangers = sorted(never - {line.reseau for line in lines})
    if strangers:
        raise SourceError(f"{path} : renvoi.sauf nomme {strangers}, qui n’a pas de compétence.")
    return lines


def _renvoi(document: Table, path: Path) -> tuple[frozenset[Mission], frozenset[str]]:
    """Read the missions that welcome, and the réseaux that never send on."""
    where, table = f"{path} : [renvoi]", document.get("renvoi")
    if not isinstance(table, dict):
        raise SourceError(f"{where} : il fallait cette table, reçu {table!r}.")
    check_table(table, RENVOI, where)
    with built(where):
        return frozenset(map(Mission, table["missions"])), frozenset(table["sauf"])


def _lines(
    table: Table, path: Path, welcoming: Collection[Mission], never: Collection[str]
) -> Iterator[Competence]:
    where = f"{path} : compétences de {table.get('reseau')!r}"
    check_table(table, KINDS, where)
    if not (table["publics"] and table["missions"]):
        raise SourceError(f"{where} : il faut au moins un public et une mission.")
    with built(where):
        pairs = [(Profil(p), Mission(m)) for p, m in product(table["publics"], table["missions"])]
    for profil, mission in pairs:
        renvoie = mission in welcoming and table["reseau"] not in never
        yield Competence(reseau=table["reseau"], profil=profil, mission=mission, renvoie=renvoie)
