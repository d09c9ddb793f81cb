"""Sites to open, as people read them on a terminal and in files."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.access.siting.result import SitingResult, Status
from geo.access.street_run import percentage
from geo.cli.show import number
from geo.cli.show_gaps import ONE_SPEED
from geo.cli.show_times import minutes, show_times
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.mission import LABELS as MISSIONS
from geo.domain.profil import LABELS as PROFILS
from geo.export.sites import whole_seconds
from geo.network.estimate import LABELS, Mode
from geo.pipeline.site_candidates import Ground, SitesAsked
from geo.pipeline.sites import OutreachFound, PartsFound

UNKNOWN = "—"

STATION = "gare"

COUNTED = (
    "Les habitants sont comptés à un point par commune ou arrondissement, et vont au lieu choisi "
    "le plus proche, même hors de leur part."
)
TIES = "À égalité exacte, l’ordre des candidats est tiré au sort, toujours le même."
DAY = (
    "Chaque habitant est compté une fois, au site choisi le plus proche, comme si chacun était de "
    "ce public. Un site est supposé répondre au besoin de tous ceux qui l’atteignent. Le choix est "
    "prouvé pour ces durées, qui ne sont pas certaines : « deuxportes gaps » dit quelles zones "
    "sont fermes ou fragiles ; un point d’accueil que l’annuaire n’a pas changerait le compte."
)


def show_parts(found: PartsFound, asked: SitesAsked) -> None:
    """Print the best site of each part, and what the rule costs."""
    console = Console()
    if found.plan.each.status in {Status.INFEASIBLE, Status.UNSOLVED}:
        _say(console, _no_plan(found.plan.each))
        return
    console.print(_parts(found, asked))
    doubt = _one_speed(asked, found.ground)
    for words in (*_price(found), *_missing(found), COUNTED, TIES, *doubt):
        _say(console, words)
    show_times([found.ground.survey], found.ground.manifest)


def show_outreach(found: OutreachFound, asked: SitesAsked) -> None:
    """Print where to go, and how many people that covers of those whom no place does."""
    console = Console()
    within = f"{minutes(found.cutoff_s)} {LABELS[asked.mode].lower()}"
    _say(
        console,
        f"{_question(asked)} : {number(found.out_of_reach)} habitants à plus de {within} ; "
        f"{number(found.coverable)} d’entre eux ont un site candidat à portée.",
    )
    if not found.coverable:
        _say(console, "Aucun site ne couvrirait quelqu’un de plus.")
    else:
        console.print(_day(found))
        _say(
            console,
            f"Ensemble : {number(int(found.result.objective))} habitants de plus à portée ; "
            f"{_proof(found.result, 'd’habitants de plus')}.",
        )
    if found.reference is not None:
        _say(console, f"Durée de référence : {found.reference.source}.")
    for words in (DAY, TIES, *_one_speed(asked, found.ground)):
        _say(console, words)
    show_times([found.ground.survey], found.ground.manifest)


def part_rows(found: PartsFound, asked: SitesAsked) -> pd.DataFrame:
    """
    Name the best site of each part as outside: a row a part.

    Parameters
    ----------
    found, asked
        What was found, and of what.

    Returns
    -------
    rows
        The part; the site (missing where there is no candidate); ``habitants`` of the part,
        ``habitants_desservis`` by the site, wherever they live; mean and longest time of the part,
        and the mean were sites free, in seconds rounded up; the proven gap of both plans;
        ``estime, publiable``.
    """
    table, plan = found.table, found.plan
    site = found.ground.candidates.reindex(table["candidate_id"]).reset_index(drop=True)
    return pd.DataFrame(
        {
            "type_territoire": asked.partition,
            "code_territoire": table["part"],
            "nom_territoire": table["part"].map(found.names),
            "site_id": table["candidate_id"],
            "site": site["name"],
            "site_type": site["kind"],
            "code_commune": site["commune"],
            "mode": asked.mode.value,
            "habitants": table["population"],
            "habitants_desservis": table["served"],
            "duree_moyenne_s": whole_seconds(table["mean_s"]),
            "duree_max_s": whole_seconds(table["longest_s"].replace(np.inf, np.nan)),
            "duree_moyenne_libre_s": whole_seconds(table["free_mean_s"]),
            "ecart_prouve": plan.each.gap,
            "ecart_prouve_libre": plan.free.gap,
            "estime": bool(found.ground.is_estimate.any()),
            "publiable": found.ground.survey.times.publiable,
            "lon": site["lon"],
            "lat": site["lat"],
        }
    )


def outreach_rows(found: OutreachFound, asked: SitesAsked) -> pd.DataFrame:
    """
    Name the sites of a day of outreach as outside: a row a site, the best first.

    Parameters
    ----------
    found, asked
        What was found, and of what.

    Returns
    -------
    rows
        ``rang``; the site; what was asked; ``habitants`` newly covered and their mean time in
        seconds, rounded up; the proven gap of them all; ``estime, publiable``.
    """
    table = found.table
    site = found.ground.candidates.loc[table["candidate_id"]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "rang": np.arange(1, len(table) + 1),
            "site_id": table["candidate_id"],
            "site": site["name"],
            "site_type": site["kind"],
            "code_commune": site["commune"],
            "reseau": None if asked.besoin else asked.reseau,
            "profil": None if asked.profil is None else asked.profil.value,
            "besoin": None if asked.besoin is None else asked.besoin.value,
            "mode": asked.mode.value,
            "au_plus_s": found.cutoff_s,
            "habitants": table["newly_covered"],
            "duree_moyenne_s": whole_seconds(table["mean_s"]),
            "ecart_prouve": found.result.gap,
            "estime": bool(found.ground.is_estimate.any()),
            "publiable": found.ground.survey.times.publiable,
            "lon": site["lon"],
            "lat": site["lat"],
        }
    )


def _parts(found: PartsFound, asked: SitesAsked) -> Table:
    among = ", ".join(asked.kinds)
    table = Table(
        title=f"Le meilleur lieu de chaque part ({among}, {LABELS[asked.mode].lower()})",
        title_justify="left",
    )
    for heading in ("part", "lieu"):
        table.add_column(heading, overflow="fold")
    for heading in ("habitants", "moyenne", "au plus"):
        table.add_column(heading, justify="right", no_wrap=True)
    for _, row in found.table.iterrows():
        table.add_row(
            escape(found.names.get(str(row["part"]), str(row["part"]))),
            _site(found.ground, row["candidate_id"]),
            number(int(row["population"])),
            _time(row["mean_s"]),
            _time(row["longest_s"]),
        )
    return table


def _day(found: OutreachFound) -> Table:
    table = Table(title="Où aller", title_justify="left")
    table.add_column("site", overflow="fold")
    for heading in ("habitants de plus", "trajet moyen"):
        table.add_column(heading, justify="right", no_wrap=True)
    for _, row in found.table.iterrows():
        told = (number(int(row["newly_covered"])), _time(row["mean_s"]))
        table.add_row(_site(found.ground, row["candidate_id"]), *told)
    return table


def _price(found: PartsFound) -> Iterator[str]:
    plan = found.plan
    people = int(found.table["reached_population"].sum())
    each, free = (_mean_of(result, people) for result in (plan.each, plan.free))
    least, most = plan.price
    share = (
        percentage(least)
        if math.isclose(least, most)
        else (f"de {percentage(least)} à {percentage(most)}")
    )
    yield (
        f"Trajet moyen : {minutes(each)} avec un lieu par part ; {minutes(free)} si "
        f"{number(len(plan.free.sites))} lieux ouvraient où ils servent le plus."
    )
    yield f"Prix de l’homogénéité : {minutes(each - free)} par habitant, {share} de trajet en plus."
    yield f"Un par part : {_proof(plan.each, 'de trajet en moins')}."
    yield f"Libres : {_proof(plan.free, 'de trajet en moins')}."


def _missing(found: PartsFound) -> Iterator[str]:
    without = found.table[found.table["candidate_id"].isna()]
    if len(without):
        names = ", ".join(found.names.get(str(part), str(part)) for part in without["part"])
        yield f"Sans candidat, donc sans lieu : {names}."
    nowhere = int((found.ground.candidates["part"] == "").sum())
    if nowhere:
        yield f"{number(nowhere)} candidats ne sont dans aucune part et ne sont pas retenus."
    population = found.ground.survey.people.population
    unreached = int(population[list(found.plan.each.unreachable)].sum())
    if unreached:
        yield f"{number(unreached)} habitants n’atteignent aucun candidat et ne sont pas comptés."


def _proof(result: SitingResult, more: str) -> str:
    if result.status is Status.OPTIMAL:
        return "choix le meilleur possible, prouvé"
    return f"un autre choix ferait au mieux {_fine(result.gap)} {more}"


def _fine(share: float) -> str:
    """Write a small share without rounding it to nothing."""
    return f"{100 * share:.2f}\N{NO-BREAK SPACE}%".replace(".", ",")


def _no_plan(result: SitingResult) -> str:
    if result.status is Status.UNSOLVED:
        return "Aucun choix n’a été trouvé dans la limite de calcul."
    return (
        "Aucun choix d’un lieu par part n’est à la portée de tous ceux qu’un candidat dessert : "
        "ajoutez des candidats avec --parmi."
    )


def _question(asked: SitesAsked) -> str:
    if asked.profil is not None and asked.besoin is not None:
        return f"{PROFILS[asked.profil]}, {MISSIONS[asked.besoin].lower()}"
    return "Toutes les portes" if asked.reseau == ALL_RESEAUX else asked.reseau


def _one_speed(asked: SitesAsked, ground: Ground) -> tuple[str, ...]:
    """Say what estimates by car are worth."""
    estimated = asked.mode is Mode.VOITURE and bool(ground.is_estimate.all())
    return (ONE_SPEED,) if estimated else ()


def _site(ground: Ground, candidate_id: object) -> str:
    """Give the name of a site, which says by itself that it is a town hall or a place."""
    if not isinstance(candidate_id, str):
        return UNKNOWN
    row = ground.candidates.loc[candidate_id]
    station = " (gare)" if row["kind"] == STATION else ""
    return escape(f"{row['name']}{station}")


def _mean_of(result: SitingResult, people: int) -> float:
    return result.objective / people if people else math.nan


def _time(seconds: float) -> str:
    return minutes(seconds) if math.isfinite(seconds) else UNKNOWN


def _say(console: Console, words: str) -> None:
    console.print(words, markup=False, highlight=False, soft_wrap=True)
