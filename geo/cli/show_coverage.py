"""Coverage by need and by réseau, as people read it on a terminal."""

import math
from collections.abc import Iterator, Sequence

import pandas as pd
from rich.console import Console
from rich.table import Table

from geo.access.street_run import percentage
from geo.cli.show import number
from geo.cli.show_times import minutes, show_times
from geo.domain.couverture import ALL_RESEAUX, Forme
from geo.domain.mission import LABELS as MISSIONS
from geo.domain.mission import Mission
from geo.domain.profil import LABELS as PROFILS
from geo.domain.profil import Profil
from geo.domain.temps_reference import TempsReference
from geo.network.estimate import LABELS, Mode
from geo.pipeline.coverage import CoverageAsked, CoverageFound

PLACE, REMOTE, EITHER = "sur place", "à\ndistance", "l’un ou\nl’autre"
HELPED, NEAR = "sans aide", "hors de\nportée"
"""Headings; the last two of those left, by need and by réseau."""

UNKNOWN = "—"
"""Where nobody lives, or too few are on the network: there is no share."""

WORDS = (
    "Sur place : un lieu qui aide ce public est à portée. À distance : un service par téléphone, "
    "en ligne ou en visio l’aide. L’un ou l’autre : au moins l’un des deux, chacun compté une fois."
)
LIMITS = (
    "Tous les habitants sont comptés, comme si chacun était de ce public, depuis un point par "
    "commune ou arrondissement. Un lieu dont la zone est inconnue est compté : son rattachement "
    "est à vérifier."
)
ZONES = (
    "Un lieu dont la zone de compétence exclut un habitant ne compte pas pour lui ici, alors que "
    "« access run », « export couverture » et /v1/couverture par réseau ne regardent pas les "
    "zones : ici, moins d’habitants peuvent être à portée."
)
OTHERS = (
    "D’autres réseaux aident peut-être déjà ceux qui sont hors de portée de celui-ci : demandez "
    "avec --profil et --besoin."
)
NO_PLACE = (
    "{} : l’annuaire chargé n’a aucun lieu de ce réseau ; 0 % ne dit rien d’autre. Cela ne veut "
    "pas dire qu’il n’en existe pas."
)
MORE = "Par territoire : donnez un --profil et un --besoin."
MORE_RESEAU = "Par territoire : donnez un seul --reseau."
CROSSED = "Sur place ; entre parenthèses, sur place ou à distance où cela change."
TOO_FEW = "trop peu d’habitants sont sur le réseau pour en dire quelque chose."


def show_coverage(found: CoverageFound, asked: CoverageAsked) -> None:
    """
    Print shares of residents, and what they rest on.

    By territory for one question, the worst covered first; for several, those of the region.
    """
    console = Console()
    for survey in found.surveys:
        mode = survey.times.mode
        reference = found.references.get(mode)
        cutoffs_s = asked.cutoffs_s if reference is None else (reference.au_plus_s,)
        of_mode = found.table[found.table["mode"] == mode]
        rows = of_mode[of_mode["cutoff_s"].isin(cutoffs_s)]
        if not _by_place(rows).any():
            console.print(f"{LABELS[Mode(mode)]} : {TOO_FEW}", soft_wrap=True)
            continue
        for table in _tables(rows, found, asked, cutoffs_s):
            console.print(table)
        if reference is not None:
            said = reference_in_french(reference)
            console.print(said, markup=False, highlight=False, soft_wrap=True)
    for words in _words(found, asked):
        console.print(words, markup=False, highlight=False, soft_wrap=True)
    show_times(found.surveys, found.manifest)


def reseau_words(asked: Sequence[str]) -> Iterator[str]:
    """Say what access to some réseaux leaves out."""
    if any(code != ALL_RESEAUX for code in asked):
        yield OTHERS
    yield ZONES


def reference_in_french(reference: TempsReference) -> str:
    """Say who calls a time reasonable."""
    mode = LABELS[Mode(reference.mode)].lower()
    return f"Durée de référence {mode}, {minutes(reference.au_plus_s)} : {reference.source}."


def _words(found: CoverageFound, asked: CoverageAsked) -> Iterator[str]:
    if asked.reseaux:
        yield from [MORE_RESEAU] if len(asked.reseaux) > 1 else []
        for code in found.without_place:
            yield NO_PLACE.format(found.reseau_names[code])
        yield from reseau_words(asked.reseaux)
        return
    yield from [MORE] if len(asked.profiles) * len(asked.missions) > 1 else []
    yield WORDS
    yield LIMITS


def _tables(
    rows: pd.DataFrame, found: CoverageFound, asked: CoverageAsked, cutoffs_s: Sequence[int]
) -> Iterator[Table]:
    mode = LABELS[Mode(str(rows["mode"].iloc[0]))].lower()
    most = f"{minutes(cutoffs_s[0])} au plus" if len(cutoffs_s) == 1 else "sur place en … au plus"
    within = f"{mode}, {most}"
    if max(len(asked.reseaux), 1) * (1 if asked.reseaux else _needs(asked)) == 1:
        yield _by_territory(rows, found, f"{_question(found, asked)} : {within}", cutoffs_s)
        return
    regions = rows[rows["territory_type"] == "region"]
    for code, of_region in regions.groupby("territory_code", sort=False):
        residents = number(int(of_region["population"].iloc[0]))
        name = f"{found.names.get('region', {}).get(str(code), code)}, {residents} habitants"
        if asked.reseaux:
            labels = of_region["reseau"].map(found.reseau_names)
            yield _shares(of_region, labels, f"{name} : {within}", cutoffs_s)
        elif len(asked.missions) == 1:
            title = f"{name}, {MISSIONS[asked.missions[0]].lower()} : {within}"
            yield _shares(of_region, of_region["profile"].map(PROFILS), title, cutoffs_s)
        elif len(asked.profiles) == 1:
            title = f"{name}, {PROFILS[asked.profiles[0]].lower()} : {within}"
            yield _shares(of_region, of_region["mission"].map(MISSIONS), title, cutoffs_s)
        else:
            for cutoff_s in cutoffs_s:
                title = f"{name} : {mode}, {minutes(cutoff_s)} au plus"
                yield _summary(of_region[of_region["cutoff_s"] == cutoff_s], title)


def _needs(asked: CoverageAsked) -> int:
    return len(asked.profiles) * len(asked.missions)


def _question(found: CoverageFound, asked: CoverageAsked) -> str:
    if asked.reseaux:
        return found.reseau_names[asked.reseaux[0]]
    return f"{PROFILS[asked.profiles[0]]}, {MISSIONS[asked.missions[0]].lower()}"


def _by_territory(
    rows: pd.DataFrame, found: CoverageFound, title: str, cutoffs_s: Sequence[int]
) -> Table:
    """Put the worst covered first, and the region at the end."""
    keys = zip(rows["territory_type"], rows["territory_code"], strict=True)
    names = [found.names.get(kind, {}).get(code, code) for kind, code in keys]
    longest = rows.assign(name=names)[_by_place(rows) & (rows["cutoff_s"] == max(cutoffs_s))]
    worst = (longest["covered_population"] / longest["population"]).groupby(longest["name"]).min()
    order = rows.assign(
        name=names,
        whole=rows["territory_type"] == "region",
        share=pd.Series(names, index=rows.index).map(worst),
    ).sort_values(["whole", "share", "name"], kind="stable")
    table = _shares(order, order["name"], title, cutoffs_s, counted=True)
    table.caption = "Du territoire le moins bien couvert sur place au mieux couvert."
    table.caption_justify = "left"
    return table


def _shares(
    rows: pd.DataFrame,
    labels: "pd.Series[str]",
    title: str,
    cutoffs_s: Sequence[int],
    *,
    counted: bool = False,
) -> Table:
    """Give a line a label, and a column a form and threshold; residents if they are counted."""
    columns = _columns(rows, cutoffs_s)
    headings = [*(["habitants"] if counted else []), *columns.values()]
    left = HELPED if "form" in rows else NEAR
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in (*headings, left):
        table.add_column(heading, justify="right", no_wrap=True)
    for label, of_label in rows.groupby(labels.to_numpy(), sort=False):
        residents = int(of_label["population"].iloc[0])
        cells = _cells(of_label)
        helped = cells.get(next(reversed(columns)))
        table.add_row(
            str(label),
            *([number(residents)] if counted else []),
            *(_share(cells.get(column), residents) for column in columns),
            UNKNOWN if helped is None else number(residents - helped),
        )
    return table


def _columns(rows: pd.DataFrame, cutoffs_s: Sequence[int]) -> dict[tuple[Forme, int], str]:
    """Give the heading of each form and threshold: all of them at a place, else the longest."""
    if "form" not in rows:
        return {(Forme.PHYSIQUE, cutoff_s): minutes(cutoff_s) for cutoff_s in cutoffs_s}
    longest = max(cutoffs_s)
    if len(cutoffs_s) == 1:
        at_a_place, either = {(Forme.PHYSIQUE, longest): PLACE}, EITHER
    else:
        at_a_place = {(Forme.PHYSIQUE, cutoff_s): minutes(cutoff_s) for cutoff_s in cutoffs_s}
        either = f"{EITHER}\n{minutes(longest)}"
    return {
        **at_a_place,
        (Forme.A_DISTANCE, longest): REMOTE,
        (Forme.L_UN_OU_L_AUTRE, longest): either,
    }


def _summary(rows: pd.DataFrame, title: str) -> Table:
    """Cross publics with needs."""
    missions = rows["mission"].unique()
    table = Table(title=title, title_justify="left", caption=CROSSED, caption_justify="left")
    table.add_column("")
    for mission in missions:
        table.add_column(MISSIONS[Mission(mission)], justify="right")
    residents = int(rows["population"].iloc[0])
    for profile, of_profile in rows.groupby("profile", sort=False):
        by_mission = of_profile.groupby("mission", sort=False)
        cells = [_both(by_mission.get_group(mission), residents) for mission in missions]
        table.add_row(PROFILS[Profil(str(profile))], *cells)
    return table


def _both(rows: pd.DataFrame, residents: int) -> str:
    told = rows.set_index("form")["covered_population"].to_dict()
    physical, either = (told.get(form) for form in (Forme.PHYSIQUE, Forme.L_UN_OU_L_AUTRE))
    share = _share(physical, residents)
    return share if either == physical else f"{share}\n({_share(either, residents)})"


def _cells(rows: pd.DataFrame) -> dict[tuple[Forme, int], int]:
    """Give residents covered, by form and threshold."""
    forms = map(Forme, rows["form"]) if "form" in rows else [Forme.PHYSIQUE] * len(rows)
    keys = zip(forms, rows["cutoff_s"], strict=True)
    return dict(zip(keys, map(int, rows["covered_population"]), strict=True))


def _by_place(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Tell rows of help at a place."""
    if "form" not in rows:
        return pd.Series(data=True, index=rows.index)
    return rows["form"] == Forme.PHYSIQUE.value


def _share(covered: int | None, residents: int) -> str:
    if covered is None or not residents or math.isnan(covered):
        return UNKNOWN
    return percentage(covered / residents)
