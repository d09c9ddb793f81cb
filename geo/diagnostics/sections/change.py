"""« Depuis la dernière fois »: what went up or down since the previous diagnostic."""

from collections.abc import Iterator

import pandas as pd

from geo.diagnostics.circumstances import inputs_that_differ, not_judged, what_differs
from geo.diagnostics.drawing import Drawing
from geo.diagnostics.evolution_tables import changes_table
from geo.diagnostics.evolutions import compare_indicators, has_changed, is_lead
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.figures import counted, named, plural
from geo.diagnostics.sections.words import kind_of, listed, name_of, the_territory
from geo.domain.dossier import Bloc, Chiffre, Section, Texte
from geo.domain.run import Run
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
NOT_JUDGED = (
    " Ce qui repose là-dessus n’est dit ni mieux ni moins bien : un écart peut ne rien devoir au "
    "territoire."
)
INPUTS = "Données qui ne sont plus les mêmes : {donnees}."


LEAD = "Chiffres à regarder d’abord (tous les réseaux, tout public, information)"

WAYS = {
    "mieux": ("chiffres meilleurs", "en mieux pour les habitants"),
    "moins_bien": ("chiffres moins bons", "en moins bien"),
    "neutres": ("chiffres ni meilleurs ni moins bons", "changé(s), sans dire si c’est mieux"),
    "aucune": ("chiffres inchangés", "inchangé(s)"),
    "nouveaux": ("chiffres nouveaux", "demandé(s) pour la première fois"),
    "plus_demandes": ("chiffres qui ne sont plus demandés", "qu’on ne demande plus"),
    "connus": ("chiffres connus depuis", "qu’on ne connaissait pas"),
    "plus_connus": ("chiffres qui ne sont plus connus", "qu’on ne connaît plus"),
}
"""Ways in which figures may change: what they are called, and words after their number."""


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
    if findings.previous is None:
        return ()
    comparison = compare_indicators(
        _of(findings, code, findings.previous_indicators),
        _of(findings, code, findings.indicators),
        apart=not_judged(findings.previous, findings.run),
    )
    if not comparison["in_before"].any():
        return (*_since(findings, findings.previous), Texte(modele=_nothing_then(findings, code)))
    table = changes_table(
        comparison,
        {kind_of(findings, code).value: {code: name_of(findings, code)}},
        reseau_names=findings.reseau_names,
        shown=SHOWN,
    )
    return (*_since(findings, findings.previous), tally(comparison[is_lead(comparison)]), table)


def _nothing_then(findings: Findings, code: str) -> str:
    return f"Ce calcul ne dit rien sur {the_territory(findings, code)} : rien n’est comparé."


def _of(findings: Findings, code: str, table: pd.DataFrame) -> pd.DataFrame:
    here = table["territory_type"] == kind_of(findings, code).value
    return table[here & (table["territory_code"] == code)]


def _since(findings: Findings, previous: Run) -> tuple[Texte, ...]:
    """Say what else changed, then what these figures are compared with."""
    then = None if findings.previous_on is None else findings.previous_on.isoformat()
    words = "Ce diagnostic est comparé à celui du {precedent_au} (calcul {precedent})."
    if findings.previous_on == findings.on:
        words = (
            "Ce diagnostic est comparé au calcul précédent, fait pour le même jour : "
            "{precedent_au} ({precedent}). Il ne dit donc rien du temps qui passe."
        )
    compared = Texte(
        modele=words,
        chiffres=(
            Chiffre(
                code="precedent_au",
                libelle="jour du diagnostic précédent",
                valeur=then,
                unite=Unite.DATE,
            ),
            named("precedent", "calcul précédent", previous.run_id),
        ),
    )
    return (*beside(previous, findings.run), compared, *inputs(previous, findings.run))


def beside(before: Run, after: Run) -> Iterator[Texte]:
    """
    Warn of what changed beside the territory.

    Parameters
    ----------
    before, after
        Runs of diagnostics.

    Yields
    ------
    paragraph
        A caution; nothing where all that was the same.
    """
    differing = list(what_differs(before, after))
    if differing:
        judged = "" if not not_judged(before, after) else NOT_JUDGED
        yield Texte(modele=NOT_ALONE.format(what=listed(differing)) + judged, ton="avertissement")


def inputs(before: Run, after: Run) -> Iterator[Texte]:
    """
    Name the inputs that changed.

    Parameters
    ----------
    before, after
        Runs of diagnostics.

    Yields
    ------
    paragraph
        A note; nothing where they are the same.
    """
    told = inputs_that_differ(before, after)
    if told:
        words = named("donnees", "données différentes", listed(told))
        yield Texte(modele=INPUTS, chiffres=(words,), ton="note")


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
        Better, worse, not judged, unchanged, told or known then or now only: those there are.
    """
    counts = _ways(comparison)
    figures = tuple(
        counted(f"evolutions_{way}", WAYS[way][0], count) for way, count in counts.items() if count
    )
    told = [f"{{{one.code}}} {_agreed(WAYS[one.code.removeprefix('evolutions_')][1], one)}"
            for one in figures]  # fmt: skip
    words = listed(told) if told else "aucun"
    return Texte(modele=f"{LEAD} : {words}.", chiffres=figures)


def _agreed(words: str, count: Chiffre) -> str:
    return words.replace("(s)", plural(count))


def _ways(comparison: pd.DataFrame) -> dict[str, int]:
    changed = has_changed(comparison)
    moved = comparison[changed & comparison["change"].notna()]["is_better"]
    odd = comparison[changed & comparison["change"].isna()]
    better, worse = (sum(one is way for one in moved) for way in (True, False))
    new, gone = ~odd["in_before"], ~odd["in_after"]
    return {
        "mieux": better,
        "moins_bien": worse,
        "neutres": len(moved) - better - worse,
        "aucune": int((~changed).sum()),
        "nouveaux": int(new.sum()),
        "plus_demandes": int(gone.sum()),
        "connus": int((~new & odd["before"].isna()).sum()),
        "plus_connus": int((~gone & odd["after"].isna()).sum()),
    }
