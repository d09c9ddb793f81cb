"""The first page of a folder of diagnostics: which maps and documents are really in it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from geo.diagnostics.page import render
from geo.domain.dossier import Cartouche, Chiffre, Dossier, TypeTerritoire
from geo.domain.dossier_json import from_json
from geo.errors import InputError
from geo.files import replaced_whole

HOMES = ("region", "bassins")
"""Folders of the diagnostics: of regions, of bassins."""

INDEX, STATEMENT, DOCUMENT = "index.html", "accessibilite.html", "diagnostic.html"

FORMATS: Mapping[str, str] = {
    "diagnostic.pdf": "PDF",
    "carte.html": "Carte",
    "diagnostic.xlsx": "Classeur XLSX",
    "diagnostic.gpkg": "GeoPackage",
    "donnees/chiffres.csv": "Chiffres CSV",
    "donnees/dictionnaire.csv": "Dictionnaire CSV",
    "diagnostic.json": "JSON",
}
"""Files of a diagnostic beside its page, in the order to show, in French."""

MAPS: Mapping[str, tuple[str, str]] = {
    "couverture.html": (
        "Carte de la couverture, réseau par réseau",
        "Le temps qu’il faut pour atteindre un point de chaque réseau.",
    ),
    "lacunes.html": (
        "Carte des manques",
        "Les zones d’où aucun point d’accueil n’est à portée, et leurs habitants.",
    ),
    "deux-portes.html": (
        "Carte des deux portes",
        "D’où l’on est aidé en une porte, en deux portes, ou en davantage.",
    ),
    "scenario.html": (
        "Carte d’un scénario",
        "Avant et après : ce qu’un scénario changerait pour les habitants.",
    ),
}
"""Pages of the region by name of the file: what to call each, and what it shows."""

FIGURES = 5
"""How many figures of a diagnostic the index tells: the first of its first cards."""

SEVERAL: Mapping[str, str] = {
    "isochrones-": "D’où l’on atteint ce lieu, selon le temps et la façon de se déplacer.",
}
"""What pages show of which there is one a place, by how their names begin."""

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_HEAD = 8192
_UNITS = ((1_000_000, "Mo"), (1_000, "ko"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A file of the folder: what to call it, where it is, bytes, and what it shows."""

    words: str
    address: str
    size: int
    about: str = ""

    @property
    def weight(self) -> str:
        """Its size in French: never less than a thousand bytes."""
        for unit, name in _UNITS:
            if self.size >= unit:
                rounded = f"{self.size / unit:.1f}" if unit > 1000 else str(self.size // unit)  # noqa: PLR2004 - below a million bytes
                return f"{rounded.replace('.', ',')}\N{NO-BREAK SPACE}{name}"
        return "1\N{NO-BREAK SPACE}ko"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A diagnostic of the folder: what it says of itself, its page and its other files."""

    dossier: Dossier
    page: Link
    files: tuple[Link, ...]

    @property
    def figures(self) -> tuple[Chiffre, ...]:
        """The first figures of its first cards."""
        cards = (bloc for bloc in self.dossier.blocs() if isinstance(bloc, Cartouche))
        return next((card.chiffres[:FIGURES] for card in cards), ())

    def figure(self, code: str) -> Chiffre | None:
        """Give one of its first figures; None where it tells no such figure."""
        return next((chiffre for chiffre in self.figures if chiffre.code == code), None)


def write_index(folder: Path) -> Path:
    """
    Write the page that leads to all the others.

    Parameters
    ----------
    folder
        Where diagnostics and maps were written; only what is there is told.

    Returns
    -------
    path
        Of the page: synthesis of the region first, then bassins in alphabetical order.

    Raises
    ------
    OutputError
        If the system refuses to write.

    Notes
    -----
    Contract: the same files give the same page. A diagnostic that cannot be read is said so.
    """
    regions = read_entries(folder, TypeTerritoire.REGION)
    bassins = read_entries(folder, TypeTerritoire.BASSIN)
    entries = (*regions, *bassins)
    page = render(
        "index.html.j2",
        regions=regions,
        bassins=bassins,
        columns=bassins[0].figures if bassins else (),
        maps=read_maps(folder),
        unreadable=_damaged(folder, entries),
        names=sorted({entry.dossier.region for entry in entries}),
        days=sorted({entry.dossier.au for entry in entries}),
        runs=sorted({entry.dossier.run_id for entry in entries}),
        trials=sorted({entry.dossier.essai for entry in entries} - {""}),
        statement=STATEMENT if (folder / STATEMENT).is_file() else "",
    )
    return _write(page, folder / INDEX)


def write_accessibility(folder: Path, *, organisation: str = "", contact: str = "") -> Path:
    """
    Write the statement of accessibility, in the form that France asks for.

    Parameters
    ----------
    folder
        Where diagnostics and maps are.
    organisation, contact
        Who publishes them, and the address where people may write; where empty, the page says that
        it was not filled in.

    Returns
    -------
    path
        Of the page: it claims only what the project's tests check.

    Raises
    ------
    OutputError
        If the system refuses to write.

    Notes
    -----
    Form: Arrêté du 20 septembre 2019 portant référentiel général d’amélioration de l’accessibilité
    (RGAA 4): without an audit in force, the state is « non conforme ».
    """
    page = render("accessibilite.html.j2", organisation=organisation, contact=contact)
    return _write(page, folder / STATEMENT)


def read_entries(folder: Path, kind: TypeTerritoire) -> tuple[Entry, ...]:
    """
    Find the diagnostics of a folder.

    Parameters
    ----------
    folder
        Where they were written.
    kind
        Of bassins or of regions.

    Returns
    -------
    entries
        By name, accents and capitals apart, then by code.
    """
    pages = sorted((folder / HOMES[kind is TypeTerritoire.BASSIN]).glob(f"[!.]*/{DOCUMENT}"))
    entries = [entry for page in pages if (entry := _entry(folder, page)) is not None]
    return tuple(sorted(entries, key=lambda e: (_plain(e.dossier.nom), e.dossier.code_territoire)))


def _damaged(folder: Path, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Name the folders of the diagnostics whose page or JSON is missing or cannot be read."""
    homes = [home for name in HOMES for home in (folder / name).glob("[!.]*") if home.is_dir()]
    told = sorted(home.relative_to(folder).as_posix() for home in homes)
    read = {entry.page.address.rpartition("/")[0] for entry in entries}
    return tuple(name for name in told if name not in read)


def read_maps(folder: Path) -> tuple[Link, ...]:
    """
    Find the pages of the region, which stand beside the index.

    Parameters
    ----------
    folder
        Where they were written.

    Returns
    -------
    links
        Those of `MAPS` first; any other (around a place, say) goes by its own title.
    """
    found = {path.name: path for path in sorted(folder.glob("[!.]*.html")) if path.is_file()}
    others = {
        name: (_title(path), _about(name)) for name, path in found.items() if name not in MAPS
    }
    known = {name: words for name, words in MAPS.items() if name in found}
    return tuple(
        Link(words=words, address=name, size=found[name].stat().st_size, about=about)
        for name, (words, about) in (known | others).items()
        if name not in (INDEX, STATEMENT)
    )


def _entry(folder: Path, page: Path) -> Entry | None:
    with suppress(OSError, ValueError, KeyError, TypeError, InputError):
        dossier = from_json(page.with_suffix(".json").read_text(encoding="utf-8"))
        files = (_link(folder, page.parent / name, words) for name, words in FORMATS.items())
        return Entry(
            dossier=dossier,
            page=Link(
                words=dossier.nom,
                address=page.relative_to(folder).as_posix(),
                size=page.stat().st_size,
            ),
            files=tuple(link for link in files if link is not None),
        )
    return None


def _link(folder: Path, path: Path, words: str) -> Link | None:
    if not path.is_file():
        return None
    return Link(words=words, address=path.relative_to(folder).as_posix(), size=path.stat().st_size)


def _about(name: str) -> str:
    """Say what a page shows, where its name tells."""
    return next((about for begin, about in SEVERAL.items() if name.startswith(begin)), "")


def _title(path: Path) -> str:
    """Read the title of a page, else its name."""
    with path.open("rb") as file:
        found = _TITLE.search(file.read(_HEAD).decode("utf-8", errors="replace"))
    return (unescape(found[1]).strip() if found else "") or path.name


def _plain(name: str) -> str:
    """Give what to sort a name by."""
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _write(page: str, path: Path) -> Path:
    with replaced_whole(path) as draft:
        draft.write_text(page, encoding="utf-8")
    return path
