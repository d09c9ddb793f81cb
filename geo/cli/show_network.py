"""Street networks, as people read them on a terminal."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from os.path import commonpath
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.access.street_run import TRAFFIC, percentage
from geo.cli.show import number
from geo.network.estimate import LABELS, Mode
from geo.network.library import MANIFEST, Library
from geo.network.manifest import Manifest, ProfileManifest
from geo.network.profiles.profile import Constants, Tranche
from geo.network.removal import size_bytes
from geo.pipeline.kernels import Compiled

DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
DIGITS = 10
"""Of a digest, enough to tell two files apart."""

MINUTES_PER_HOUR, HOURS = 60, 24

TURNS, NOT_FOLLOWED = "interdictions de tourner", "… non suivies"
WITH_RESTRICTIONS = ("osm",)
"""Kinds of sources that tell where one may not turn: osmnx and tables of edges leave it out."""

MUCH_DROPPED = 0.05
"""Share of the length above which what was left out calls for a look; real towns lose 2 to 5 %."""

FOR_RUNS = "(celles des calculs d’accès)"
BYTES_PER_KO = 1000


def show_library(library: Library, root: Path) -> None:
    """Print a line for each network, and what is wrong with those that cannot be opened."""
    console = Console()
    if not (library.networks or library.damaged):
        console.print(
            f"Aucun réseau dans {root}. Avec un extrait d’OpenStreetMap de votre région"
            " (docs/networks.md dit où le prendre) :\n"
            "deuxportes network build ma-region --osm ma-region.osm.pbf",
            highlight=False,
            soft_wrap=True,
        )
    if library.networks:
        table = Table()
        for title in ("réseau", "profils", "source", "publiable", "disque"):
            table.add_column(title)
        for name, manifest in library.networks.items():
            modes, room = ", ".join(manifest.profiles), size(size_bytes(root / name))
            told = (name, modes, manifest.source.name, _publiable(manifest), room)
            table.add_row(*map(escape, told))
        console.print(table)
    for why in library.damaged.values():
        console.print(f"[red]Abîmé :[/] {escape(why)}", highlight=False, soft_wrap=True)


def show_network(manifest: Manifest, folder: Path) -> None:
    """Print where a network comes from, and what each profile kept and left out."""
    console = Console()
    for title, words in _origin(manifest, folder).items():
        console.print(f"{title:>12} : {escape(words)}", highlight=False, soft_wrap=True)
    console.print(_profile_table(manifest))
    for mode, profile in manifest.profiles.items():
        if profile.constants.tranches:
            console.print(f"{LABELS[mode]}, durées sans trafic multipliées selon l’heure :")
        for line in _traffic(profile.constants):
            console.print(line, highlight=False, soft_wrap=True)
    for why, count in manifest.skipped.items():
        console.print(
            f"Non repris : {escape(why)} : {number(count)}", highlight=False, soft_wrap=True
        )
    for said in _advice(manifest):
        console.print(said, highlight=False, soft_wrap=True)


def show_compiled(compiled: Compiled) -> None:
    """Print how long compiling took, and where the result is."""
    seconds = f"{compiled.seconds:.1f}".replace(".", ",")
    many = "s" if compiled.compiled > 1 else ""
    done = (
        f"{compiled.compiled} calcul{many} compilé{many}"
        if compiled.compiled
        else "Rien à compiler"
    )
    kept = f"sous {commonpath(compiled.folders)}" if compiled.folders else "nulle part"
    Console().print(f"{done}, en {seconds} s ; gardés {kept}.", highlight=False, soft_wrap=True)


def _origin(manifest: Manifest, folder: Path) -> dict[str, str]:
    source = manifest.source
    left, bottom, right, top = manifest.bounds
    built = datetime.fromtimestamp((folder / MANIFEST).stat().st_mtime).astimezone()
    return {
        "Réseau": manifest.name,
        "Source": f"{source.name} (sha256 {source.sha256[:DIGITS]}…)",
        "Licence": source.licence,
        "Attribution": source.attribution,
        "Publiable": _publiable(manifest),
        "Emprise": f"{left:.4f}, {bottom:.4f} → {right:.4f}, {top:.4f} (lon, lat)",
        "Construit": f"{built:%d/%m/%Y %H:%M}, version {manifest.code_version}",
        "Dossier": f"{folder} ({size(size_bytes(folder))})",
    }


def _profile_table(manifest: Manifest) -> Table:
    table = Table()
    table.add_column("", no_wrap=True)
    for mode in manifest.profiles:
        table.add_column(mode.value, justify="right")
    for title, tell in _rows(manifest).items():
        table.add_row(title, *(tell(profile) for profile in manifest.profiles.values()))
    return table


ROWS: dict[str, Callable[[ProfileManifest], str]] = {
    "rues gardées": lambda profile: _km(profile.length_km),
    "… de revêtement inconnu": lambda profile: (
        percentage(profile.unknown_surface_km / profile.length_km)
        if profile.unknown_surface_km
        else "–"
    ),
    "rues écartées": lambda profile: _km(profile.dropped_km),
    "… part de la longueur": lambda profile: percentage(_dropped_share(profile)),
    "… en morceaux séparés": lambda profile: number(profile.dropped_parts),
    TURNS: lambda profile: number(profile.restrictions),
    NOT_FOLLOWED: lambda profile: number(profile.restrictions_ignored),
    "au plus loin d’une rue": lambda profile: f"{number(round(profile.constants.snap_limit_m))} m",
    "vitesse jusqu’à la rue": lambda profile: f"{_decimal(profile.constants.gap_kmh)} km/h",
    "tronçons de rue": lambda profile: number(profile.segments),
    "nœuds du graphe": lambda profile: number(profile.nodes),
    "arêtes du graphe": lambda profile: number(profile.edges),
    "version du profil": lambda profile: profile.constants.version[:DIGITS],
}
"""What is told of each profile, from what people ask first to what developers ask."""


def _rows(manifest: Manifest) -> dict[str, Callable[[ProfileManifest], str]]:
    """Give the rows of the table: a source that tells no restriction is not one that has none."""
    if manifest.source.kind in WITH_RESTRICTIONS:
        return ROWS
    told = {TURNS: lambda _: "absentes de cette source"}
    return {title: told.get(title, tell) for title, tell in ROWS.items() if title != NOT_FOLLOWED}


def _dropped_share(profile: ProfileManifest) -> float:
    passable_km = profile.length_km + profile.dropped_km
    return profile.dropped_km / passable_km if passable_km else 0.0


def _advice(manifest: Manifest) -> Iterator[str]:
    yield (
        "Écartées : des rues praticables d’où l’on ne peut aller partout et revenir."
        " Une position plus loin d’une rue que la limite n’est pas atteinte."
    )
    shares = {mode: _dropped_share(profile) for mode, profile in manifest.profiles.items()}
    much = [mode.value for mode, share in shares.items() if share > MUCH_DROPPED]
    if much:
        yield (
            f"Plus de {percentage(MUCH_DROPPED)} d’écarté ({', '.join(much)}) : l’extrait est-il"
            " coupé au bord ? Prenez-le plus large que la région."
        )
    if Mode.FAUTEUIL.value in much:
        yield "En fauteuil, des marches, une pente ou un portillon suffisent à isoler une rue."
    yield "Chaque ligne est expliquée dans docs/networks.md."


def _traffic(constants: Constants) -> Iterator[str]:
    """Tell each hour once; the first line that holds counts."""
    words = {one.code: TRAFFIC.get(one.code, one.code) for one in constants.tranches}
    width = max(map(len, words.values()), default=0)
    for i, tranche in enumerate(constants.tranches):
        default = f" {FOR_RUNS}" if tranche.code == constants.tranche_par_defaut else ""
        when = _when(tranche, constants.tranches[:i])
        factor = f"× {_decimal(tranche.facteur)}"
        yield f"  {words[tranche.code]:<{width}}  {factor:<6}  {when}{default}"


def _when(tranche: Tranche, earlier: Sequence[Tranche]) -> str:
    """Tell the hours that no earlier line has taken."""
    if len(tranche.jours) == len(DAYS) and (tranche.debut_h, tranche.fin_h) == (0, HOURS):
        return "toutes les autres heures" if earlier else "toujours"
    days = [DAYS[day] for day in tranche.jours]
    many = f"{days[0]} {'à' if len(days) > 2 else 'et'} {days[-1]}"  # noqa: PLR2004 - a pair is no range
    hours = [(tranche.debut_h, tranche.fin_h)]
    for other in earlier:
        if set(other.jours) >= set(tranche.jours):
            hours = [part for span in hours for part in _without(span, other)]
    spans = ", ".join(f"{_hour(start)} à {_hour(end)}" for start, end in hours)
    return f"{many if len(days) > 1 else days[0]}, {spans}"


def _without(span: tuple[float, float], other: Tranche) -> list[tuple[float, float]]:
    start, end = span
    parts = [(start, min(end, other.debut_h)), (max(start, other.fin_h), end)]
    return [(low, high) for low, high in parts if low < high]


def size(count_bytes: int) -> str:
    """
    Write a size as French readers expect it.

    Examples
    --------
    >>> size(21_340_000), size(5_300), size(0)
    ('21,3\u202fMo', '5,3\u202fko', '0,0\u202fko')
    """
    ko = count_bytes / BYTES_PER_KO
    shown = f"{ko:,.1f} ko" if ko < BYTES_PER_KO else f"{ko / BYTES_PER_KO:,.1f} Mo"
    return shown.replace(",", "\u202f").replace(" ", "\u202f").replace(".", ",")


def _publiable(manifest: Manifest) -> str:
    return "oui" if manifest.source.publiable else "non : réseau d’essai"


def _hour(hour: float) -> str:
    minutes = round(hour * MINUTES_PER_HOUR) % MINUTES_PER_HOUR
    return f"{int(hour)} h {minutes:02d}" if minutes else f"{int(hour)} h"


def _km(length_km: float) -> str:
    return f"{length_km:,.1f} km".replace(",", "\u202f").replace(".", ",")


def _decimal(value: float) -> str:
    return f"{value:g}".replace(".", ",")
