"""A measure of access, and how unequal it is, as people read it on a terminal."""

import math
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.access.measures import OWN_DECAY, Inequality, shape_of
from geo.access.street_run import percentage
from geo.cli.layout import table
from geo.cli.show import number
from geo.cli.show_times import UNIT, minutes, show_times
from geo.domain.mesure import Measure, Shape
from geo.domain.mission import LABELS as MISSIONS
from geo.domain.profil import LABELS as PROFILS
from geo.domain.profil import Profil
from geo.network.estimate import LABELS
from geo.pipeline.measure import HEADS, PER_HEAD, MeasureAsked, MeasureFound

UNKNOWN = "—"
"""Where there is nobody, nothing is reached, or nothing is known."""

TITLES: Mapping[Measure, str] = {
    Measure.NEAREST: "Durée jusqu’au lieu le plus proche",
    Measure.CUMULATIVE: "Lieux à portée",
    Measure.GRAVITY: "Lieux à portée, moins comptés s’ils sont loin (potentiel)",
    Measure.TWO_STEP: "Lieux partagés entre ceux qui les atteignent (2SFCA)",
    Measure.ENHANCED: "Lieux partagés entre ceux qui les atteignent, selon la durée (E2SFCA)",
    Measure.THREE_STEP: "Lieux partagés entre ceux qui les préfèrent (3SFCA)",
    Measure.BALANCED: "Niveaux de service répartis sans double compte (BFCA)",
    Measure.APL: "Accessibilité potentielle localisée (APL)",
}
SHAPES: Mapping[Shape, str] = {
    Shape.STEP: "tous les lieux comptent autant",
    Shape.STEPS: "par tiers de durée, un lieu compte 1, puis 0,68, puis 0,22 (Luo et Qi, 2009)",
    Shape.LINEAR: "un lieu compte de moins en moins, en proportion de la durée",
    Shape.EXPONENTIAL: "un lieu compte de moins en moins, 0,01 à la durée donnée",
    Shape.GAUSSIAN: "un lieu compte selon une gaussienne, 0 à la durée donnée (Dai, 2010)",
    Shape.LOGISTIC: "un lieu compte moitié à la moitié de la durée (Bauer et Groneberg, 2016)",
}
APL_WORDS = (
    "APL : poids de 2012 pour les médecins généralistes, 1 jusqu’à 5 minutes, 0,3 jusqu’à 10, 0,1 "
    "jusqu’à 15 (Barlet et al., DREES, 2012). La demande devrait être pondérée par âge selon le "
    "recours au service ; aucune source ne le permet ici. Ne la comparez pas à l’APL des médecins."
)
BALANCED_WORDS = (
    "BFCA : chaque commune reçoit sa part du niveau de service des lieux, peuplée ou non ; ne la "
    "multipliez pas par la population. D’où l’absence de moyenne : elle le ferait."
)
SUPPLY_WORDS = "Offre : un par lieu, aucune source ne dit combien de conseillers y travaillent."
COUNTED = (
    "Chaque commune ou arrondissement compte pour ses habitants, à un point. Un lieu dont la zone "
    "exclut une commune n’y compte pas ; un lieu de zone inconnue compte, son rattachement est à "
    "vérifier."
)
DECILES = (
    "Un dixième des personnes a au plus le 1er décile, un dixième au moins le 9e. Gini : 0 si tous "
    "ont autant, 1 si un seul a tout. Theil : 0 si tous ont autant ; il se partage entre ce qui "
    "sépare les territoires et ce qui les traverse."
)
NO_DOOR = (
    "ce réseau n’est pas du service public de l’orientation. Ses lieux comptent ici parce que vous "
    "les demandez ; ailleurs, ils ne sont jamais une porte."
)
FINITE = "La moyenne, Gini et Theil ne comptent que ceux qui atteignent un lieu."
TOO_FEW = "trop peu d’habitants sont sur le réseau pour en dire quelque chose."


def show_measure(found: MeasureFound, asked: MeasureAsked) -> None:
    """Print the summary by territory, the worst served first, and what it rests on."""
    console = Console()
    console.print(_table(found, asked))
    for words in _inequality(found.inequality, asked.partition):
        _say(console, words)
    for words in _notes(found, asked):
        _say(console, words)
    show_times([found.survey], found.manifest)


def question_in_french(found: MeasureFound, asked: MeasureAsked) -> str:
    """
    Say which places count, for whom, how far.

    Parameters
    ----------
    found, asked
        What was measured, of what.

    Returns
    -------
    words
        For a title.
    """
    how = LABELS[asked.mode].lower()
    if asked.profil is not None and asked.besoin is not None:
        who = f"{PROFILS[asked.profil].lower()}, {MISSIONS[asked.besoin].lower()}"
    else:
        who = found.reseau_name or asked.reseau
    cutoff_s = math.inf if found.decay is None else found.decay.cutoff_s
    within = "" if math.isinf(cutoff_s) else f", {minutes(cutoff_s)} au plus"
    many = "x" if found.places > 1 else ""
    return f"{who}, {how}{within} ({number(found.places)} lieu{many})"


def figure(value: float) -> str:
    r"""
    Write a measure with three figures that mean something.

    Examples
    --------
    >>> figure(3.14159), figure(0.0271828), figure(1234.5), figure(0), figure(float("nan"))
    ('3,14', '0,0272', '1\u202f234', '0', '—')
    """
    if math.isnan(value):
        return UNKNOWN
    if value == 0:
        return "0"
    decimals = max(2 - math.floor(math.log10(value)), 0)
    return f"{value:,.{decimals}f}".replace(",", "\u202f").replace(".", ",")


def _table(found: MeasureFound, asked: MeasureAsked) -> Table:
    unit = f", pour {number(HEADS)} personnes" if asked.measure in PER_HEAD else ""
    in_minutes = "\n(min)" if asked.measure is Measure.NEAREST else ""
    spread = [f"{heading}{in_minutes}" for heading in ("1er\ndécile", "médiane", "9e\ndécile")]
    laid_out = table(
        f"{TITLES[asked.measure]}{unit} : {escape(question_in_french(found, asked))}",
        [""],
        ["personnes", "sans\naccès", *spread, "Gini"],
        caption="Du territoire le moins bien servi au mieux servi, selon la médiane. Le reste du "
        "résumé : --resume FICHIER.",
    )
    for partition, summary in _ordered(found, asked):
        laid_out.add_section()
        for code, row in summary.iterrows():
            name = found.names.get(partition, {}).get(str(code), str(code))
            laid_out.add_row(escape(name), *_cells(row, asked.measure))
    return laid_out


def _ordered(found: MeasureFound, asked: MeasureAsked) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give the territories asked, the worst served first, then the region."""
    farther_is_worse = asked.measure is Measure.NEAREST
    for partition, summary in found.summaries.items():
        yield (
            partition,
            summary.sort_values(
                ["median", "average"], ascending=not farther_is_worse, kind="stable"
            ),
        )


def _cells(row: "pd.Series[float]", measure: Measure) -> Iterator[str]:
    tell = _minutes if measure is Measure.NEAREST else figure
    yield number(round(row["demand"]))
    yield UNKNOWN if math.isnan(row["without"]) else percentage(row["without"] / row["known"])
    for name in ("low", "median", "high"):
        yield tell(row[name])
    yield UNKNOWN if math.isnan(row["gini"]) else _decimal(row["gini"])


def _inequality(found: Inequality, partition: str) -> Iterator[str]:
    if math.isnan(found.gini):
        return
    share = found.between / found.theil if found.theil else 0.0
    yield (
        f"Inégalité entre toutes les personnes : Gini {_decimal(found.gini)}, Theil "
        f"{_decimal(found.theil)}, dont {percentage(share)} entre territoires ({partition})."
    )
    yield DECILES


def _notes(found: MeasureFound, asked: MeasureAsked) -> Iterator[str]:
    if asked.measure not in OWN_DECAY:
        yield f"Décroissance : {SHAPES[shape_of(asked.measure, asked.shape)]}."
    if asked.measure is Measure.APL:
        yield APL_WORDS
    if asked.measure is Measure.BALANCED:
        yield BALANCED_WORDS
    if asked.measure is Measure.NEAREST:
        yield FINITE
    else:
        yield SUPPLY_WORDS
    yield _demand(found, asked)
    if not found.is_door:
        yield f"{found.reseau_name} : {NO_DOOR}"
    yield COUNTED
    if found.reference is not None:
        yield (
            f"Durée de référence {LABELS[asked.mode].lower()}, "
            f"{minutes(found.reference.au_plus_s)} : {found.reference.source}."
        )
    unknown = float(found.demand.people[np.isnan(found.values)].sum())
    if unknown:
        yield f"{number(round(unknown))} personnes hors du réseau ne sont pas mesurées."


def _demand(found: MeasureFound, asked: MeasureAsked) -> str:
    """Say who was counted as demand."""
    public, wanted = found.demand.public, asked.profil or Profil.TOUT_PUBLIC
    if public is not wanted and found.demand.known:
        return (
            f"Demande : tous les habitants. Ce public ({PROFILS[wanted].lower()}) est compté dans "
            f"{_known(found.demand.known, len(found.demand.people))}."
        )
    if public is not wanted:
        return (
            f"Demande : tous les habitants, car personne n’a compté ce public ici "
            f"({PROFILS[wanted].lower()})."
        )
    if public is Profil.TOUT_PUBLIC:
        return "Demande : tous les habitants."
    spread = ", répartie selon la population : estimée" if found.demand.is_estimate.any() else ""
    return f"Demande : {PROFILS[public].lower()}{spread}."


def _known(some: int, every: int) -> str:
    """Say how far a public is counted, and what becomes of that."""
    where = "commune ou arrondissement" if some == 1 else "communes ou arrondissements"
    what = "ce compte ne sert pas ici" if some == 1 else "ces comptes ne servent pas ici"
    return f"{number(some)} {where} sur {number(every)} seulement : {what}"


def _minutes(seconds: float) -> str:
    """Give minutes, whose unit the heading says."""
    return UNKNOWN if not math.isfinite(seconds) else minutes(seconds).removesuffix(UNIT)


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _say(console: Console, words: str) -> None:
    console.print(words, markup=False, highlight=False, soft_wrap=True)
