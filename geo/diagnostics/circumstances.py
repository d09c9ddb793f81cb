"""What was not the same between two diagnostics beside the territory itself, in plain words."""

from collections.abc import Iterator, Mapping
from typing import Any

from geo.diagnostics.sections.words import by_mode
from geo.domain.indicateur import INDICATEURS, TIMES
from geo.domain.run import Run

DECLARED = ".toml"
"""What stands in the source of an indicator that rests on a file where things are declared."""

_PROFILE = "profil_"

_INPUTS = {
    "annuaire": "l’annuaire ou les territoires",
    "regles": "ce qui est déclaré (qui aide qui, services à distance, durées, publics)",
    "rejets": "les fiches écartées de l’annuaire",
    "sites_candidats": "les lieux où l’on pourrait aller (mairies, gares)",
    "reseau_rues": "le réseau de rues",
}


def input_words(name: str) -> str:
    """
    Name an input of a run in plain words.

    Parameters
    ----------
    name
        As in `geo.domain.run.Run.empreintes`.

    Returns
    -------
    words
        As they stand within a sentence; the name itself of an input that has no words.

    Examples
    --------
    >>> input_words("profil_voiture")
    'les règles de déplacement en voiture'
    """
    if name.startswith(_PROFILE):
        return f"les règles de déplacement {by_mode(name.removeprefix(_PROFILE))}"
    return _INPUTS.get(name, name)


def inputs_that_differ(before: Run, after: Run) -> list[str]:
    """
    Name the inputs that are not the same.

    Parameters
    ----------
    before, after
        Runs.

    Returns
    -------
    words
        By `input_words`, in the order of the names; those of one run only included.
    """
    names = sorted({*before.empreintes, *after.empreintes})
    return [
        input_words(one) for one in names if before.empreintes.get(one) != after.empreintes.get(one)
    ]


def what_differs(before: Run, after: Run) -> Iterator[str]:
    """
    Say what makes two runs differ beside the territory itself.

    Parameters
    ----------
    before, after
        Runs of diagnostics.

    Yields
    ------
    words
        A thing that was not the same, in French; nothing where choices, rules and code were.
    """
    if _rules(before) != _rules(after):
        yield (
            "ce qui est déclaré (qui aide qui, services à distance, durées de référence, nombres "
            "de personnes)"
        )
    if _method_differs(before, after):
        yield "la façon de trouver les durées"
    if set(_modes(before)) != set(_modes(after)):
        yield "les modes de déplacement étudiés"
    if before.parametres.get("au_plus_s") != after.parametres.get("au_plus_s"):
        yield "les durées à ne pas dépasser"
    if before.parametres.get("reseau_rues") != after.parametres.get("reseau_rues"):
        yield "le réseau de rues"
    if before.version_code != after.version_code:
        yield "la version du programme"


def not_judged(before: Run, after: Run) -> Mapping[str, str]:
    """
    Say which indicators cannot be called better or worse from one run to another.

    Parameters
    ----------
    before, after
        Runs of diagnostics.

    Returns
    -------
    reasons
        By code of the indicator: what changed that it rests on, in French. What is declared makes
        all that rests on it not comparable, and so does another version of the program; another
        way of finding times makes times so.
    """
    reasons: dict[str, str] = {}
    if _method_differs(before, after):
        reasons |= _resting_on(TIMES, "la méthode a changé")
    if before.version_code != after.version_code:
        reasons |= _resting_on(DECLARED, "le programme a changé")
    if _rules(before) != _rules(after):
        reasons |= _resting_on(DECLARED, "les règles ont changé")
    return reasons


def _resting_on(source: str, reason: str) -> dict[str, str]:
    return {one.code: reason for one in INDICATEURS if source in one.source}


def _rules(run: Run) -> str | None:
    return run.empreintes.get("regles")


def _told(run: Run, name: str) -> Mapping[str, Any]:
    told = run.parametres.get(name)
    return told if isinstance(told, dict) else {}


def _modes(run: Run) -> Mapping[str, Any]:
    return _told(run, "modes")


def _method_differs(before: Run, after: Run) -> bool:
    """Tell whether times of a mode of both runs were found another way."""
    both = set(_modes(before)) & set(_modes(after))
    return any(_method(before, mode) != _method(after, mode) for mode in both)


def _method(run: Run, mode: str) -> tuple[Any, ...]:
    """Give what finds the times of a mode: constants of the estimate, network and its profile."""
    streets = _told(run, "reseau_rues")
    profile = run.empreintes.get(f"{_PROFILE}{mode}")
    return _modes(run)[mode], streets.get("nom") if profile else None, profile
