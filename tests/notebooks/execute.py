"""
Run a notebook and write it with its outputs: ``python execute.py NOTEBOOK OUTPUT [LAST CELL]``.

A program of its own, so that what Jupyter does on its side (an event loop, sockets) stays out of
the tests. In the kernel, warnings are errors as in the tests.
"""

import sys
import tempfile
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient

STRICT = "import warnings\nwarnings.simplefilter('error')"


def execute(source, output, last):
    """Run all cells from top to bottom, between one that makes warnings errors and the last."""
    notebook = nbformat.read(source, as_version=4)
    around = [nbformat.v4.new_code_cell(text) for text in (STRICT, last)]
    notebook.cells = [around[0], *notebook.cells, around[1]]
    with tempfile.TemporaryDirectory(prefix="dp-") as folder:  # short: the path of a socket is
        manager = AsyncKernelManager(
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),  # this Python's own, none else
            connection_file=f"{folder}/k.json",
            transport="ipc",
        )
        where = {"metadata": {"path": str(Path(source).parent)}}
        NotebookClient(notebook, km=manager, timeout=90, resources=where).execute()
    notebook.cells = notebook.cells[1:]
    nbformat.write(notebook, output)


if __name__ == "__main__":
    execute(*sys.argv[1:])
