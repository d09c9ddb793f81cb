"""From doors found to what is answered."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.answers import Element
from api.orientation.find import Door, LeftOut, Question
from api.orientation.prepared import Prepared
from api.orientation.words import (
    Told,
    say,
    say_access,
    say_left_out,
    say_need,
    say_opening,
    say_public,
    say_time,
    say_untimed,
)
from api.parameters import PARIS
from api.points_accueil.elements import to_element, to_near_element
from api.points_accueil.opening import opening
from api.services_a_distance.elements import service_element
from geo.access.neutral import neutral_rank
from geo.access.orientation import TIER
from geo.domain.horaires import Ouverture
from geo.domain.orientation import Raison
from geo.domain.profil import Profil
from geo.domain.rattachement import Rattachement
from geo.domain.service_distance import Canal, ServiceDistance, fits
from geo.network.estimate import Mode

LEFT_OUT_MEMBERS = (
    "id", "reseau", "nom", "code_commune", "telephone", "accessibilite_pmr", "lon", "lat",
    "distance_m", "duree_s", "estime", "publiable", "surface_inconnue", "rattachement", "ouvert",
    "prochain_changement", "prochain_etat",
)  # fmt: skip
"""What is said of a place that is left out: enough to look at it all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """
    What all places of an answer are told with.

    Attributes
    ----------
    prepared, asked, mode, now
        Places and rules, the question, how one travels, when it was asked.
    on_streets
        Whether a network of streets covers the person.
    columns, rows
        Of the places, by identifier, from the store.
    """

    prepared: Prepared
    asked: Question
    mode: Mode
    on_streets: bool
    now: datetime
    columns: Sequence[str]
    rows: Mapping[str, Sequence[Any]]

    def knows(self, door: Door) -> bool:
        """Tell whether the store still has the place."""
        return self.prepared.directory.ids[door.number] in self.rows

    def place(self, door: Door) -> Element:
        """Say what is known of a place as one would find it."""
        row = self.rows[self.prepared.directory.ids[door.number]]
        element = to_element(self.columns, row, instant=door.arrival, now=self.now)
        return to_near_element(element, door.way, self.mode, codes_here=self.asked.codes_here)


def to_doors(telling: Telling, doors: Sequence[Door]) -> list[Element]:
    """
    Say what is known of doors, and why they are given.

    Parameters
    ----------
    telling
        With the rows of these places.
    doors
        In order.

    Returns
    -------
    elements
        Members of a near place, and ``porte``, ``role``, ``arrivee``, ``raisons``.
    """
    elements = []
    for nth, door in enumerate(doors, start=1):
        element = telling.place(door)
        helps = nth == len(doors)
        element["porte"] = nth
        element["role"] = "repond_au_besoin" if helps else "premier_accueil"
        element["arrivee"] = door.arrival and door.arrival.astimezone(PARIS)
        element["raisons"] = list(_reasons(telling, door, element, helps=helps))
        elements.append(element)
    return elements


def _reasons(telling: Telling, door: Door, element: Element, *, helps: bool) -> Iterator[Element]:
    asked, told = telling.asked, _told(element, door.arrival)
    yield say_need(asked.mission) if helps else say(Raison.PREMIER_ACCUEIL, told)
    yield from _on_people(_matched(telling, door.number, helps=helps), told)
    if door.way.travel_time_s is None:
        yield say_untimed(on_streets=telling.on_streets)
    else:
        from_door = element["porte"] > 1
        yield say_time(door.way, telling.mode, budget_s=asked.budget_s, from_door=from_door)
    yield say_opening(told)
    serves = element["rattachement"] is Rattachement.OUI
    yield say(Raison.DESSERT_VOTRE_COMMUNE if serves else Raison.RATTACHEMENT_A_VERIFIER, told)
    if asked.pmr or asked.wheelchair:
        yield say_access(told, element["accessibilite_pmr"])
    if element["a_confirmer"]:
        yield say(Raison.A_CONFIRMER, told)


def _matched(telling: Telling, number: int, *, helps: bool) -> set[Profil]:
    """Give the publics of the person for whom the rules have the place as such a door."""
    places = telling.prepared.directory.places
    publics = {*telling.asked.profils, Profil.TOUT_PUBLIC}
    reseau, says = places.reseau[number], places.publics[number]
    return {
        line.profil
        for line in telling.prepared.rules.competences
        if line.reseau == reseau
        and line.profil in publics & says
        and (line.mission is telling.asked.mission if helps else line.renvoie)
    }


def _on_people(matched: Collection[Profil], told: Told) -> Iterator[Element]:
    if Profil.TOUT_PUBLIC in matched:
        yield say(Raison.TOUT_PUBLIC, told)
    own = {*matched} - {Profil.TOUT_PUBLIC}
    if own:
        yield say_public(own)


def _told(element: Element, arrival: datetime | None) -> Told:
    return Told(
        telephone=element["telephone"] is not None,
        arrival=arrival,
        opening=Ouverture(
            element["ouvert"], element["prochain_changement"], element["prochain_etat"]
        ),
    )


def to_left_out(telling: Telling, left_out: Iterable[LeftOut]) -> list[Element]:
    """
    Say which nearer places are no doors, and why.

    Parameters
    ----------
    telling
        With the rows of these places.
    left_out
        Nearest first.

    Returns
    -------
    elements
        `LEFT_OUT_MEMBERS`, ``motif``, ``texte``.
    """
    elements = []
    for door, motif in left_out:
        place = telling.place(door)
        told = _told(place, door.arrival)
        element = {name: place[name] for name in LEFT_OUT_MEMBERS}
        element["motif"] = motif
        anyone = not telling.asked.profils - {Profil.TOUT_PUBLIC}
        element["texte"] = say_left_out(motif, told, place["accessibilite_pmr"], anyone=anyone)
        elements.append(element)
    return elements


def to_remote(prepared: Prepared, asked: Question) -> list[Element]:
    """
    Give the remote services that fit.

    Parameters
    ----------
    prepared
        Whose rules list them.
    asked
        Who asks for what.

    Returns
    -------
    elements
        Those open when the person leaves first, then by the rank of the day.
    """
    fitting = [
        service
        for service in prepared.rules.services
        if fits(service, asked.profils, asked.mission, asked.codes_here)
    ]
    day = asked.departure.astimezone(PARIS).date()
    ranks = neutral_rank([one.id for one in fitting], draw=day.isoformat()).tolist()
    said = [opening(one.horaires, (), asked.departure) for one in fitting]
    rows = zip([TIER[one.ouvert] for one in said], ranks, fitting, said, strict=True)
    return [
        {**service_element(service, then), "raisons": _why_remote(service, then, asked)}
        for _, _, service, then in sorted(rows, key=lambda row: row[:2])
    ]


def _why_remote(service: ServiceDistance, then: Ouverture, asked: Question) -> list[Element]:
    told = Told(
        telephone=service.telephone is not None,
        arrival=asked.departure,
        opening=then,
        remote=True,
    )
    matched = {*asked.profils, Profil.TOUT_PUBLIC} & {*service.publics}
    raisons = [say_need(asked.mission), *_on_people(matched, told)]
    # a site that one reads has no hours
    return raisons if {*service.canaux} == {Canal.WEB} else [*raisons, say_opening(told)]
