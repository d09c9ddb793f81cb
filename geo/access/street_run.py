"""What a run on a street network tells of it: read back from the run, in the words to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TRIAL = "réseau d’essai — ne pas publier"
"""Said wherever figures are shown that the licence of the streets keeps from publication."""


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
    modes
        By mode.
    """

    name: str
    source: str
    licence: str
    attribution: str
    publiable: bool
    modes: Mapping[str, StreetMode]


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
        modes={
            mode: _street_mode(profile["tranche"], findings[mode])
            for mode, profile in told["profils"].items()
        },
    )


def times_in_french(streets: StreetsUsed, mode: str) -> str:
    r"""
    Say where the times of a mode come from.

    Parameters
    ----------
    streets
        The network of the run.
    mode
        One of its modes.

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
    'temps par les rues, réseau « idf », trafic compté : × 1,5 (« pointe_soir »)'
    """
    traffic = traffic_in_french(streets.modes[mode])
    words = f"temps par les rues, réseau {_quoted(streets.name)}"
    return f"{words}, {traffic}" if traffic else words


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
    return f"trafic compté : × {factor} ({_quoted(used.traffic)})"


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
