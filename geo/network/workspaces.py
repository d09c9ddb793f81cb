"""Room for searches, lent to one thread at a time and used again."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from geo.network.kernels.search import Workspace, open_workspace, reset


@dataclass(slots=True)
class Loan:
    """
    A workspace in use.

    Attributes
    ----------
    workspace
        Clean when lent.
    touched
        How many nodes the search touched: whoever searches says so.
    """

    workspace: Workspace
    touched: int = 0


class Workspaces:
    """
    Those of one graph: as many as threads ever searched it at once; none until then.

    Parameters
    ----------
    nodes
        Of the graph.
    """

    def __init__(self, nodes: int) -> None:
        self._nodes = nodes
        self._idle: deque[Workspace] = deque()  # its append and pop are atomic

    @contextmanager
    def lend(self) -> Iterator[Loan]:
        """Lend a clean workspace; it is cleaned on return, and forgotten after an error."""
        try:
            workspace = self._idle.pop()
        except IndexError:
            workspace = open_workspace(self._nodes)
        loan = Loan(workspace)
        yield loan
        reset(workspace, loan.touched)
        self._idle.append(workspace)
