"""``deuxportes db``: the PostGIS server of this installation."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from geo.store.server import Server

app = typer.Typer(
    help="Le serveur PostGIS : celui de DATABASE_URL, sinon celui que le projet lance lui-même.",
    epilog="Exemples :\n\ndeuxportes db start\n\ndeuxportes db status\n\n"
    'psql "$(deuxportes db url)"',
    no_args_is_help=True,
)


@app.command(epilog="Exemple : deuxportes db install")
def install() -> None:
    """Installe PostgreSQL et PostGIS s’ils manquent, sans rien démarrer."""
    from geo.settings import Settings
    from geo.store.server import install_server

    settings = Settings()
    with _told() as report:
        install_server(
            database_url=settings.database_url, home=settings.processed_dir, report=report
        )


@app.command(epilog="Exemple : deuxportes db start")
def start() -> None:
    """Trouve le serveur, l’installe et le démarre s’il le faut, et dit lequel c’est."""
    from geo.settings import Settings
    from geo.store.server import keep_server

    with _told() as report:
        _ensure(report)
    keep_server(Settings().processed_dir)


@app.command(epilog="Exemple : deuxportes db stop")
def stop() -> None:
    """Arrête le serveur du projet ; celui de DATABASE_URL n’est jamais touché."""
    from geo.settings import Settings
    from geo.store.server import stop_server

    stopped = stop_server(Settings().processed_dir)
    typer.echo("Serveur arrêté." if stopped else "Le serveur du projet n’était pas démarré.")


@app.command(epilog="Exemple : deuxportes db status")
def status() -> None:
    """Dit quel serveur sert et s’il répond, sans rien démarrer ; statut 3 s’il ne répond pas."""
    from geo.settings import Settings
    from geo.store.server import server_status

    settings = Settings()
    found = server_status(settings.processed_dir, settings.database_url)
    typer.echo(f"{found.origin} : {'répond' if found.running else 'ne répond pas'}.")
    if not found.running:
        raise typer.Exit(3)


@app.command(epilog='Exemple : psql "$(deuxportes db url)"')
def url() -> None:
    """Écrit l’adresse de la base, pour psql ou QGIS ; démarre le serveur s’il le faut."""
    with _told() as report:
        server = _ensure(report)
    typer.echo(server.url)


@app.command(epilog="Exemple : deuxportes db migrate")
def migrate() -> None:
    """Met le schéma de la base au niveau de cette version."""
    from geo.store.migrate import migrate as migrate_store

    with _told() as report:
        server = _ensure(report)
        report("Mise à niveau du schéma")
        migrate_store(server.url)
    typer.echo("Le schéma est à jour.")


@app.command(epilog="Exemples :\n\ndeuxportes db reset\n\ndeuxportes db reset --oui")
def reset(
    *,
    yes: Annotated[bool, typer.Option("--oui", help="Ne pas demander confirmation.")] = False,
) -> None:
    """Efface la base du projet, pour repartir de rien ; celle de DATABASE_URL, jamais."""
    from geo.settings import Settings
    from geo.store.server import reset_server, server_status

    home = Settings().processed_dir
    if not yes:
        typer.confirm(f"{server_status(home).origin}. L’effacer ?", abort=True)
    removed = reset_server(home)
    typer.echo("Base effacée." if removed else "Il n’y avait pas de base à effacer.")


def _ensure(report: Callable[[str], object]) -> "Server":
    from geo.settings import Settings
    from geo.store.server import ensure_server

    settings = Settings()
    return ensure_server(
        database_url=settings.database_url, home=settings.processed_dir, report=report
    )


@contextmanager
def _told() -> Iterator[Callable[[str], object]]:
    """Show on standard error what is being done: a bar on a terminal, else a line a step."""
    if not sys.stderr.isatty():
        yield lambda message: typer.echo(message, err=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("PostGIS", total=None)
        yield lambda message: progress.update(task, description=message)
    typer.echo(progress.tasks[0].description, err=True)
