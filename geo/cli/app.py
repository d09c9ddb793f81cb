"""The ``deuxportes`` command: its groups, and how an error reaches the person who typed it."""

import os
import signal
import sys

import typer
from rich.console import Console
from rich.markup import escape

from geo.cli import access, db, demo, export, ingest, network, serve, sources
from geo.cli import map as coverage_map
from geo.errors import GeoError

app = typer.Typer(
    name="deuxportes",
    help="L’annuaire des points d’accueil de l’orientation, et qui peut les atteindre à temps.",
    epilog=(
        "Exemples :\n\ndeuxportes demo\n\ndeuxportes serve --port 8000\n\ndeuxportes access run\n\n"
        "deuxportes COMMANDE --help"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for name, module in (
    ("db", db),
    ("ingest", ingest),
    ("sources", sources),
    ("access", access),
    ("network", network),
    ("export", export),
):
    app.add_typer(module.app, name=name)
app.command("map", epilog=coverage_map.EPILOG)(coverage_map.draw)
app.command("serve", epilog=serve.EPILOG)(serve.serve)
app.command("demo", epilog=demo.EPILOG)(demo.demo)


def main() -> None:
    """Run the command; an expected error is one red line and exit status 1."""
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
    except (GeoError, OSError) as error:
        said = escape(str(error))  # it may quote a file: never read as markup
        Console(stderr=True).print(f"[bold red]Erreur :[/] {said}", highlight=False, soft_wrap=True)
        sys.exit(1)
