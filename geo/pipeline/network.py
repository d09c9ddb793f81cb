"""Street networks, from the files given to what workers map; and their loops, compiled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geo.errors import SourceError
from geo.network.build.graph import NoStreetError, build
from geo.network.build.shapes import bounds_of, straight_pieces
from geo.network.build.usage import ask_usage
from geo.network.estimate import LABELS, Mode
from geo.network.graph import open_graph
from geo.network.library import Draft, check_name, draft_network, read_dropped, read_manifest
from geo.network.manifest import Manifest, ProfileManifest
from geo.network.profiles.read import read_profile
from geo.network.raw import RawStreets
from geo.pipeline.version import code_version
from geo.progress import Reporter
from geo.settings import Settings

GRAPHML = ".graphml"
EXTRACTS = (".pbf", ".osm", ".osm.gz", ".osm.bz2")
"""How the names of files end, by which one is told from the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """
    Where streets are to be found: exactly one, and speeds for a folder of edges only.

    Attributes
    ----------
    osm
        Extract of OpenStreetMap.
    place
        Name of a place, asked of OpenStreetMap's servers.
    graphml
        Graph saved by osmnx.
    edges
        Folder of nodes.csv and edges.csv.
    speeds
        Table of speeds by class.
    """

    osm: Path | None = None
    place: str | None = None
    graphml: Path | None = None
    edges: Path | None = None
    speeds: Path | None = None


def networks_folder(settings: Settings) -> Path:
    """Say where networks are."""
    return settings.processed_dir / "networks"


def build_network(
    name: str,
    given: Given,
    root: Path,
    report: Reporter,
    *,
    modes: Sequence[Mode] = (),
) -> Path:
    """
    Build a network, in the place of the one of the same name if there is one.

    Parameters
    ----------
    name
        Of the network.
    given
        Where the streets are.
    root
        Folder of the networks.
    report
        Told of each step.
    modes
        Wanted; by default all that have a street there, or driving alone for a folder of edges,
        which are roads.

    Returns
    -------
    folder
        Of the network.

    Raises
    ------
    SourceError
        If the name cannot be one, the streets cannot be read, a mode asked for has no street
        there, or what was given is not one source.
    OutputError
        If it cannot be written.

    Notes
    -----
    Contract: the same streets, profiles and code give the same bytes.
    """
    check_name(name)
    _check_given(given)
    wanted = _modes(given, modes)
    if known := _lost(root / name, wanted):
        with report.step(f"Remplace {name} ({', '.join(known)}) par : {', '.join(wanted)}"):
            pass
    streets = read_streets(given, report)
    with draft_network(root, name) as draft:
        profiles = {}
        for mode in wanted:
            try:
                with report.step(f"Réseau {LABELS[mode].lower()}"):
                    profiles[mode] = _add_mode(draft, streets, mode)
            except NoStreetError as error:
                if modes or len(wanted) == 1:
                    raise
                with report.step(f"Laissé de côté : {error}"):
                    pass
        if not profiles:
            raise SourceError(f"{streets.source.name} : aucun profil n’y a de rue.")
        with report.step("Écriture du réseau"):
            return draft.publish(
                Manifest(
                    name=name,
                    source=streets.source,
                    bounds=bounds_of(streets),
                    code_version=code_version(),
                    skipped=streets.skipped,
                    profiles=profiles,
                )
            )


def read_streets(given: Given, report: Reporter) -> RawStreets:
    """
    Read streets from the one source that is given.

    Parameters
    ----------
    given
        Where they are.
    report
        Told of each step.

    Returns
    -------
    streets
        One street at least.

    Raises
    ------
    SourceError
        If what is given is not one source, or it cannot be read, or there is no street in it.
    """
    _check_given(given)
    return _read(given, report)


def plot_network(name: str, mode: Mode, root: Path, report: Reporter, *, path: Path) -> Path:
    """
    Draw one mode of a network.

    Parameters
    ----------
    name
        Of the network.
    mode
        That it knows.
    root
        Folder of the networks.
    report
        Told of the step.
    path
        Image to write, ``.png`` or ``.svg``.

    Returns
    -------
    path
        The same.

    Raises
    ------
    SourceError
        If there is no such network, it does not know the mode, or it is damaged.
    OutputError
        If the image cannot be written.
    """
    from geo.maps.network import draw_network  # noqa: PLC0415 - matplotlib, to draw only

    read_manifest(root / check_name(name))  # what is wrong is said of the name as it was typed
    folder = (root / name).resolve()  # one build, whatever is built meanwhile
    manifest = read_manifest(folder)
    if mode not in manifest.profiles:
        raise SourceError(
            f"le réseau « {name} » n’a pas le profil {mode}, mais {', '.join(manifest.profiles)} :"
            f" essayez --mode {next(iter(manifest.profiles))}."
        )
    with report.step("Dessin du réseau"):
        return draw_network(
            open_graph(folder / mode),
            manifest,
            mode,
            dropped=read_dropped(folder, mode),
            path=path,
        )


def _add_mode(draft: Draft, streets: RawStreets, mode: Mode) -> ProfileManifest:
    profile = read_profile(mode)
    built = build(streets, ask_usage(profile, streets.tag_sets), profile.constants)
    draft.add(mode, built.graph, straight_pieces(streets, built.dropped))
    return built.manifest


def _read(given: Given, report: Reporter) -> RawStreets:
    """Import the one reader that is needed: each brings a heavy library."""
    if given.osm:
        from geo.network.osm.pbf import read_pbf  # noqa: PLC0415 - see above

        return read_pbf(given.osm, report)
    if given.place:
        return _download(given.place, report)
    with report.step("Lecture des rues"):
        if given.graphml:
            from geo.network.osm.graphml import read_graphml  # noqa: PLC0415 - see above

            return read_graphml(given.graphml)
        from geo.network.edges import read_edges  # noqa: PLC0415 - see above

        return read_edges(given.edges or Path(), given.speeds)


def _download(place: str, report: Reporter) -> RawStreets:
    from geo.network.osm.graphml import from_osmnx  # noqa: PLC0415 - heavy, and only needed here
    from geo.sources.overpass import download_streets, place_source  # noqa: PLC0415 - the same

    with report.step(f"Téléchargement des rues de « {place} »"):
        graph = download_streets(place)
    with report.step("Découpage des rues aux carrefours"):
        return from_osmnx(graph, place_source(place, graph))


def _check_given(given: Given) -> None:
    sources = (given.osm, given.place, given.graphml, given.edges)
    if sum(source is not None for source in sources) != 1:
        raise SourceError(
            "donnez une source de rues, et une seule : --osm FICHIER, --place LIEU,"
            " --graphml FICHIER ou --edges DOSSIER."
        )
    if given.speeds and not given.edges:
        raise SourceError("--speeds ne va qu’avec --edges : ailleurs, les vitesses sont connues.")
    for complaint in _mistaken(given):
        raise SourceError(complaint)


def _mistaken(given: Given) -> Iterator[str]:
    """Tell what was given in the place of something else."""
    if given.osm and given.osm.suffix == GRAPHML:
        yield f"{given.osm} : c’est un graphe d’osmnx. Donnez-le par --graphml."
    if given.graphml and given.graphml.name.endswith(EXTRACTS):
        yield f"{given.graphml} : c’est un extrait d’OpenStreetMap. Donnez-le par --osm."
    if given.place is not None and not given.place.strip():
        yield "--place est vide : donnez un lieu, par exemple « Saint-Germain-en-Laye, France »."
    if given.edges and given.edges.is_file():
        yield (
            f"{given.edges} est un fichier : donnez le dossier qui contient nodes.csv et"
            f" edges.csv, ici --edges {given.edges.parent}"
        )
    if given.edges and not given.edges.exists():
        yield f"{given.edges} n’existe pas : donnez le dossier de nodes.csv et edges.csv."
    if given.speeds and not given.speeds.is_file():
        what = "est un dossier" if given.speeds.is_dir() else "n’existe pas"
        yield (
            f"{given.speeds} {what} : donnez par --speeds une table de vitesses (.toml), ou rien"
            " pour celle du programme."
        )


def _lost(folder: Path, wanted: Sequence[Mode]) -> tuple[Mode, ...]:
    """Give the modes of the network to be replaced, where some are not wanted again."""
    try:
        known = tuple(read_manifest(folder).profiles)
    except SourceError:  # none, or damaged: nothing that serves is lost
        return ()
    return known if set(known) - set(wanted) else ()


def _modes(given: Given, wanted: Sequence[Mode]) -> tuple[Mode, ...]:
    """Give the modes to build, in the order in which they are shown."""
    possible = (Mode.VOITURE,) if given.edges else tuple(LABELS)
    refused = [mode for mode in wanted if mode not in possible]
    if refused:
        raise SourceError(
            f"--edges ne donne que des routes, donc le profil voiture, pas {', '.join(refused)}."
        )
    return tuple(mode for mode in possible if mode in (wanted or possible))
