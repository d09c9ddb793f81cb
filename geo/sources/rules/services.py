"""The remote services, from ``data/reference/services_a_distance.toml``."""

import re
from collections.abc import Collection
from pathlib import Path

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.service_distance import Canal, ServiceDistance
from geo.errors import SourceError
from geo.sources.declared import (
    DAY,
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

KINDS = {
    "id": TEXT,
    "nom": TEXT,
    "reseau": TEXT,
    "canaux": TEXTS,
    "telephone": TEXT,
    "site_web": TEXT,
    "publics": TEXTS,
    "missions": TEXTS,
    "zone_competence": TEXTS,
    "horaires": TEXT,
    "horaires_note": TEXT,
    "source": TEXT,
    "consulte_le": DAY,
}
OPTIONAL = ("reseau", "telephone", "site_web", "horaires", "horaires_note")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ZONE = re.compile(r"france|region-\d\d|97\d|\d\d|2[AB]|(\d\d|2[AB])\d{3}")
SITE = re.compile(r"https?://\S+")


def read_services(path: Path, *, reseaux: Collection[str]) -> tuple[ServiceDistance, ...]:
    """
    Read the remote services.

    Parameters
    ----------
    path
        TOML file with one ``[[services]]`` table a line.
    reseaux
        Codes that a service may be of.

    Returns
    -------
    services
        In the order of the file.

    Raises
    ------
    SourceError
        If the file is absent or no such TOML, a service breaks its contract or is of an unknown
        réseau, or an identifier is given twice.
    """
    document = read_document(path)
    check_names(document, ["services"], path)
    tables = tables_of(document, "services", path)
    services = tuple(_service(table, path, reseaux) for table in tables)
    check_once((one.id for one in services), path, "un id ne désigne qu’un service")
    return services


def _service(table: Table, path: Path, reseaux: Collection[str]) -> ServiceDistance:
    where = f"{path} : service {table.get('id')!r}"
    check_table(table, KINDS, where, optional=OPTIONAL)
    _check_codes(table, where, reseaux)
    with built(where):
        return ServiceDistance(
            id=table["id"],
            nom=table["nom"],
            canaux=tuple(map(Canal, table["canaux"])),
            publics=tuple(map(Profil, table["publics"])),
            missions=tuple(map(Mission, table["missions"])),
            zone_competence=tuple(table["zone_competence"]),
            source=table["source"],
            consulte_le=table["consulte_le"],
            reseau=table.get("reseau"),
            telephone=table.get("telephone"),
            site_web=table.get("site_web"),
            horaires=table.get("horaires"),
            horaires_note=table.get("horaires_note"),
        )


def _check_codes(table: Table, where: str, reseaux: Collection[str]) -> None:
    """See that what refers to something else can."""
    if not ID.fullmatch(table["id"]):
        raise SourceError(f"{where} : l’id s’écrit en minuscules avec des tirets.")
    if table.get("reseau") not in {None, *reseaux}:
        raise SourceError(
            f"{where} : réseau {table['reseau']!r} inconnu ; il y a {sorted(reseaux)}."
        )
    wrong = [code for code in table["zone_competence"] if not ZONE.fullmatch(code)]
    if wrong:
        raise SourceError(
            f"{where} : zone_competence {wrong} ; une zone est « france », « region-11 », le code "
            "d’un département ou celui d’une commune."
        )
    if Canal.TELEPHONE in table["canaux"] and "telephone" not in table:
        raise SourceError(f"{where} : on le joint par téléphone, il manque le numéro (telephone).")
    if "site_web" in table and not SITE.fullmatch(table["site_web"]):
        raise SourceError(f"{where} : site_web doit commencer par https://, sans espace.")
