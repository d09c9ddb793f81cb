"""
A toy city whose answers are on paper.

Streets are a grid with a slope: a block takes one minute to the north, the south and the east, two
to the west, so the way back is not the way there. Populations and capacities are powers of two: a
sum says who is in it.

::

    y (north)
    10  D
     5              P
     0  A  W  B     C  J
        0  2  4 …  10 12  x (east)          E at (30, 30)
"""

from itertools import count

import numpy as np
from hypothesis import strategies as st

from geo.access.survey import ModeTimes, People, Places, Survey
from geo.domain.competence import Competence
from geo.domain.mission import Mission
from geo.domain.profil import Profil

MINUTE = 60
EVERY = frozenset(Mission)
NO_DOOR = "crous"
LEFT, BOTTOM, DEGREES_A_BLOCK = 2.0, 48.0, 0.01


def minutes(start, end):
    """Minutes from one crossing to another, in closed form."""
    east, north = end[0] - start[0], end[1] - start[1]
    return max(east, 0) + 2 * max(-east, 0) + abs(north)


def times_s(starts, ends):
    """Seconds between all of both, shape ``(starts, ends)``."""
    told = [[MINUTE * minutes(start, end) for end in ends] for start in starts]
    return np.array(told, dtype=np.float32).reshape(len(starts), len(ends))


def at(crossings):
    """Longitude and latitude of crossings."""
    return np.array(crossings, dtype=np.float64).reshape(-1, 2) * DEGREES_A_BLOCK + (LEFT, BOTTOM)


def people(*towns):
    """Give people: each town is ``(id, crossing, commune, bassin)``, its residents 1, 2, 4…."""
    ids, crossings, communes, bassins = zip(*towns, strict=True) if towns else ((),) * 4
    return People(
        ids=ids,
        lon_lat=at(crossings),
        population=2 ** np.arange(len(towns), dtype=np.int64),
        codes=tuple((commune, commune[:2], "region-11") for commune in communes),
        partitions={"bassin": bassins, "region": ("11",) * len(towns)},
    )


def place(id_, crossing, reseau, *, publics=(), zone=None, missions=EVERY):
    """Describe a place; it says that it serves everyone, where it says nothing else."""
    return {
        "ids": id_,
        "crossing": crossing,
        "reseau": reseau,
        "publics": frozenset(publics or Profil),
        "zones": zone,
        "missions": frozenset(missions),
    }


def places(*described):
    """Give places of capacity 1, 2, 4…, whose hours are unknown."""
    texts = ("ids", "reseau", "publics", "missions", "zones")
    return Places(
        **{name: tuple(one[name] for one in described) for name in texts},
        lon_lat=at([one["crossing"] for one in described]),
        is_door=np.array([one["reseau"] != NO_DOOR for one in described], dtype=np.bool_),
        horaires=(None,) * len(described),
        reserves=((),) * len(described),
        capacity=2.0 ** np.arange(len(described)),
    )


def survey(towns, described, *, mode="voiture", estimated=False):
    """Measure a city by the grid."""
    starts = [town[1] for town in towns]
    ends = [one["crossing"] for one in described]
    return Survey(
        people=people(*towns),
        places=places(*described),
        times=ModeTimes(
            mode=mode,
            to_place_s=times_s(starts, ends),
            onward_s=times_s(ends, ends),
            is_estimate=np.full((len(starts), len(ends)), estimated),
            onward_is_estimate=np.full((len(ends), len(ends)), estimated),
        ),
    )


TOWNS = (
    ("A", (0, 0), "77001", "N"),
    ("B", (4, 0), "77002", "N"),
    ("C", (10, 0), "91003", "S"),
    ("D", (0, 10), "91004", "S"),
    ("E", (30, 30), "91005", ""),  # in no bassin
)
"""Residents: A 1, B 2, C 4, D 8, E 16."""

WELCOME = place("W", (2, 0), "france-services", missions=[Mission.ACCUEIL])
YOUTH = place("J", (12, 0), "mission-locale", publics=[Profil.JEUNE])
JOBS = place("P", (10, 5), "france-travail", publics=[Profil.DEMANDEUR_EMPLOI], zone=("91",))
PLACES = (WELCOME, YOUTH, JOBS)

COMPETENCES = (
    Competence(
        reseau="france-services", profil=Profil.TOUT_PUBLIC, mission=Mission.ACCUEIL, renvoie=True
    ),
    *(
        Competence(reseau=reseau, profil=profil, mission=mission, renvoie=mission == "accueil")
        for reseau, profil in (
            ("mission-locale", Profil.JEUNE),
            ("france-travail", Profil.DEMANDEUR_EMPLOI),
        )
        for mission in Mission
    ),
)
"""W welcomes everyone and sends on; J does everything for young people, P for jobseekers."""


def city(**fields):
    """Give the city above."""
    return survey(TOWNS, PLACES, **fields)


CROSSINGS = st.tuples(st.integers(0, 12), st.integers(0, 12))
COMMUNES = ("77001", "77002", "91003", "91004")
RESEAUX = ("france-services", "mission-locale", "france-travail", NO_DOOR)
PROFILS = (Profil.TOUT_PUBLIC, Profil.JEUNE, Profil.DEMANDEUR_EMPLOI, Profil.FEMME)


@st.composite
def towns(draw, *, at_most=5):
    """Draw towns for `survey`, perhaps none."""
    where = draw(st.lists(CROSSINGS, max_size=at_most))
    number = count()
    return [
        (
            f"o{next(number)}",
            crossing,
            draw(st.sampled_from(COMMUNES)),
            draw(st.sampled_from(("N", "S", ""))),
        )
        for crossing in where
    ]


@st.composite
def described(draw, *, at_most=6):
    """Draw places for `survey`, perhaps none; some of no door, some with a zone."""
    where = draw(st.lists(CROSSINGS, max_size=at_most))
    zones = st.none() | st.sampled_from([("77",), ("91003",), ("region-11",), ("france",), ("75",)])
    return [
        place(
            f"p{number}",
            crossing,
            draw(st.sampled_from(RESEAUX)),
            publics=draw(st.sets(st.sampled_from(PROFILS))),
            missions=draw(st.sets(st.sampled_from(list(Mission)), min_size=1)),
            zone=draw(zones),
        )
        for number, crossing in enumerate(where)
    ]
