"""« Depuis la dernière fois »: what went up or down since the previous diagnostic."""

import pandas as pd

from geo.diagnostics.drawing import Drawing
from geo.diagnostics.evolution_tables import changes_table
from geo.diagnostics.evolutions import (
    compare_indicators,
    has_changed,
    is_lead,
    what_differs,
)
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.figures import counted, named
from geo.diagnostics.sections.words import kind_of, listed, name_of, the_territory
from geo.domain.dossier import Bloc, Chiffre, Section, Texte
from geo.domain.unite import Unite

SHOWN = 10
"""Changes that the document shows."""

FIRST = (
    "C’est le premier diagnostic gardé pour cette région : il n’y a rien à quoi le comparer. Le "
    "prochain dira ici ce qui a augmenté, diminué, ou n’était pas connu."
)

NOT_ALONE = (
    "Entre les deux calculs, autre chose que le territoire a changé : {what}. Les écarts ne "
    "viennent donc pas du territoire seul."
)


def change(findings: Findings, code: str) -> tuple[Section, tuple[Drawing, ...]]:
    """
    Write what changed since the previous diagnostic.

    Parameters
    ----------
    findings
        Of the region.
    code
        Of a bassin or of the region.

    Returns
    -------
    section, drawings
        The chapter; it has no picture.
    """
    blocs = (Texte(modele=FIRST),) if findings.previous is None else _blocs(findings, code)
    return Section(code="evolution", titre="Depuis la dernière fois", blocs=blocs), ()


def _blocs(findings: Findings, code: str) -> tuple[Bloc, ...]:
    comparison = compare_indicators(
        _of(findings, code, findings.previous_indicators), _of(findings, code, findings.indicators)
    )
    if not comparison["in_before"].any():
        return (*_since(findings), Texte(modele=_nothing_then(findings, code)))
    table = changes_table(
        comparison,
        {kind_of(findings, code).value: {code: name_of(findings, code)}},
        reseau_names=findings.reseau_names,
        shown=SHOWN,
    )
    return (*_since(findings), tally(comparison[is_lead(comparison)]), table)


def _nothing_then(findings: Findings, code: str) -> str:
    return f"Ce calcul ne dit rien sur {the_territory(findings, code)} : rien n’est comparé."


def _of(findings: Findings, code: str, table: pd.DataFrame) -> pd.DataFrame:
    here = table["territory_type"] == kind_of(findings, code).value
    return table[here & (table["territory_code"] == code)]


def _since(findings: Findings) -> tuple[Texte, ...]:
    """Say what these figures are compared with, and what else changed."""
    if findings.previous is None:
        return ()
    then = None if findings.previous_on is None else findings.previous_on.isoformat()
    words = "Ce diagnostic est comparé à celui du {precedent_au} (calcul {precedent})."
    if findings.previous_on == findings.on:
        words = (
            "Ce diagnostic est comparé au calcul précédent, fait pour le même jour : "
            "{precedent_au} ({precedent}). Il ne dit donc rien du temps qui passe."
        )
    first = Texte(
        modele=words,
        chiffres=(
            Chiffre(
                code="precedent_au",
                libelle="jour du diagnostic précédent",
                valeur=then,
                unite=Unite.DATE,
            ),
            named("precedent", "calcul précédent", findings.previous.run_id),
        ),
    )
    differing = list(what_differs(findings.previous, findings.run))
    if not differing:
        return (first,)
    return first, Texte(modele=NOT_ALONE.format(what=listed(differing)), ton="avertissement")


def tally(comparison: pd.DataFrame) -> Texte:
    """
    Count what is better and what is worse.

    Parameters
    ----------
    comparison
        Rows of `geo.diagnostics.evolutions.compare_indicators`.

    Returns
    -------
    paragraph
        Better, worse, neither, told then or now only, unchanged.
    """
    changed = comparison[has_changed(comparison)]
    both = changed[changed["change"].notna()]
    better = sum(one is True for one in both["is_better"])
    worse = sum(one is False for one in both["is_better"])
    figures = (
        counted("evolutions_mieux", "chiffres meilleurs", better),
        counted("evolutions_moins_bien", "chiffres moins bons", worse),
        counted("evolutions_neutres", "autres changements", len(both) - better - worse),
        counted("evolutions_inconnues", "connus une fois sur deux", len(changed) - len(both)),
        counted("evolutions_aucune", "chiffres inchangés", len(comparison) - len(changed)),
    )
    return Texte(
        modele="Chiffres à regarder d’abord (tous les réseaux, tout public, information) : "
        "{evolutions_mieux} en mieux pour les habitants, {evolutions_moins_bien} en moins bien, "
        "{evolutions_neutres} changés sans être ni l’un ni l’autre, {evolutions_aucune} inchangés, "
        "{evolutions_inconnues} connus une seule des deux fois.",
        chiffres=figures,
    )
