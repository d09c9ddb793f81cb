"""What must be said of times before they are read."""

from collections.abc import Sequence

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.figures import cutoff
from geo.diagnostics.sections.residents import estimated_modes
from geo.diagnostics.sections.words import TRIAL, by_mode, listed
from geo.domain.dossier import Chiffre, Texte
from geo.domain.unite import Unite
from geo.network.estimate import Mode

NO_MODE = Texte(
    modele="Aucune façon de se déplacer n’a été étudiée : les durées ne sont pas renseignées.",
    ton="avertissement",
)
"""Where there is no mode at all."""

CAR = (
    " En voiture, l’écart est plus grand encore : la même vitesse est comptée partout, et la durée "
    "est trop courte dans les villes denses, trop longue loin d’elles."
)
"""What the doubt that is declared does not cover."""


def cautions(findings: Findings, code: str) -> tuple[Texte, ...]:
    """
    Say that times are estimates, or come from a network on trial.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    paragraphs
        None at all where times are by streets that may be published.
    """
    if not findings.modes:
        return (NO_MODE,)
    told = []
    estimated = estimated_modes(findings, code)
    if estimated:
        told.append(_estimates(findings, estimated))
    trial = [mode for mode in findings.modes if mode in findings.trial_modes]
    if trial:
        words = (
            f"Les durées {listed(map(by_mode, trial))} viennent d’un {TRIAL} : elles servent à "
            "essayer l’outil, et ne sont pas à publier."
        )
        told.append(Texte(modele=words, ton="avertissement"))
    return tuple(told)


def estimate_words(findings: Findings, code: str) -> str:
    """
    Say in a few words, under a table, which times are estimates.

    Parameters
    ----------
    findings, code
        As of `cautions`.

    Returns
    -------
    words
        A sentence and a space before it; empty where there are none.
    """
    estimated = estimated_modes(findings, code)
    if not estimated:
        return ""
    return f" Durées {listed(map(by_mode, estimated))} estimées."


def cutoff_words(findings: Findings) -> tuple[str, tuple[Chiffre, ...]]:
    """
    Tell the longest time that is reasonable by each mode.

    Parameters
    ----------
    findings
        All that was found.

    Returns
    -------
    model, figures
        Words with the place of each figure, and those figures.
    """
    if len({findings.cutoffs_s[mode] for mode in findings.modes}) == 1:
        first = cutoff(findings, findings.modes[0])
        return f"{{{first.code}}} ou moins {_or(findings.modes)}", (first,)
    told = [f"{{au_plus_s.{mode}}} ou moins {by_mode(mode)}" for mode in findings.modes]
    return listed(told), tuple(cutoff(findings, mode) for mode in findings.modes)


def _or(modes: Sequence[str]) -> str:
    return listed(map(by_mode, modes)).replace(" et ", " ou ")


def _estimates(findings: Findings, modes: Sequence[str]) -> Texte:
    doubts = [doubt for doubt in findings.doubts if doubt.estime]
    begin = (
        f"Les durées {listed(map(by_mode, modes))} sont estimées : la distance à vol d’oiseau, "
        "allongée d’un détour, à une vitesse moyenne"
    )
    if not doubts:
        return Texte(
            modele=f"{begin}. L’écart avec la réalité n’est pas connu.", ton="avertissement"
        )
    percent = round(100 * doubts[0].part, 1)
    figure = Chiffre(  # declared, not measured: read without a decimal that nobody declared
        code="incertitude.estime_pour_cent",
        libelle="écart possible d’une durée estimée, en pour cent",
        valeur=int(percent) if percent.is_integer() else percent,
        unite=Unite.NOMBRE if percent.is_integer() else Unite.DECIMAL,
    )
    more = CAR if Mode.VOITURE.value in modes else ""
    return Texte(
        modele=f"{begin}. La durée réelle peut s’en écarter de {{{figure.code}}} %, en plus ou en "
        f"moins.{more}",
        chiffres=(figure,),
        ton="avertissement",
    )
