"""One XML file of the directory → one `Organisme`, or the reason why there is none."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from geo.domain.commune import CODE_COMMUNE
from geo.domain.point_accueil import POINT_ID
from geo.progress import Advance, silent
from geo.sources.dila.archive import XmlFile, read_xml_files
from geo.sources.dila.hours import read_hours
from geo.sources.dila.organisme import SOURCE, Illisible, Organisme
from geo.sources.dila.texts import check_url, clean, display_phone, without_emails, without_persons

POSTAL = "postale"


def read_organismes(path: Path, *, advance: Advance = silent) -> list[Organisme | Illisible]:
    """
    Read the directory as DILA publishes it.

    Parameters
    ----------
    path
        An XML file, a folder or an archive; see :func:`read_xml_files`.
    advance
        Called with 1 after each file.

    Returns
    -------
    organismes
        One entry a file, in the order read: the facts, or why there are none.

    Raises
    ------
    SourceError
        If there is nothing to read, or the archive is truncated or damaged.

    Notes
    -----
    Contract: the files are not trusted. No entity is expanded, nothing is fetched,
    nothing is written to disk; sizes and numbers are bounded.
    """
    organismes = []
    for file in read_xml_files(path):
        organismes.append(to_organisme(file))
        advance(1)
    return organismes


def to_organisme(file: XmlFile) -> Organisme | Illisible:
    """
    Read one file.

    Parameters
    ----------
    file
        As received.

    Returns
    -------
    organisme
        The facts, or the reason why the file cannot be used.
    """
    if file.content is None:
        return Illisible(nom_fichier=file.name, detail=file.problem or "sans contenu")
    # a parser each: lxml's keep state between documents
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(file.content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Illisible(nom_fichier=file.name, detail=f"XML mal formé : {error}")
    problem = _problem(root)
    if problem:
        return Illisible(nom_fichier=file.name, detail=problem)
    return _organisme(root)


def _problem(root: Any) -> str | None:  # noqa: ANN401 - lxml has no types
    """Say what keeps a document from being a record."""
    if root.getroottree().docinfo.doctype:
        return "déclaration de type de document, qu’aucune fiche n’a"
    if root.tag != "Organisme":
        return f"élément Organisme attendu, {root.tag} reçu"
    missing = [name for name in ("id", "pivotLocal") if not clean(root.get(name))]
    if missing:
        return f"sans {' ni '.join(missing)}"
    ident = root.get("id").strip()
    if not POINT_ID.fullmatch(f"{SOURCE}--{ident}"):
        return f"identifiant attendu, tel que cio-75105-01 ; reçu {ident!r}"
    if not CODE_COMMUNE.fullmatch(root.get("codeInsee") or ""):
        return f"code INSEE attendu, reçu codeInsee={root.get('codeInsee')!r}"
    return None if without_emails(root.findtext("Nom")) else "sans Nom"


def _organisme(root: Any) -> Organisme:  # noqa: ANN401 - lxml has no types
    visited, *others = sorted(root.findall("Adresse"), key=_rank) or [etree.Element("Adresse")]
    access = visited.find("Accessibilité")
    phone_notes = [note for phone in root.iter("Téléphone") if (note := phone.get("coût"))]
    hours = read_hours(root, phone_notes=phone_notes)
    return Organisme(
        id=root.get("id").strip(),
        pivot=root.get("pivotLocal").strip(),
        code_commune=root.get("codeInsee"),
        nom=without_emails(root.findtext("Nom")) or "",
        date_maj=_date(root.get("dateMiseAJour")),
        adresse=_lines(visited),
        code_postal=clean(visited.findtext("CodePostal")),
        ville=clean(visited.findtext("NomCommune")),
        adresse_postale=_joined((_whole_address(other) for other in others), " ; "),
        latitude=clean(visited.findtext("Localisation/Latitude")),
        longitude=clean(visited.findtext("Localisation/Longitude")),
        precision=clean(visited.findtext("Localisation/Précision")),
        accessibilite=None if access is None else clean(access.get("type")),
        accessibilite_note=None if access is None else without_persons(access.text),
        telephone=_joined((display_phone(t.text) for t in root.iter("Téléphone")), " ou "),
        telephone_note=_joined((without_persons(note) for note in phone_notes), " "),
        site_web=_first(check_url(url.text) for url in root.iter("Url")),
        horaires=hours.horaires,
        horaires_note=hours.note,
        horaires_reserves=hours.reserves,
    )


def _rank(address: Any) -> tuple[bool, bool]:  # noqa: ANN401 - lxml has no types
    """Where people go first: a located address, of the street rather than of the post."""
    located = clean(address.findtext("Localisation/Latitude")) is not None
    return not located, address.get("type") == POSTAL


def _lines(address: Any) -> str | None:  # noqa: ANN401 - lxml has no types
    return _joined(without_emails(line.text) for line in address.findall("Ligne"))


def _whole_address(address: Any) -> str | None:  # noqa: ANN401 - lxml has no types
    town = _joined((clean(address.findtext(tag)) for tag in ("CodePostal", "NomCommune")), " ")
    return _joined((_lines(address), town))


def _joined(parts: Any, separator: str = ", ") -> str | None:  # noqa: ANN401 - any iterable of texts
    return separator.join(part for part in parts if part) or None


def _first(values: Iterator[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
