"""A slow reading of the rule of the orientation, on `tests.directory`, with times of its own."""

import math
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import product
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from geo.access.neutral import neutral_rank
from geo.access.survey import ModeTimes, People, Survey
from geo.domain.competence import Competence
from geo.domain.couverture import Resultat
from geo.domain.horaires import Ouvert, opening_at
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.rattachement import Rattachement, rattachement
from geo.network.estimate import ESTIMATED_MODES, travel_time_s
from tests import directory
from tests.api.streets import POINTS, straight_m

PARIS = ZoneInfo("Europe/Paris")
IDS = tuple(POINTS)
WORST = {Ouvert.OUI: 0, Ouvert.INCONNU: 1, Ouvert.SUR_RENDEZ_VOUS: 1, Ouvert.NON: 2}
RARE = tuple(
    Competence(reseau=reseau, profil=Profil(profil), mission=Mission(mission), renvoie=renvoie)
    for reseau, profil, mission, renvoie in (
        ("cio", "tout-public", "accueil", True),
        ("cite-des-metiers", "tout-public", "accueil", True),
        ("france-services", "tout-public", "accueil", True),
        ("mission-locale", "jeune", "accueil", True),
        ("mission-locale", "jeune", "conseil", False),
        ("information-jeunesse", "lyceen", "accueil", True),
        ("information-jeunesse", "lyceen", "information", False),
        ("france-travail", "tout-public", "accompagnement", False),
        ("cap-emploi", "personne-handicapee", "conseil", False),
        ("apec", "cadre", "conseil", False),
        ("cidff", "femme", "information", False),
    )
)
"""Who welcomes seldom helps, so that many push two doors."""

DOORS = {one.code for one in directory.reseaux() if one.membre != "non"}


@cache
def codes_of(lon, lat):
    """Give the codes that hold a position, from the squares on paper."""
    here = shapely.Point(lon, lat)
    held = [code for code, square in directory.squares().items() if square.covers(here)]
    return tuple({*held, *(code[:2] for code in held), *(["region-11"] if held else [])})


@dataclass(frozen=True)
class Person:
    """Who asks."""

    lon: float
    lat: float
    profils: frozenset
    mission: str
    budget_s: int
    pmr: bool = False

    def publics(self):
        return {*self.profils, "tout-public"}


def says(point, what):
    """Give what a place says: everything, where that is just what its réseau says."""
    rule = next(one for one in directory.reseaux() if one.code == point.reseau)
    own = set(getattr(point, what))
    return None if own == set(getattr(rule, what)) else own


def helps(person, point, table):
    lines = [line for line in table if line.mission == person.mission]
    return _suits(person, point, lines, person.mission)


def welcomes(person, point, table):
    return _suits(person, point, [line for line in table if line.renvoie], "accueil")


def _suits(person, point, lines, mission):
    publics, missions = says(point, "publics"), says(point, "missions")
    return (
        point.reseau in DOORS
        and any(line.reseau == point.reseau and line.profil in person.publics() for line in lines)
        and (publics is None or bool(publics & person.publics()))
        and (missions is None or mission in missions)
    )


def accessible(person, point, mode):
    if person.pmr:
        return point.accessibilite_pmr == "oui"
    return mode != "fauteuil" or point.accessibilite_pmr != "non"


def allowed(person, point, mode):
    zone = rattachement(point.zone_competence, codes_of(person.lon, person.lat))
    return zone is not Rattachement.NON and accessible(person, point, mode)


class Estimates:
    """Times where no network is."""

    def __init__(self, mode):
        self.mode = mode

    def to(self, lon, lat, point):
        if self.mode not in ESTIMATED_MODES:
            return math.inf
        return travel_time_s(straight_m(point.id, lon=lon, lat=lat), self.mode)

    def between(self, one, other):
        return self.to(one.lon, one.lat, other)


class AlongStreets(Estimates):
    """Times on a network of streets; estimates for places that it does not cover."""

    def __init__(self, engine):
        super().__init__(engine.mode)
        self.engine = engine
        self.outside = ~engine.holds(np.array([(p.lon, p.lat) for p in POINTS.values()]))

    def to(self, lon, lat, point):
        if self.outside[IDS.index(point.id)]:
            return super().to(lon, lat, point)
        ends = np.array([[point.lon, point.lat]])
        reached = self.engine.one_to_many(np.array([lon, lat]), ends, cutoff_s=604_800)
        return float(reached.travel_time_s[0])

    def between(self, one, other):
        if self.outside[IDS.index(one.id)]:
            return super().to(one.lon, one.lat, other)
        return self.to(one.lon, one.lat, other)


def between_all(times):
    """Give the times between all places, as `Survey` wants them."""
    onward = [[times.between(one, other) for other in POINTS.values()] for one in POINTS.values()]
    return np.array(onward, dtype=np.float64)


def survey(person, places, times, onward):
    """Lay one person out for `geo.access.doors`."""
    order = [IDS.index(id_) for id_ in places.ids]
    to_place = [[times.to(person.lon, person.lat, POINTS[id_]) for id_ in places.ids]]
    between = onward[np.ix_(order, order)].astype(np.float32)
    np.fill_diagonal(between, 0)
    people = People(
        ids=("moi",), lon_lat=np.array([(person.lon, person.lat)]), population=np.array([1]),
        codes=(codes_of(person.lon, person.lat),), partitions={},
    )  # fmt: skip
    return Survey(
        people=people,
        places=places,
        times=ModeTimes(
            mode=times.mode.value,
            to_place_s=np.array(to_place, dtype=np.float32),
            onward_s=between,
            is_estimate=np.ones((1, len(order)), dtype=bool),
            onward_is_estimate=np.ones((len(order), len(order)), dtype=bool),
        ),
    )


def ranks(departure):
    day = departure.astimezone(PARIS).date().isoformat()
    return dict(zip(IDS, neutral_rank(IDS, draw=day).tolist(), strict=True))


def tier(point, departure, after_s):
    arrival = departure + timedelta(seconds=after_s)
    said = opening_at(point.horaires, point.horaires_reserves, arrival).ouvert
    if said is Ouvert.INCONNU and "horaires_illisibles" not in point.horaires_reserves:
        # what is not known is closed all the same where the hours recorded say so
        recorded = opening_at(point.horaires, (), arrival).ouvert
        said = Ouvert.NON if recorded is Ouvert.NON else said
    return WORST[said]


def doors(person, table, known, departure):
    """Give the result and the identifiers of the doors, one place after the other."""
    times, onward = known
    away = {p.id: times.to(person.lon, person.lat, p) for p in POINTS.values()}
    may_be = {p.id for p in POINTS.values() if allowed(person, p, times.mode)}
    competent = [p for p in POINTS.values() if helps(person, p, table) and p.id in may_be]
    rank = ranks(departure)
    direct = [
        (tier(p, departure, math.ceil(away[p.id])), away[p.id], rank[p.id], (p.id,))
        for p in competent
        if away[p.id] <= person.budget_s
    ]
    if direct:
        return Resultat.UNE, min(direct)[-1]
    first = [
        p
        for p in POINTS.values()
        if welcomes(person, p, table) and p.id in may_be and away[p.id] <= person.budget_s
    ]
    through = []
    for one, other in product(first, competent):
        leg_s, second_s = away[one.id], onward[IDS.index(one.id), IDS.index(other.id)]
        if second_s <= person.budget_s:
            there_s = math.ceil(leg_s)
            sure = max(
                tier(one, departure, there_s),
                tier(other, departure, there_s + math.ceil(second_s)),
            )
            order = (sure, leg_s + second_s, rank[one.id], rank[other.id])
            through.append((*order, (one.id, other.id)))
    if through:
        return Resultat.DEUX, min(through)[-1]
    return _beyond(person, competent, away, rank)


def _beyond(person, competent, away, rank):
    if not competent:
        return Resultat.AUCUNE, ()
    far = [
        (away[p.id], straight_m(p.id, lon=person.lon, lat=person.lat), rank[p.id], p.id)
        for p in competent
    ]
    reached = [(time_s, rank_, id_) for time_s, _, rank_, id_ in far if time_s < math.inf]
    return Resultat.PLUS, ((min(reached) if reached else min(far))[-1],)
