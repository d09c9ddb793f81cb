"""A street network as an image: what one mode may use, how fast, and what was left out."""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Line
from numpy.typing import NDArray

from geo.errors import OutputError
from geo.files import replaced_whole
from geo.network.estimate import LABELS, Mode
from geo.network.graph import UNKNOWN_SURFACE, Graph
from geo.network.manifest import Manifest, ProfileManifest
from geo.network.raw import DEGREE

FORMATS = (".png", ".svg")
WIDTH_IN, DPI = 10.0, 150
HEIGHTS_IN = (4.0, 14.0)
"""Of the map alone, however long and thin the network is."""

AROUND_IN = (0.2, 1.55)
"""Width of the margins; height of title, figures, credits and legend."""

LEGEND_COLUMNS = 4
TRIAL_PT = 28
TRIAL = "réseau d’essai — ne pas publier"
"""Across what may not be published, on a white ground so that it is read over any street."""

LEGEND = "Vitesse, attentes comprises"

CLASSES_KMH = MappingProxyType(
    {
        Mode.MARCHE: (2.5, 4.5),
        Mode.VELO: (5.0, 10.0, 15.0),
        Mode.VOITURE: (15.0, 30.0, 50.0, 80.0),
        Mode.FAUTEUIL: (1.5, 2.5),
    }
)
"""Upper bounds of the classes of speed, in km/h, the last one without."""

COLOURS = ("#fde725", "#5ec962", "#21918c", "#3b528b", "#440154")
"""From slow to fast: five steps of viridis, even in lightness, so told apart by anyone."""

UNKNOWN_COLOUR = "#b0b0b0"
DROPPED_COLOUR = "#d55e00"
"""Vermilion (Okabe & Ito 2008), away from all the others."""

WIDTH_PT, ROADS_PT = 0.6, (0.5, 0.6, 0.7, 1.0, 1.6)
"""Of lines; main roads stand out where one drives, and only there are the fastest streets few."""

MANY = 20_000
"""Streets from which a drawing in lines holds them as an image."""

METRES_PER_DEGREE = 111_195.0
SHARE_OF_SCALE = 0.22
"""Of the width: the longest that the scale bar may be."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Layer:
    """Streets drawn alike: which, in which colour and width, and what the legend says."""

    label: str
    colour: str
    width_pt: float
    segments: Flags


def draw_network(
    graph: Graph, manifest: Manifest, mode: Mode, *, dropped: NDArray[np.int32], path: Path
) -> Path:
    """
    Draw one mode of a network.

    Parameters
    ----------
    graph
        Of the mode.
    manifest
        Of the network.
    mode
        How one travels.
    dropped
        int32 ``(p, 4)``: straight pieces of the streets left out, in 1e-7 degree.
    path
        ``.png`` or ``.svg``; an earlier image is replaced whole, or not at all.

    Returns
    -------
    path
        The same.

    Raises
    ------
    OutputError
        If the image cannot be written there, or is of another form.

    Notes
    -----
    Contract: the same network gives the same bytes. Whatever may not be published says so across
    the image.
    """
    if path.suffix not in FORMATS:
        raise OutputError(f"{path} : il faut un nom en {' ou '.join(FORMATS)}.")
    # long lines in parts, the same bytes each time, and words as words
    style: Any = {
        "agg.path.chunksize": 10_000,
        "svg.hashsalt": "deuxportes",
        "svg.fonttype": "none",
    }
    with rc_context(style):
        figure = Figure(dpi=DPI, layout="constrained")
        axes = figure.add_subplot()
        _draw_streets(figure, graph, layers_of(graph, mode), dropped)
        _frame(figure, graph)
        _explain(axes, manifest, mode)
        with replaced_whole(path) as draft:
            figure.savefig(draft, metadata={"Date": None} if path.suffix == ".svg" else None)
    return path


def layers_of(graph: Graph, mode: Mode) -> list[Layer]:
    """
    Sort streets into those drawn alike.

    Parameters
    ----------
    graph
        Of the mode.
    mode
        Says the bounds of its classes.

    Returns
    -------
    layers
        Slowest first, inclusive upper bounds; streets of unknown surface, which only profiles that
        care mark, apart and first. Each street is in one.
    """
    speed_kmh = mean_speeds(graph)
    unknown = (graph.segment_flags & UNKNOWN_SURFACE) > 0
    bounds = CLASSES_KMH[mode]
    rank = np.searchsorted(bounds, speed_kmh, side="left")
    steps = len(COLOURS) - 1 - len(bounds)
    widths_pt = ROADS_PT if mode is Mode.VOITURE else (WIDTH_PT,) * len(COLOURS)
    layers = [Layer("revêtement inconnu", UNKNOWN_COLOUR, WIDTH_PT, unknown)]
    for i in range(len(bounds) + 1):
        low = f"{bounds[i - 1]:g}" if i else ""
        high = f"{bounds[i]:g}" if i < len(bounds) else ""
        words = f"{low} à {high} km/h" if low and high else ""
        words = words or (f"jusqu’à {high} km/h" if high else f"plus de {low} km/h")
        layers.append(
            Layer(
                words.replace(".", ","),
                COLOURS[steps + i],
                widths_pt[steps + i],
                (rank == i) & ~unknown,
            )
        )
    return [layer for layer in layers if layer.segments.any()]


def mean_speeds(graph: Graph) -> Floats:
    """
    Give the speed along each street, waits included.

    Parameters
    ----------
    graph
        Of one mode.

    Returns
    -------
    speed_kmh
        float64 ``(s,)``: of its quicker way round; ``inf`` where it takes no time.
    """
    segment = np.where(graph.out_segment < 0, ~graph.out_segment, graph.out_segment)
    best_ms = np.full(len(graph.segment_length_m), np.inf)
    np.minimum.at(best_ms, segment, graph.out_edges[:, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        speed_kmh = graph.segment_length_m / best_ms * 3600.0
    return np.where(best_ms > 0, speed_kmh, np.inf)


def scale_bar_m(width_m: float) -> float:
    """
    Choose the length of a scale bar.

    Parameters
    ----------
    width_m
        Of the map, in metres, above 0.

    Returns
    -------
    length_m
        The longest 1, 2 or 5 times a power of ten within `SHARE_OF_SCALE` of the width.

    Examples
    --------
    >>> scale_bar_m(10_000), scale_bar_m(2_400), scale_bar_m(95)
    (2000.0, 500.0, 20.0)
    """
    most = width_m * SHARE_OF_SCALE
    power = 10.0 ** np.floor(np.log10(most))
    return float(max(step * power for step in (1.0, 2.0, 5.0) if step * power <= most))


def _draw_streets(
    figure: Figure, graph: Graph, layers: list[Layer], dropped: NDArray[np.int32]
) -> None:
    axes = figure.gca()
    style: dict[str, Any] = {"fill": False, "capstyle": "round"}
    style["rasterized"] = len(graph.segment_length_m) > MANY
    first = np.zeros(len(graph.shape_lon_lat), dtype=np.bool_)
    first[graph.shape_indptr[:-1]] = True
    counts = np.diff(graph.shape_indptr)
    handles = []
    for layer in layers:
        kept = np.repeat(layer.segments, counts)
        line = _line(graph.shape_lon_lat[kept], first[kept])
        axes.add_patch(PathPatch(line, edgecolor=layer.colour, linewidth=layer.width_pt, **style))
        handles.append(
            Line2D([], [], color=layer.colour, linewidth=2 * layer.width_pt, label=layer.label)
        )
    if len(dropped):
        line = _line(dropped.reshape(-1, 2), np.arange(2 * len(dropped)) % 2 == 0)
        axes.add_patch(PathPatch(line, edgecolor=DROPPED_COLOUR, linewidth=0.7, **style))
        words = "écartées : sans aller et retour"
        handles.append(Line2D([], [], color=DROPPED_COLOUR, linewidth=1.4, label=words))
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=min(LEGEND_COLUMNS, len(handles)),
        title=LEGEND,
        fontsize=9,
        frameon=False,
    )


def _line(lon_lat: NDArray[np.int32], first: Flags) -> Line:
    """Draw lines one after the other, lifting the pen before each first vertex."""
    return Line(lon_lat / DEGREE, np.where(first, Line.MOVETO, Line.LINETO).astype(Line.code_type))


def _frame(figure: Figure, graph: Graph) -> None:
    """Show the whole network as high and wide as on the ground, with a scale."""
    axes = figure.gca()
    corners = graph.shape_lon_lat.min(axis=0), graph.shape_lon_lat.max(axis=0)
    left, bottom, right, top = (np.concatenate(corners) / DEGREE).tolist()
    narrowing = float(np.cos(np.radians((bottom + top) / 2)))
    axes.set_aspect(1 / narrowing)
    margin = 0.02 * max(right - left, top - bottom, 1e-4)
    axes.set_xlim(left - margin, right + margin)
    axes.set_ylim(bottom - margin, top + margin)
    height_in = WIDTH_IN * (top - bottom + 2 * margin) / ((right - left + 2 * margin) * narrowing)
    height_in = float(np.clip(height_in, *HEIGHTS_IN))
    figure.set_size_inches(WIDTH_IN + AROUND_IN[0], height_in + AROUND_IN[1])
    axes.set_xticks([])
    axes.set_yticks([])
    metre = 1 / (METRES_PER_DEGREE * narrowing)
    length_m = scale_bar_m((right - left + 2 * margin) / metre)
    words = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"  # noqa: PLR2004 - a km
    start, height = left, bottom - margin / 2
    axes.plot([start, start + length_m * metre], [height, height], color="black", linewidth=2)
    axes.annotate(
        words, (start + length_m * metre, height), (4, 0), textcoords="offset points", va="center"
    )


def _explain(axes: Axes, manifest: Manifest, mode: Mode) -> None:
    source = manifest.source
    title = f"Réseau « {manifest.name} », {LABELS[mode].lower()}"
    axes.set_title(f"{title}\n{_figures(manifest.profiles[mode])}", fontsize=12)
    axes.set_xlabel(f"{source.attribution} — {source.licence} — {source.name}", fontsize=8)
    if not source.publiable:
        axes.text(
            0.5,
            0.5,
            TRIAL,
            transform=axes.transAxes,
            fontsize=TRIAL_PT,
            color="#b00020",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 2},
            ha="center",
            va="center",
            zorder=10,
        )


def _figures(profile: ProfileManifest) -> str:
    words = f"{_kilometres(profile.length_km)} de rues"
    if profile.unknown_surface_km:
        share = f"{profile.unknown_surface_km / profile.length_km:.0%}".replace("%", "\u202f%")
        words += f", dont {share} de revêtement inconnu"
    if not profile.dropped_parts:
        return words
    parts = "morceaux" if profile.dropped_parts > 1 else "morceau"
    count = f"{profile.dropped_parts:,}".replace(",", "\u202f")
    return f"{words} ; {_kilometres(profile.dropped_km)} écartés en {count} {parts}"


def _kilometres(length_km: float) -> str:
    return f"{length_km:,.1f} km".replace(",", "\u202f").replace(".", ",")
