"""The ``deuxportes`` command: its groups, and how an error reaches the person who typed it."""

import os
import signal
import sys

import typer
from rich.console import Console

from geo.cli import access, db, demo, export, ingest, serve, sources
from geo.cli import map as map_command
from geo.errors import GeoError

app = typer.Typer(
    name="deuxportes",
    help="L’annuaire des points d’accueil de l’orientation, et qui peut les atteindre à temps.",
    epilog=(
        "Exemples : deuxportes demo — deuxportes serve --port 8000 — deuxportes access run — "
        "deuxportes COMMANDE --help"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(db.app, name="db")
app.add_typer(ingest.app, name="ingest")
app.add_typer(sources.app, name="sources")
app.add_typer(access.app, name="access")
app.add_typer(export.app, name="export")
for command in (map_command.map_coverage, serve.serve, demo.demo):
    app.command(name=command.__name__.split("_")[0], epilog=command.epilog)(command)


def main() -> None:
    """Run the command; an expected error is one red line and exit status 1."""
    try:
        app()
    except GeoError as error:
        Console(stderr=True).print(f"[bold red]Erreur :[/] {error}", highlight=False)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
