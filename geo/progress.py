"""How long work tells whoever started it how far it is; drawing it belongs to the entry points."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

Advance = Callable[[int], object]
"""Called with the number of units done since the last call."""


def silent(_done: int) -> None:
    """Ignore progress."""


class Reporter(Protocol):
    """Someone who shows the steps of a use case."""

    def step(self, label: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """
        Open a step, done when the context ends.

        Parameters
        ----------
        label
            What is being done, in French, for the person watching.
        total
            Number of units, or None where it cannot be known.

        Returns
        -------
        context
            Gives the function to call as units are done.
        """
        ...


class SilentReporter:
    """Show nothing: for tests and for programs that call a use case."""

    def step(self, label: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """Open a step nobody watches."""
        del label, total
        return nullcontext(silent)
