"""From streets as read and a profile to the graph of one mode."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import SourceError
from geo.network.build.assemble import Parts, assemble
from geo.network.build.barriers import split_barriers
from geo.network.build.components import (
    connected_edges,
    count_parts,
    main_nodes,
    usable_edges,
)
from geo.network.build.destination import expand_destinations, reserve
from geo.network.build.edges import Edges, Ends, along, build_edges, distinct, select
from geo.network.build.turns import Turned, restrict_turns
from geo.network.build.usage import Usage, ask_usage
from geo.network.graph import INHABITED, NO_STOP, UNKNOWN_SURFACE, Graph
from geo.network.manifest import ProfileManifest
from geo.network.profiles.profile import Constants, Profile
from geo.network.raw import RawStreets

M_PER_KM = 1000.0

LEAST_KEPT = 0.5
"""Least part, by length, of passable streets that must hang together; real towns: 0.73 to 1."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]


class NoStreetError(SourceError):
    """A mode has no street there where one can go and come back."""


class ScatteredError(SourceError):
    """Most streets of a mode lie apart from each other: the source must be truncated or wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """
    The graph of one mode, and what was left out of it.

    Attributes
    ----------
    graph
        To be searched.
    manifest
        What it says of itself.
    dropped
        Passable segments outside the part kept, as positions among those read.
    """

    graph: Graph
    manifest: ProfileManifest
    dropped: NDArray[np.int32]


def build_graph(streets: RawStreets, profile: Profile) -> tuple[Graph, ProfileManifest]:
    """
    Build the graph of one mode.

    Parameters
    ----------
    streets
        As any reader gives them.
    profile
        Of the mode.

    Returns
    -------
    graph, manifest
        To be searched, and what it says of itself.

    Raises
    ------
    NoStreetError
        If the mode may use no street, or none where one can go and come back.
    ScatteredError
        If less than `LEAST_KEPT` of its streets hang together.

    Notes
    -----
    Contract: pure; the same streets and profile give the same bytes. See `build`.
    """
    built = build(streets, ask_usage(profile, streets.tag_sets), profile.constants)
    return built.graph, built.manifest


def build(
    streets: RawStreets, usage: Usage, constants: Constants, *, least_kept: float = LEAST_KEPT
) -> Built:
    """
    Build the graph of one mode from what its profile said of the streets.

    Parameters
    ----------
    streets
        As any reader gives them.
    usage
        In the order of ``streets.tag_sets``.
    constants
        Kept in the manifest.
    least_kept
        Least part of the passable streets, by length, that must be kept; inclusive.

    Returns
    -------
    built
        The graph, and what was left out.

    Raises
    ------
    NoStreetError
        If the mode may use no street, or none where one can go and come back.
    ScatteredError
        If less is kept.

    Notes
    -----
    Contract: pure. One can get to each segment kept from the main part and from each to the main
    part: the largest where one can go from everywhere to everywhere by streets open to all
    traffic. Edges are expanded such that a plain shortest path honours blocked barriers, streets
    for destinations only, and turn restrictions.
    """
    ends = split_barriers(streets, usage.blocked)
    edges = build_edges(streets, usage, ends)
    passable = distinct(along(edges), len(streets.segment_tail))
    main = main_nodes(edges, streets.segment_length_m)
    edges = reserve(select(edges, connected_edges(edges, main)), main)
    edges = expand_destinations(edges, main)
    turned = _turn(edges, streets, usage)
    if not len(turned.edges.tail):
        raise NoStreetError(
            f"aucune rue où l’on puisse aller et revenir avec le profil « {constants.mode} »."
        )
    dropped = passable[~np.isin(passable, along(turned.edges), kind="table")]
    _check_kept(streets, ends, passable, dropped, (constants.mode, least_kept))
    graph = assemble(_to_parts(streets, usage, ends, turned.edges))
    unknown = (graph.segment_flags & UNKNOWN_SURFACE) > 0
    manifest = ProfileManifest(
        constants=constants,
        bucket_ms=bucket_ms(graph.out_edges[:, 1]),
        nodes=len(graph.node_id),
        edges=len(graph.out_edges),
        segments=len(graph.segment_length_m),
        length_km=_km(graph.segment_length_m),
        dropped_km=_km(streets.segment_length_m[dropped]),
        dropped_parts=count_parts(ends, dropped),
        unknown_surface_km=_km(graph.segment_length_m[unknown]),
        restrictions=turned.honoured,
        restrictions_ignored=turned.ignored,
    )
    return Built(graph=graph, manifest=manifest, dropped=dropped)


def bucket_ms(time_ms: Ints) -> int:
    """
    Choose the width of the queue's buckets.

    Parameters
    ----------
    time_ms
        Of the edges; one at least.

    Returns
    -------
    width_ms
        The median: an edge then leads to this bucket or the next few; 1 at least.
    """
    return max(1, int(np.median(time_ms)))


def _turn(edges: Edges, streets: RawStreets, usage: Usage) -> Turned:
    """Restrict turns where the mode is bound by them, and drop what that cuts off."""
    binding = (streets.restriction_except & usage.except_bit) == 0
    if not (usage.turn_restrictions and binding.any()):
        return Turned(edges=edges, honoured=0, ignored=0)
    passable = usage.speed_kmh[streets.segment_tags] > 0
    turned = restrict_turns(edges, streets, binding, passable)
    main = main_nodes(turned.edges, streets.segment_length_m)
    kept = usable_edges(turned.edges, main)
    return Turned(
        edges=select(turned.edges, kept), honoured=turned.honoured, ignored=turned.ignored
    )


def _check_kept(
    streets: RawStreets, ends: Ends, passable: Ints, dropped: Ints, needed: tuple[str, float]
) -> None:
    """Refuse what is left of a source cut short or wrong: nobody would see it afterwards."""
    mode, least_kept = needed
    all_km, lost_km = (_km(streets.segment_length_m[which]) for which in (passable, dropped))
    if all_km - lost_km < least_kept * all_km:
        raise ScatteredError(
            f"{streets.source.name} : avec le profil « {mode} », {all_km - lost_km:.1f} km de rues"
            f" se tiennent sur {all_km:.1f} km ; le reste est en {count_parts(ends, dropped)}"
            f" morceaux à part, et il en faut au moins {100 * least_kept:.0f} % d’un seul tenant."
            " La source est sans doute incomplète ou abîmée : téléchargez-la de nouveau et vérifiez"
            " sa taille, ou ne construisez que d’autres profils (--profil)."
        )


def _to_parts(streets: RawStreets, usage: Usage, ends: Ends, edges: Edges) -> Parts:
    """Describe the segments, and the nodes that some edge touches."""
    nodes = distinct(np.concatenate((edges.tail, edges.head)), len(edges.junction))
    number = np.zeros(len(edges.junction), dtype=np.int32)
    number[nodes] = np.arange(len(nodes), dtype=np.int32)
    junction = edges.junction[nodes]
    flags = np.where(usage.unknown_surface, UNKNOWN_SURFACE, 0)
    flags |= np.where(usage.inhabited, INHABITED, 0)
    flags |= np.where(usage.no_stop, NO_STOP, 0)
    return Parts(
        node_lon_lat=streets.node_lon_lat[junction],
        node_id=streets.node_id[junction],
        node_inhabited_m=_inhabited_m(streets, usage, ends, edges)[nodes],
        tail=number[edges.tail],
        head=number[edges.head],
        time_ms=edges.time_ms,
        segment=edges.segment,
        segment_length_m=streets.segment_length_m.astype(np.float32),
        segment_flags=flags.astype(np.uint8)[streets.segment_tags],
        shape_indptr=streets.shape_indptr,
        shape_lon_lat=streets.shape_lon_lat,
    )


def _inhabited_m(
    streets: RawStreets, usage: Usage, ends: Ends, edges: Edges
) -> NDArray[np.float32]:
    """Give each node half the inhabited segments kept that end there; copies have none."""
    kept = distinct(along(edges), len(streets.segment_tail))
    lived = kept[usage.inhabited[streets.segment_tags[kept]]]
    nodes = np.concatenate((ends.tail[lived], ends.head[lived]))
    halves = np.tile(streets.segment_length_m[lived] / 2, 2)
    return np.bincount(nodes, weights=halves, minlength=len(edges.junction)).astype(np.float32)


def _km(lengths_m: NDArray[np.float32] | NDArray[np.float64]) -> float:
    return round(float(lengths_m.sum(dtype=np.float64)) / M_PER_KM, 3)
