"""Words that chapters share: territories, modes, publics, needs."""

from collections.abc import Iterable, Sequence

from geo.diagnostics.findings import Findings
from geo.domain.dossier import TypeTerritoire
from geo.domain.mission import LABELS as NEED_LABELS
from geo.domain.mission import Mission
from geo.domain.profil import LABELS as PROFILE_LABELS
from geo.domain.profil import Profil
from geo.network.estimate import LABELS as MODE_LABELS
from geo.network.estimate import Mode

TRIAL = "réseau d’essai"
"""Said of times that come from a street network that may not be published."""


def kind_of(findings: Findings, code: str) -> TypeTerritoire:
    """
    Tell whether a code is that of the region or of a bassin.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of the territory.

    Returns
    -------
    kind
        The region where it is its code, else a bassin.
    """
    return TypeTerritoire.REGION if code == findings.region_code else TypeTerritoire.BASSIN


def is_region(findings: Findings, code: str) -> bool:
    """
    Tell whether a chapter is of the region.

    Parameters
    ----------
    findings, code
        As of `kind_of`.

    Returns
    -------
    is_region
        False of a bassin.
    """
    return kind_of(findings, code) is TypeTerritoire.REGION


def name_of(findings: Findings, code: str) -> str:
    """
    Give the name of the territory.

    Parameters
    ----------
    findings, code
        As of `kind_of`.

    Returns
    -------
    name
        The code itself where no bassin has it.
    """
    if is_region(findings, code):
        return findings.region_name
    return str(findings.bassins["nom"].get(code, code))


def the_territory(findings: Findings, code: str) -> str:
    """
    Give the words for the territory within a sentence.

    Parameters
    ----------
    findings, code
        As of `kind_of`.

    Returns
    -------
    words
        « le bassin » or « la région ».
    """
    return "la région" if is_region(findings, code) else "le bassin"


def mode_name(mode: str) -> str:
    """
    Give the name of a mode, as at the head of a column.

    Parameters
    ----------
    mode
        A value of `geo.network.estimate.Mode`.

    Returns
    -------
    words
        As « À pied »; the code itself of a mode that has no name.
    """
    return MODE_LABELS[Mode(mode)] if mode in set(Mode) else mode


def by_mode(mode: str) -> str:
    """
    Give the words for a mode within a sentence.

    Parameters
    ----------
    mode
        As of `mode_name`.

    Returns
    -------
    words
        As « à pied ».
    """
    return within_sentence(mode_name(mode))


def within_sentence(words: str) -> str:
    """
    Write words that begin a title as they stand within a sentence.

    Parameters
    ----------
    words
        Not a name.

    Returns
    -------
    words
        Without their capital.

    Examples
    --------
    >>> within_sentence("À pied (réseau d’essai)")
    'à pied (réseau d’essai)'
    """
    return words[:1].lower() + words[1:]


def mode_title(findings: Findings, mode: str) -> str:
    """
    Give the name of a mode, with a caution where its network is on trial.

    Parameters
    ----------
    findings
        All that was found.
    mode
        As of `mode_name`.

    Returns
    -------
    words
        As « À pied (réseau d’essai) ».
    """
    trial = f" ({TRIAL})" if mode in findings.trial_modes else ""
    return f"{mode_name(mode)}{trial}"


def main_mode(findings: Findings) -> str | None:
    """
    Give the mode that texts and maps lead with.

    Parameters
    ----------
    findings
        All that was found.

    Returns
    -------
    mode
        The first; None where there is none.
    """
    return findings.modes[0] if findings.modes else None


def profile_name(profile: str) -> str:
    """
    Give what people read for a public.

    Parameters
    ----------
    profile
        A value of `geo.domain.profil.Profil`.

    Returns
    -------
    words
        As « Cadre ».
    """
    return PROFILE_LABELS[Profil(profile)]


def need_name(mission: str) -> str:
    """
    Give what people read for a need.

    Parameters
    ----------
    mission
        A value of `geo.domain.mission.Mission`.

    Returns
    -------
    words
        As « Accompagnement ».
    """
    return NEED_LABELS[Mission(mission)]


def reseau_name(findings: Findings, reseau: str) -> str:
    """
    Give the name of a réseau.

    Parameters
    ----------
    findings
        All that was found.
    reseau
        Its code.

    Returns
    -------
    words
        The code itself where it has no name.
    """
    return findings.reseau_names.get(reseau, reseau)


def listed(words: Iterable[str]) -> str:
    """
    Write several things in one sentence.

    Parameters
    ----------
    words
        In the order to tell.

    Returns
    -------
    text
        Separated by commas, « et » before the last.

    Examples
    --------
    >>> listed(["à pied", "à vélo", "en voiture"])
    'à pied, à vélo et en voiture'
    """
    told: Sequence[str] = list(words)
    if len(told) < 2:  # noqa: PLR2004 - one thing needs no « et »
        return "".join(told)
    return f"{', '.join(told[:-1])} et {told[-1]}"
