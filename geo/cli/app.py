"""The ``deuxportes`` command: its groups, and how an error reaches the person who typed it."""

import logging
import os
import signal
import sys
from types import FrameType
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

from geo.cli import (
    access,
    coverage,
    db,
    demo,
    diagnostic,
    doors,
    export,
    gaps,
    indicateurs,
    ingest,
    inventory,
    measure,
    network,
    partition,
    scenario,
    serve,
    sites,
    sources,
)
from geo.cli import map as coverage_map
from geo.errors import GeoError

INTERRUPTED = "Interrompu ; rien n’a été changé à moitié."


class Interruptible(TyperGroup):
    """The commands, of which each may be stopped by Ctrl-C and says so."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - its type is private to typer
        """Run a command; where it is interrupted, a line and the exit status of shells."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            console = Console(stderr=True)
            console.show_cursor()  # a bar hides it, and may have been stopped while it did
            console.print(INTERRUPTED, soft_wrap=True)
            raise typer.Exit(128 + signal.SIGINT) from None


app = typer.Typer(
    cls=Interruptible,
    name="deuxportes",
    help="L’annuaire des points d’accueil de l’orientation, et qui peut les atteindre à temps.",
    epilog=(
        "Exemples :\n\ndeuxportes demo\n\ndeuxportes serve --port 8000\n\ndeuxportes access run\n\n"
        "deuxportes COMMANDE --help"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="markdown",  # a paragraph of help flows, whatever its lines in the code
)
for name, module in (
    ("db", db),
    ("ingest", ingest),
    ("sources", sources),
    ("access", access),
    ("network", network),
    ("export", export),
    ("map", coverage_map),
    ("diagnostic", diagnostic),
    ("indicateurs", indicateurs),
):
    app.add_typer(module.app, name=name)
app.command("doors", epilog=doors.EPILOG)(doors.doors)
app.command("coverage", epilog=coverage.EPILOG)(coverage.coverage)
app.command("gaps", epilog=gaps.EPILOG)(gaps.gaps)
app.command("inventory", epilog=inventory.EPILOG)(inventory.inventory)
app.command("measure", epilog=measure.EPILOG)(measure.measure)
app.command("partition", epilog=partition.EPILOG)(partition.partition)
app.command("scenario", epilog=scenario.EPILOG)(scenario.scenario)
app.command("sites", epilog=sites.EPILOG)(sites.sites)
app.command("serve", epilog=serve.EPILOG)(serve.serve)
app.command("demo", epilog=demo.EPILOG)(demo.demo)


def main() -> None:
    """Run the command; an expected error is one red line and exit status 1, Ctrl-C is 130."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else: to be left alone
        signal.signal(signal.SIGINT, interrupt)
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
    except (GeoError, OSError) as error:
        said = escape(str(error))  # it may quote a file: never read as markup
        Console(stderr=True).print(f"[bold red]Erreur :[/] {said}", highlight=False, soft_wrap=True)
        sys.exit(1)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Stop; transactions that are rolled back on the way out are what was wanted, not a warning."""
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    signal.default_int_handler(number, frame)
