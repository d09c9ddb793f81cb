"""Partitions side by side, their parts and what their boundaries cost, on a terminal."""

import numpy as np
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.access.partition import FAR_S
from geo.access.street_run import percentage
from geo.cli.layout import table
from geo.cli.show import number
from geo.cli.show_times import UNIT, minutes, show_times
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.mission import LABELS as MISSIONS
from geo.domain.profil import LABELS as PROFILS
from geo.network.estimate import LABELS
from geo.pipeline.partition import PartitionAsked, PartitionsFound

TITLES = {
    "bassin": "Bassins d’emploi",
    "zone_emploi": "Zones d’emploi",
    "epci": "Intercommunalités (EPCI)",
    "ept": "Territoires du Grand Paris (EPT)",
    "departement": "Départements",
    "region": "Région",
}
"""What people read for the partitions that are known."""

SOURCES = {
    "bassin": "Bassins : France Travail, BMO 2024.",
    "zone_emploi": "Zones d’emploi : zonage INSEE de 2020 ; © Code Officiel Géographique (Insee) "
    "et package R COGugaison, licence ODbL.",
}
"""Whose a partition is, where it has a source of its own."""

UNKNOWN = "—"
CROSSINGS_SHOWN = 15

CONTAINED = (
    "Dans sa part : habitants dont le point utile le plus proche est dans la part du territoire "
    "où ils habitent. Une grande part contient plus qu’une petite, où que passent ses limites : "
    "la colonne « au hasard » est la moyenne de découpages tirés au hasard, de parts aussi "
    "nombreuses et aussi peuplées ; la suivante, combien d’entre eux font autant ou mieux."
)
ELSEWHERE = (
    f"Mieux ailleurs : gagneraient {minutes(FAR_S)} ou plus hors de leur part, ou n’y ont aucun "
    "point."
)
COUNTED = (
    "Les habitants sont comptés à un point par commune ou arrondissement. Un point est dans la "
    "commune où il se trouve, même s’il en déclare une autre ; un point dont la zone exclut une "
    "commune n’y est pas utile, un point de zone inconnue l’est."
)
DETAILS = "Les parts d’un découpage : deuxportes partition --partition NOM. Tout : --out FICHIER."


def show_partitions(found: PartitionsFound, asked: PartitionAsked) -> None:
    """Print the comparison; of a single partition, its parts and its costly boundaries too."""
    console = Console()
    console.print(_comparison(found, asked))
    if len(found.parts) == 1:
        (partition,) = found.parts
        console.print(_parts(found, partition))
        _show_crossings(console, found, partition)
    else:
        _say(console, DETAILS)
    for words in (CONTAINED, ELSEWHERE, COUNTED):
        _say(console, words)
    for words in _notes(found):
        _say(console, words)
    show_times([found.survey], found.manifest)


def question_in_french(asked: PartitionAsked) -> str:
    """
    Say which places are useful.

    Examples
    --------
    >>> from geo.network.estimate import Mode
    >>> question_in_french(PartitionAsked(mode=Mode.VOITURE))
    'tous les réseaux, en voiture'
    """
    how = LABELS[asked.mode].lower()
    if asked.profil is not None and asked.besoin is not None:
        return f"{PROFILS[asked.profil].lower()}, {MISSIONS[asked.besoin].lower()}, {how}"
    which = "tous les réseaux" if asked.reseau == ALL_RESEAUX else asked.reseau
    return f"{which}, {how}"


def _comparison(found: PartitionsFound, asked: PartitionAsked) -> Table:
    places = f"{number(found.useful_places)} points utiles"
    laid_out = table(
        f"Le point utile le plus proche est-il dans sa part ? {escape(question_in_french(asked))}"
        f" ({places})",
        ["découpage"],
        ["parts", "dans\nsa part", "au\nhasard", "font\nautant", "mieux\nailleurs"],
    )
    for name, row in found.comparison.iterrows():
        laid_out.add_row(
            escape(TITLES.get(str(name), str(name))),
            number(int(row["parts"])),
            _share(row["share"]),
            _share(row["random_share"]),
            _share(row["random_as_good"]),
            number(int(row["far_population"])),
        )
    return laid_out


def _parts(found: PartitionsFound, partition: str) -> Table:
    laid_out = table(
        "De la part qui contient le moins à celle qui contient le plus",
        ["part"],
        ["habitants", "points\nutiles", "dans\nsa part"],
    )
    rows = found.parts[partition].sort_values("share", kind="stable", na_position="first")
    for code, row in rows.iterrows():
        laid_out.add_row(
            escape(_name(found, partition, str(code))),
            number(int(row["population"])),
            number(int(row["places"])),
            _share(row["share"]),
        )
    return laid_out


def _show_crossings(console: Console, found: PartitionsFound, partition: str) -> None:
    rows = found.crossings[partition]
    if rows.empty:
        _say(console, "Personne n’est mieux servi de l’autre côté d’une limite.")
        return
    laid_out = table(
        "Communes mieux servies de l’autre côté d’une limite",
        ["commune", "de sa part à celle du point"],
        ["habitants", "dans\nsa part\n(min)", "ailleurs\n(min)"],
    )
    laid_out.columns[0].no_wrap = True  # names with hyphens would be broken anywhere
    for origin, row in rows.head(CROSSINGS_SHOWN).iterrows():
        own, other = (_name(found, partition, row[side]) for side in ("part", "place_part"))
        laid_out.add_row(
            escape(found.commune_names[str(origin)]),
            escape(f"{own} → {other or UNKNOWN}"),
            number(int(row["population"])),
            _minutes(row["inside_s"]),
            _minutes(row["elsewhere_s"]),
        )
    console.print(laid_out)
    left = len(rows) - CROSSINGS_SHOWN
    more = f"… et {number(left)} autres. " if left > 0 else ""
    _say(console, f"{more}Toutes, avec le point et le gain de chacune : --communes FICHIER.")


def _notes(found: PartitionsFound) -> list[str]:
    outside = found.comparison["outside_population"]
    notes = [
        f"{TITLES.get(str(name), str(name))} : {number(int(count))} habitants ne sont dans aucune "
        "part et ne sont pas comptés."
        for name, count in outside[outside > 0].items()
    ]
    notes += [
        f"{name} : communes du fichier qui ne sont pas dans le territoire chargé : {number(count)}."
        for name, count in found.strangers.items()
        if count
    ]
    notes += [f"{TITLES[name]} : la base n’en connaît pas ici." for name in found.absent]
    return notes + [SOURCES[name] for name in found.parts if name in SOURCES]


def _name(found: PartitionsFound, partition: str, code: str) -> str:
    return found.names.get(partition, {}).get(code, code)


def _share(value: float) -> str:
    return UNKNOWN if np.isnan(value) else percentage(value)


def _minutes(seconds: float) -> str:
    """Give minutes, whose unit the heading says."""
    return UNKNOWN if np.isinf(seconds) else minutes(seconds).removesuffix(UNIT)


def _say(console: Console, words: str) -> None:
    console.print(words, markup=False, highlight=False, soft_wrap=True)
