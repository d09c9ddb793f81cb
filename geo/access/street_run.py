"""What a run on a street network tells of it: read back from the run, in the words to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

TRIAL = "réseau d’essai — ne pas publier"
"""Said wherever figures are shown that the licence of the streets keeps from publication."""

MAIN_ROADS = "routes principales seulement, ni feux ni rues de quartier : temps trop courts"
"""Said wherever times are shown that were found on a list of roads, not on a map of streets."""

EDGES = "edges"
"""Kind of a source that lists roads: no signals, few local streets (`geo.network.edges`)."""

MOSTLY = 0.5
"""Share of residents on a network from which times are called those of its streets."""

TRAFFIC = MappingProxyType(
    {
        "pointe_matin": "pointe du matin",
        "pointe_soir": "pointe du soir",
        "journee": "journée, hors pointes",
        "week_end": "fin de semaine",
        "fluide": "sans trafic",
    }
)
"""What people read for the codes of traffic; another code is shown as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetMode:
    """
    One mode of a run on a network.

    Attributes
    ----------
    traffic
        Code of the traffic counted; None where it does not matter to the mode.
    traffic_factor
        What time without traffic is multiplied by; at least 1.
    along_streets
        Residents who start from where they live along the streets.
    at_one_point
        Residents who start from the one point of their commune.
    off_network
        Those of the latter whose point is off the network.
    cut_communes
        How many communes the network covers in part.
    places_off_network
        Places off the network.
    """

    traffic: str | None
    traffic_factor: float
    along_streets: int
    at_one_point: int
    off_network: int
    cut_communes: int
    places_off_network: int

    @property
    def share(self) -> float:
        """Share of residents on the network; 0 where nobody lives."""
        residents = self.along_streets + self.at_one_point
        return (residents - self.off_network) / residents if residents else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetsUsed:
    """
    The network of a run.

    Attributes
    ----------
    name
        As it was built.
    source, licence, attribution
        Of its streets.
    publiable
        Whether figures computed on it may be published.
    main_roads
        Whether it is a list of roads, on which times are too short.
    modes
        By mode; other modes of the run are estimates.
    """

    name: str
    source: str
    licence: str
    attribution: str
    publiable: bool
    main_roads: bool
    modes: Mapping[str, StreetMode]

    @property
    def share(self) -> float:
        """Share of residents on the network, in the mode that has the fewest there."""
        return min((used.share for used in self.modes.values()), default=0.0)


def streets_used(parameters: Mapping[str, Any], findings: Mapping[str, Any]) -> StreetsUsed | None:
    """
    Read what a run says of its network.

    Parameters
    ----------
    parameters
        ``parametres`` of the run.
    findings
        ``constats`` of the run.

    Returns
    -------
    streets
        None where its times are estimates.
    """
    told = parameters.get("reseau_rues")
    if told is None:
        return None
    return StreetsUsed(
        name=told["nom"],
        source=told["source"],
        licence=told["licence"],
        attribution=told["attribution"],
        publiable=told["publiable"],
        main_roads=told.get("origine") == EDGES,
        modes={
            mode: _street_mode(profile["tranche"], findings[mode])
            for mode, profile in told["profils"].items()
        },
    )


def times_in_french(streets: StreetsUsed, mode: str, *, estimated: bool = True) -> str:
    r"""
    Say where the times of a mode come from.

    Parameters
    ----------
    streets
        The network of the run.
    mode
        One of its modes.
    estimated
        Whether an estimate stands in off the network; False: there is no time at all.

    Returns
    -------
    words
        For a legend.

    Examples
    --------
    >>> rush = {"code": "pointe_soir", "facteur": 1.5}
    >>> told = {"nom": "idf", "source": "idf.osm.pbf", "licence": "ODbL 1.0", "attribution": "OSM",
    ...         "publiable": True, "profils": {"voiture": {"tranche": rush}}}
    >>> found = {"habitants_le_long_des_rues": 9, "habitants_a_un_point": 0, "communes": {
    ...          "en_partie_couverte": 0}, "habitants_hors_reseau": 0, "points_hors_reseau": 0}
    >>> idf = streets_used({"reseau_rues": told}, {"voiture": found})
    >>> times_in_french(idf, "voiture").replace("\N{NO-BREAK SPACE}", " ")
    'temps par les rues, réseau « idf », trafic compté : × 1,5 (pointe du soir)'
    """
    used = streets.modes[mode]
    words = (_by_streets(streets, used.share, estimated), traffic_in_french(used))
    return ", ".join((*filter(None, words), *([MAIN_ROADS] if streets.main_roads else [])))


def network_in_french(streets: StreetsUsed) -> str:
    r"""
    Say first what a run on a network is worth: how many residents are on it.

    Parameters
    ----------
    streets
        The network of the run.

    Returns
    -------
    words
        For a title: times are called those of the streets where `MOSTLY` of the residents or
        more are on them.

    Examples
    --------
    >>> few = StreetMode(traffic=None, traffic_factor=1.0, along_streets=0, at_one_point=1000,
    ...                  off_network=996, cut_communes=0, places_off_network=0)
    >>> ville = StreetsUsed(name="ville", source="", licence="", attribution="", publiable=True,
    ...                     main_roads=False, modes={"marche": few})
    >>> print(network_in_french(ville).replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " "))
    0,4 % des habitants sont sur le réseau : temps estimés, sauf sur le réseau « ville »
    """
    times = _by_streets(streets, streets.share, estimated=True)
    return f"{percentage(streets.share)} des habitants sont sur le réseau : {times}"


def _by_streets(streets: StreetsUsed, share: float, estimated: bool) -> str:  # noqa: FBT001 - told by both
    name = _quoted(streets.name)
    if share >= MOSTLY:
        return f"temps par les rues, réseau {name}"
    return f"{'temps estimés' if estimated else 'aucun temps'}, sauf sur le réseau {name}"


def percentage(share: float) -> str:
    """
    Write a share as French readers expect it; what is not all is never shown as 100 %.

    Examples
    --------
    >>> percentage(0.554), percentage(0.99996), percentage(0.0001)
    ('55,4\u202f%', '99,9\u202f%', '0,1\u202f%')
    """
    shown = share if share in {0, 1} else min(max(share, 0.001), 0.999)
    return f"{shown:.1%}".replace(".", ",").replace("%", "\u202f%")


def traffic_in_french(used: StreetMode) -> str:
    """
    Say which traffic a mode was timed with.

    Parameters
    ----------
    used
        One mode of a run.

    Returns
    -------
    words
        Empty where traffic does not matter to it.
    """
    if used.traffic is None:
        return ""
    factor = f"{used.traffic_factor:g}".replace(".", ",")
    return f"trafic compté : × {factor} ({TRAFFIC.get(used.traffic, used.traffic)})"


def _quoted(name: str) -> str:
    """Keep the quotes on the line of the name."""
    return f"«\N{NO-BREAK SPACE}{name}\N{NO-BREAK SPACE}»"


def _street_mode(traffic: Mapping[str, Any] | None, told: Mapping[str, Any]) -> StreetMode:
    return StreetMode(
        traffic=None if traffic is None else traffic["code"],
        traffic_factor=1.0 if traffic is None else traffic["facteur"],
        along_streets=told["habitants_le_long_des_rues"],
        at_one_point=told["habitants_a_un_point"],
        off_network=told["habitants_hors_reseau"],
        cut_communes=told["communes"]["en_partie_couverte"],
        places_off_network=told["points_hors_reseau"],
    )
