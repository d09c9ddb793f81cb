"""Streets of a place by its name, asked of OpenStreetMap's servers through osmnx."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from geo.errors import SourceError
from geo.network.osm.pbf import ATTRIBUTION, LICENCE
from geo.network.osm.points import KEYS
from geo.network.osm.ways import NOT_THERE
from geo.network.profiles.keys import RELEVANT_KEYS, STREETS
from geo.network.raw import Source

NODE_TAGS = (*KEYS, "crossing", "direction", "traffic_signals:direction", *RELEVANT_KEYS)
TIMEOUT_S = 180
"""A town takes some seconds; beyond this the server will not answer."""

UNREACHABLE = (
    "les rues de « {place} » n’ont pas pu être téléchargées : les serveurs d’OpenStreetMap ne"
    " répondent pas ({why}). Vérifiez la connexion, réessayez plus tard, ou prenez un extrait :"
    " --osm FICHIER.osm.pbf"
)
REASONS = {
    "ConnectionError": "connexion impossible",
    "ConnectTimeout": "connexion trop lente",
    "ReadTimeout": "réponse trop lente",
    "ResponseStatusCodeError": "demande refusée",
}
"""What the commonest errors mean; others are named as they are."""

UNKNOWN = (
    "OpenStreetMap ne connaît pas de territoire « {place} », ou n’y a aucune rue ({why})."
    " Précisez-le : « Saint-Germain-en-Laye, France »"
)


def download_streets(place: str) -> Any:  # noqa: ANN401 - networkx has no types
    """
    Ask for every street of a place.

    Parameters
    ----------
    place
        As a person would write it: ``Saint-Germain-en-Laye, France``.

    Returns
    -------
    graph
        networkx ``MultiDiGraph`` of osmnx, for `geo.network.osm.graphml.from_osmnx`: not
        simplified, each way once in its own direction, with the tags that profiles look at.

    Raises
    ------
    SourceError
        If the servers cannot be reached, or know no such place, or no street there.

    Notes
    -----
    Contract: nothing is written; osmnx's settings are as they were afterwards.
    """
    import osmnx as ox  # noqa: PLC0415 - heavy, and only needed here
    from requests.exceptions import RequestException  # noqa: PLC0415 - comes with osmnx

    refused = (ox._errors.ResponseStatusCodeError, RequestException, OSError)  # noqa: SLF001 - not exported
    try:
        with _settings(ox.settings):
            return ox.graph_from_place(
                place, simplify=False, retain_all=True, custom_filter=street_filters()
            )
    except refused as error:
        kind = type(error).__name__
        why = REASONS.get(kind, kind)
        raise SourceError(UNREACHABLE.format(place=place, why=why)) from error
    except (TypeError, ValueError) as error:
        raise SourceError(UNKNOWN.format(place=place, why=error)) from error


def street_filters() -> list[str]:
    """
    Say which ways are wanted, as Overpass understands it.

    Returns
    -------
    filters
        One for each key of `geo.network.profiles.keys.STREETS`: together the ways that the
        reader of extracts keeps.
    """
    gone = f'["highway"!~"^({"|".join(sorted(NOT_THERE))})$"]'
    return [
        f'["{key}"]{gone}' if values is None else f'["{key}"~"^({"|".join(sorted(values))})$"]'
        for key, values in STREETS.items()
    ]


def place_source(place: str, graph: Any) -> Source:  # noqa: ANN401 - networkx has no types
    """
    Say where a downloaded graph comes from.

    Parameters
    ----------
    place
        As asked for.
    graph
        From `download_streets`.

    Returns
    -------
    source
        Its digest is that of nodes, edges and tags, whatever their order.
    """
    lines = [f"{node} {sorted(tags.items())}" for node, tags in graph.nodes(data=True)]
    lines += [f"{u} {v} {sorted(tags.items())}" for u, v, tags in graph.edges(data=True)]
    digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
    return Source(
        kind="place",
        name=place,
        sha256=digest,
        licence=LICENCE,
        attribution=ATTRIBUTION,
        publiable=True,
    )


@contextmanager
def _settings(settings: Any) -> Iterator[None]:  # noqa: ANN401 - a module
    wanted = {
        "all_oneway": True,  # each way once, with the tags it has
        "useful_tags_way": sorted(RELEVANT_KEYS),
        "useful_tags_node": sorted(set(NODE_TAGS)),
        "use_cache": False,  # it would be written where the command is run
        "requests_timeout": TIMEOUT_S,
        "doh_url_template": None,  # names are asked of this machine's resolver only
    }
    before = {name: getattr(settings, name) for name in wanted}
    try:
        for name, value in wanted.items():
            setattr(settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)
