"""The réseaux, from the editable ``data/raw/reseaux.toml``, and whom they help, declared beside."""

from collections.abc import Sequence
from pathlib import Path

from geo.domain.competence import Competence
from geo.domain.reseau import Membre, Reseau
from geo.errors import SourceError
from geo.sources.declared import (
    TEXT,
    TEXTS,
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
    "code": TEXT,
    "nom": TEXT,
    "membre": TEXT,
    "annonce": WHOLE,
    "annonce_antennes": WHOLE,
    "codes_data_inclusion": TEXTS,
    "codes_dila": TEXTS,
}
OPTIONAL = ("annonce", "annonce_antennes", "codes_data_inclusion", "codes_dila")
DECLARED_BESIDE = {"publics", "missions"}
ONE_RESEAU = "un code ne désigne qu’un réseau"


def read_reseaux(path: Path, competences: Sequence[Competence]) -> tuple[Reseau, ...]:
    """
    Read the réseaux; whom each serves and how is the union of its competences.

    Parameters
    ----------
    path
        TOML file with one ``[[reseaux]]`` table a réseau.
    competences
        The declared table, by `geo.sources.rules.read_competences`.

    Returns
    -------
    reseaux
        In the order of the file, which is the order people see.

    Raises
    ------
    SourceError
        If the file is absent or no such TOML, a réseau breaks its contract, a code (of the
        project or of DILA) is given twice, a door has no competence, or there are competences
        of what is no door.
    """
    document = read_document(path)
    check_names(document, ["reseaux"], path)
    reseaux = tuple(
        _reseau(table, path, competences) for table in tables_of(document, "reseaux", path)
    )
    check_once((reseau.code for reseau in reseaux), path, ONE_RESEAU)
    check_once((code for reseau in reseaux for code in reseau.codes_dila), path, ONE_RESEAU)
    doors = {reseau.code for reseau in reseaux if reseau.is_door}
    strangers = sorted({line.reseau for line in competences} - doors)
    if strangers:
        raise SourceError(
            f"competences.toml donne des compétences à {strangers} : {path} n’a pas ce réseau, ou "
            "le dit non membre. Corrigez l’un ou l’autre."
        )
    return reseaux


def _reseau(table: Table, path: Path, competences: Sequence[Competence]) -> Reseau:
    """Build one réseau, naming the table in whatever is wrong with it."""
    where = f"{path} : réseau {table.get('code')!r}"
    if moved := sorted(DECLARED_BESIDE & set(table)):
        raise SourceError(f"{where} : {moved} se déclare désormais dans competences.toml.")
    check_table(table, KINDS, where, optional=OPTIONAL)
    own = [line for line in competences if line.reseau == table["code"]]
    if not own and table["membre"] != Membre.NON:
        raise SourceError(
            f"{where} : il n’aide personne. Ajoutez-lui une table [[competences]] dans "
            f"competences.toml, ou écrivez membre = {Membre.NON.value!r}."
        )
    with built(where):
        return Reseau(
            code=table["code"],
            nom=table["nom"],
            membre=Membre(table["membre"]),
            annonce=table.get("annonce"),
            annonce_antennes=table.get("annonce_antennes"),
            publics=tuple(dict.fromkeys(line.profil for line in own)),
            missions=tuple(dict.fromkeys(line.mission for line in own)),
            codes_data_inclusion=tuple(table.get("codes_data_inclusion", ())),
            codes_dila=tuple(table.get("codes_dila", ())),
        )
