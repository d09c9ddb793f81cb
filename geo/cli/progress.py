"""Show the steps of a use case on a terminal, one bar a step."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from geo.progress import Advance


class ConsoleReporter:
    """
    Draw a bar while a step runs, and one line when it is done.

    Parameters
    ----------
    console
        Where to draw; the bars vanish and only the lines stay when it is no terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def step(self, label: str, total: int | None = None) -> Iterator[Advance]:
        """Open a step; see :class:`geo.progress.Reporter`."""
        columns = (
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            *((MofNCompleteColumn(),) if total is not None else ()),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self._console) as progress:
            task = progress.add_task(label, total=total)
            yield lambda done: progress.advance(task, done)
            known = total if total is not None else 1
            progress.update(task, total=known, completed=known)


def console_reporter() -> ConsoleReporter:
    """
    Give a reporter that draws on standard error, so that standard output stays data.

    Returns
    -------
    reporter
        To pass to a use case.
    """
    return ConsoleReporter(Console(stderr=True))
