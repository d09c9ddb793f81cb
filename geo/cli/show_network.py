"""Street networks, as people read them on a terminal."""

from collections.abc import Callable
from datetime import datetime
from os.path import commonpath
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from geo.cli.show import number, percentage
from geo.network.estimate import LABELS
from geo.network.library import MANIFEST, Library
from geo.network.manifest import Manifest, ProfileManifest
from geo.network.profiles.profile import Constants, Tranche
from geo.pipeline.kernels import Compiled

DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
DIGITS = 10
"""Of a digest, enough to tell two files apart."""

MINUTES_PER_HOUR = 60


def show_library(library: Library) -> None:
    """Print a line for each network, and what is wrong with those that cannot be opened."""
    console = Console()
    if not (library.networks or library.damaged):
        console.print("Aucun réseau. Construisez-en un : deuxportes network build --help")
    if library.networks:
        table = Table()
        for title in ("réseau", "profils", "source", "publiable"):
            table.add_column(title)
        for name, manifest in library.networks.items():
            modes = ", ".join(manifest.profiles)
            table.add_row(*map(escape, (name, modes, manifest.source.name, _publiable(manifest))))
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
            console.print(f"{LABELS[mode]}, durées libres multipliées selon l’heure :")
        for tranche in profile.constants.tranches:
            console.print(f"  {_tranche(tranche, profile.constants)}", highlight=False)
    for why, count in manifest.skipped.items():
        console.print(
            f"Non repris : {escape(why)} : {number(count)}", highlight=False, soft_wrap=True
        )
    console.print(
        "Écarté : des rues praticables d’où l’on ne peut aller partout et revenir."
        " Une position plus loin d’une rue que la limite n’est pas atteinte.",
        soft_wrap=True,
    )


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
        "Dossier": str(folder),
    }


def _profile_table(manifest: Manifest) -> Table:
    table = Table()
    table.add_column("", no_wrap=True)
    for mode in manifest.profiles:
        table.add_column(mode.value, justify="right")
    for title, tell in ROWS.items():
        table.add_row(title, *(tell(profile) for profile in manifest.profiles.values()))
    return table


ROWS: dict[str, Callable[[ProfileManifest], str]] = {
    "longueur": lambda profile: _km(profile.length_km),
    "écarté": lambda profile: _km(profile.dropped_km),
    "en morceaux": lambda profile: number(profile.dropped_parts),
    "revêtement inconnu": lambda profile: (
        percentage(profile.unknown_surface_km / profile.length_km)
        if profile.unknown_surface_km
        else "–"
    ),
    "interdictions de tourner": lambda profile: number(profile.restrictions),
    "… impossibles à suivre": lambda profile: number(profile.restrictions_ignored),
    "tronçons": lambda profile: number(profile.segments),
    "nœuds": lambda profile: number(profile.nodes),
    "arêtes": lambda profile: number(profile.edges),
    "au plus loin d’une rue": lambda profile: f"{number(round(profile.constants.snap_limit_m))} m",
    "vitesse jusqu’à la rue": lambda profile: f"{_decimal(profile.constants.gap_kmh)} km/h",
    "version du profil": lambda profile: profile.constants.version[:DIGITS],
}
"""What is told of each profile, from what people ask first to what developers ask."""


def _tranche(tranche: Tranche, constants: Constants) -> str:
    days = [DAYS[day] for day in tranche.jours]
    when = f"{days[0]} à {days[-1]}" if len(days) > 1 else "".join(days)
    default = tranche.code == constants.tranche_par_defaut
    return (
        f"{tranche.code} × {_decimal(tranche.facteur)} : {when},"
        f" {_hour(tranche.debut_h)} à {_hour(tranche.fin_h)}"
        f"{' (sans heure de départ)' if default else ''}"
    )


def _publiable(manifest: Manifest) -> str:
    return "oui" if manifest.source.publiable else "non : réseau d’essai"


def _hour(hour: float) -> str:
    minutes = round(hour * MINUTES_PER_HOUR) % MINUTES_PER_HOUR
    return f"{int(hour)} h {minutes:02d}" if minutes else f"{int(hour)} h"


def _km(length_km: float) -> str:
    return f"{length_km:,.1f} km".replace(",", "\u202f").replace(".", ",")


def _decimal(value: float) -> str:
    return f"{value:g}".replace(".", ",")
