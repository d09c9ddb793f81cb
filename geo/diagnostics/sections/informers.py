"""Which réseaux the share of residents told in two doors rests on."""

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.answers import EVERYONE
from geo.diagnostics.sections.figures import named
from geo.diagnostics.sections.residents import door_codes, door_places
from geo.diagnostics.sections.words import listed, reseau_name, the_territory
from geo.domain.dossier import Texte


def informers(findings: Findings, code: str) -> Texte:
    """
    Say which réseaux count where everyone looks for information.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    sentence
        The réseaux declared competent that have a place in the territory, then those that have
        one elsewhere in the region: a place next door counts too.
    """
    competent = informing(findings)
    here = _with_places(findings, code, competent)
    around = _with_places(findings, findings.region_code, competent)
    away = [one for one in around if one not in here]
    begin = "Ne comptent ici que les réseaux déclarés compétents pour informer tous les publics"
    if not around:
        return Texte(modele=f"{begin} : aucun n’a de lieu connu dans la région.")
    figures = []
    if here:
        figures.append(named("reseaux_informent_ici", "réseaux qui informent tous", listed(here)))
    if away:
        figures.append(
            named("reseaux_informent_ailleurs", "réseaux qui informent tous", listed(away))
        )
    if not here:
        words = f"{{{figures[0].code}}}, sans lieu connu dans {the_territory(findings, code)}"
    elif not away:
        words = f"{{{figures[0].code}}}"
    else:
        words = f"{{{figures[0].code}}} ; ailleurs dans la région, {{{figures[1].code}}}"
    return Texte(modele=f"{begin} : {words}.", chiffres=tuple(figures))


def informing(findings: Findings) -> tuple[str, ...]:
    """
    Give the réseaux declared competent to inform everyone.

    Parameters
    ----------
    findings
        All that was found.

    Returns
    -------
    codes
        Of those that are doors, in the order to show.
    """
    told = {
        one.reseau
        for one in findings.competences
        if (one.profil.value, one.mission.value) == (EVERYONE["profil"], EVERYONE["besoin"])
    }
    return tuple(one for one in door_codes(findings) if one in told)


def _with_places(findings: Findings, code: str, reseaux: tuple[str, ...]) -> list[str]:
    held = set(door_places(findings, code)["reseau"])
    return [reseau_name(findings, one) for one in reseaux if one in held]
