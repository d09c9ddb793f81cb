"""A dossier as one HTML file that opens offline and asks for nothing; the PDF is made from it."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from geo.domain.dossier import (
    Bloc,
    Cartouche,
    Chiffre,
    Colonne,
    Dossier,
    Illustration,
    Tableau,
    Texte,
)
from geo.domain.unite import UNKNOWN, Figure, Unite, in_french
from geo.errors import InputError

ASSETS = resources.files("geo.diagnostics") / "assets"

_KINDS: dict[type[Bloc], str] = {
    Texte: "texte",
    Cartouche: "cartouche",
    Tableau: "tableau",
    Illustration: "illustration",
}
_WORDS = (Unite.TEXTE, Unite.CODE)
_SPACE_BEFORE = re.compile(" (?=[:»;?!])")
_STUCK = re.compile(r"\w*")
_STOP = re.compile(r"(?<=\. )")
_SPACE_AFTER = re.compile("(?<=«) ")
_SPACE_OF_PHONE = re.compile(r"(?<=\b\d\d) (?=\d\d\b)")


def render_page(dossier: Dossier, pictures: Mapping[str, str], *, links: Mapping[str, str]) -> str:
    """
    Write a dossier as a page.

    Parameters
    ----------
    dossier
        What it says.
    pictures
        SVG text of each picture, by its code.
    links
        Where else to go, in the order to show: French words, and the address relative to the page.

    Returns
    -------
    html
        In French; every figure is ``<data value="…">``, in the units of the dossier. No script.

    Raises
    ------
    InputError
        If a picture of the dossier is not among `pictures`.

    Notes
    -----
    Contract: pure; every text of the dossier is escaped; the page needs no other file.
    """
    lacking = [bloc.code for bloc in dossier.illustrations() if bloc.code not in pictures]
    if lacking:
        raise InputError(f"{dossier.code_territoire}: needed the pictures {lacking}.")
    return render("diagnostic.html.j2", dossier=dossier, pictures=pictures, links=links)


def render(template: str, **words: object) -> str:
    """
    Render a template of the documents.

    Parameters
    ----------
    template
        Name of a file among the assets; what it says is escaped.
    **words
        What it says.

    Returns
    -------
    html
        The page.
    """
    return _environment().get_template(template).render(**words)


def asset(name: str) -> str:
    """Read a file of the assets."""
    return (ASSETS / name).read_text(encoding="utf-8")


def raw(value: Figure) -> str:
    """Write a figure as files do: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def data_uri(svg: str) -> str:
    """Give a picture as an address that holds it."""
    return "data:image/svg+xml," + quote(svg, safe=" !*'()/:;=,@$?+-._~")


def shown_columns(tableau: Tableau) -> tuple[tuple[int, Colonne], ...]:
    """Give the columns that the document shows, each with its rank in the rows."""
    wanted = tableau.colonnes_montrees
    return tuple(
        (rank, colonne)
        for rank, colonne in enumerate(tableau.colonnes)
        if not wanted or colonne.code in wanted
    )


def pieces(texte: Texte) -> Iterator[tuple[str, str | Chiffre]]:
    """
    Give a paragraph in pieces, with where to say that figures are estimated: once a sentence.

    Parameters
    ----------
    texte
        Any.

    Yields
    ------
    kind, piece
        ``mots`` and words; ``chiffre`` and a figure; ``estime`` and nothing, after the only
        estimated number of a sentence and the letters that stick to it (« 5e (estimé) », never
        « 5 (estimé)e »); ``estimes`` and nothing, at the end of a sentence that has several, or
        only words that rest on an estimate.
    """
    for sentence in _sentences(texte):
        guessed = [one for one in sentence if isinstance(one, Chiffre) and _is_guessed(one)]
        alone = guessed[0] if len(guessed) == 1 and guessed[0].unite not in _WORDS else None
        is_due = False
        for rank, piece in enumerate(sentence):
            if isinstance(piece, Chiffre):
                yield "chiffre", piece
                is_due = piece is alone
                continue
            stuck = _STUCK.match(piece)[0] if is_due else ""  # type: ignore[index]  # it always matches
            if is_due:
                yield "mots", stuck
                yield "estime", ""
                is_due = False
            rest = piece[len(stuck) :]
            if guessed and alone is None and rank == len(sentence) - 1:
                body = rest.rstrip(". ")
                yield "mots", body
                yield "estimes", ""
                yield "mots", rest[len(body) :]
            else:
                yield "mots", rest
        if is_due:
            yield "estime", ""
        elif guessed and alone is None and isinstance(sentence[-1], Chiffre):
            yield "estimes", ""


def _sentences(texte: Texte) -> Iterator[list[str | Chiffre]]:
    """Part a paragraph after each full stop."""
    sentence: list[str | Chiffre] = []
    for piece in texte.morceaux():
        if isinstance(piece, Chiffre):
            sentence.append(piece)
            continue
        *ended, last = _STOP.split(piece)
        for words in ended:
            yield [*sentence, words]
            sentence = []
        if last:
            sentence.append(last)
    if sentence:
        yield sentence


def _is_guessed(figure: Chiffre) -> bool:
    return figure.estime and figure.valeur is not None


def unbroken(text: str) -> str:
    """Keep on one line: French signs and their word, the inside of quotes, a phone number."""
    for space in (_SPACE_BEFORE, _SPACE_AFTER, _SPACE_OF_PHONE):
        text = space.sub("\N{NO-BREAK SPACE}", text)
    return text


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("geo.diagnostics", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(asset=asset, INCONNU=UNKNOWN)
    filters: dict[str, Any] = {
        "sorte": lambda bloc: _KINDS[type(bloc)],
        "pieces": pieces,
        "francais": in_french,
        "jour": lambda day: in_french(day, Unite.DATE),
        "compte": lambda number: in_french(number, Unite.NOMBRE),
        "brut": raw,
        "image": data_uri,
        "montrees": shown_columns,
        "espaces": unbroken,
        "capitale": lambda words: words[:1].upper() + words[1:],
    }
    environment.filters.update(filters)
    environment.tests["mot"] = lambda unite: unite in _WORDS
    return environment
