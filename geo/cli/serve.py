"""``deuxportes serve``: the API, on what the store holds."""

import errno
import os
import socket
import sys
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import InputError

if TYPE_CHECKING:
    from geo.settings import Settings

EPILOG = (
    "Exemples :\n\ndeuxportes serve\n\ndeuxportes serve --port 8080\n\n"
    "deuxportes serve --host 0.0.0.0 --workers 2"
)
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000

ADDRESS_MAX_BYTES = 16_384
"""Longest head of a request, address included."""

BACKLOG = 2048
GRACE_S = 5
"""Seconds left to answers under way when the service stops."""


def serve(
    *,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port sur lequel servir.")
    ] = DEFAULT_PORT,
    host: Annotated[
        str,
        typer.Option(
            help="Adresse sur laquelle servir ; 0.0.0.0 pour toutes celles de la machine."
        ),
    ] = DEFAULT_HOST,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Nombre de processus qui répondent.")
    ] = 1,
) -> None:
    """Sert l’API sur ce que contient l’annuaire ; Ctrl-C l’arrête."""
    from geo.settings import Settings

    check_port_free(host, port)
    settings = Settings()
    keep_no_core()
    with _opened_store(settings):
        compile_ahead(settings)
        typer.echo(f"API : http://{host}:{port}   (Ctrl-C arrête)")
        run_server(settings, host=host, port=port, workers=workers)


def _opened_store(settings: "Settings") -> AbstractContextManager[object]:
    """Bring the store up to date; one of someone else's that is away now is waited for."""
    from geo.cli.progress import console_reporter
    from geo.errors import StoreUnavailableError
    from geo.pipeline.open_store import open_store
    from geo.store.engine import connect, to_conninfo

    if settings.database_url is not None:
        to_conninfo(settings.database_url)  # what is no address will not come back: say so now
        try:
            connect(settings.database_url).close()
        except StoreUnavailableError as error:
            typer.echo(f"{error}\nL’API démarre, et répond 503 jusqu’à son retour.", err=True)
            return nullcontext()
    return open_store(settings, console_reporter())


def keep_no_core() -> None:
    """Let a crash leave no image of the memory, which would hold people's positions."""
    with suppress(ImportError):  # systems without it write no such file where one can find it
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def compile_ahead(settings: "Settings") -> None:
    """
    Compile what searches on streets need, where there are streets and nobody has done it yet.

    Parameters
    ----------
    settings
        Of the installation.
    """
    if not any((settings.processed_dir / "networks").glob("*/manifest.json")) or is_compiled():
        return
    from geo.cli.progress import console_reporter
    from geo.errors import OutputError
    from geo.pipeline.kernels import compile_kernels

    typer.echo("Premier démarrage sur ces rues : leurs calculs se compilent, une minute environ.")
    with suppress(OutputError):  # compiled when first asked for
        compile_kernels(console_reporter())


def is_compiled() -> bool:
    """
    Tell whether every file of loops has been compiled by some program, in its present state.

    Returns
    -------
    compiled
        For this version of Python; told by the files that numba leaves, without importing it.
    """
    from geo.network import kernels
    from geo.network.kernels.cache import cache_folder

    suffix = f".py{sys.version_info.major}{sys.version_info.minor}.nbi"
    for file in Path(kernels.__file__).parent.glob("*.py"):
        if b"\n@compiled" in file.read_bytes():
            folder = cache_folder(file)
            if folder is None or not any(folder.rglob(f"*{suffix}")):
                return False
    return True


def check_port_free(host: str, port: int) -> None:
    """
    Check that a server may listen, before anything long is done.

    Parameters
    ----------
    host, port
        Where it will listen.

    Raises
    ------
    InputError
        If it may not; the message says what to do.
    """
    open_socket(host, port).close()


def open_socket(host: str, port: int) -> socket.socket:
    """
    Listen, in such a way that answers leave at once.

    Parameters
    ----------
    host, port
        Where to listen; port 0 for any that is free.

    Returns
    -------
    listening
        The caller closes it.

    Raises
    ------
    InputError
        If it is not possible; the message says what to do.

    Notes
    -----
    The socket that uvicorn shares among workers lacks ``TCP_NODELAY``: each answer then
    waits for the client's delayed acknowledgement (44 ms measured instead of 2).
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise InputError(_advice(error, host, port)) from error
    # connections inherit it
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def run_server(settings: "Settings", *, host: str, port: int, workers: int = 1) -> None:
    """
    Serve until interrupted; no access log, because addresses hold people's positions.

    Parameters
    ----------
    settings
        Read again by each worker, from the environment that this sets.
    host, port
        Where to listen.
    workers
        Processes that answer.

    Raises
    ------
    InputError
        If it cannot listen there.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    os.environ.update(_environment(settings))
    config = uvicorn.Config(
        "api.app:create_app",
        factory=True,
        workers=workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        http="h11",  # the only one of uvicorn's parsers that bounds the head of a request
        h11_max_incomplete_event_size=ADDRESS_MAX_BYTES,
        timeout_graceful_shutdown=GRACE_S,
    )
    # interrupted: uvicorn has already stopped in good order
    with open_socket(host, port) as listening, suppress(KeyboardInterrupt):
        if workers > 1:
            Multiprocess(config, sockets=[listening]).run()
            return
        server = uvicorn.Server(config)
        server.run(sockets=[listening])
        if not server.started:
            raise typer.Exit(1)


def _environment(settings: "Settings") -> dict[str, str]:
    given = {
        "DATABASE_URL": settings.database_url,
        "DEUXPORTES_DATA_DIR": str(settings.data_dir),
        "DEUXPORTES_REGION": settings.region,
    }
    return {name: value for name, value in given.items() if value is not None}


def _advice(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"le port {port} est déjà pris sur {host} : arrêtez le programme qui l’occupe, ou"
            f" choisissez-en un autre avec --port (par exemple --port {_other(port)})."
        )
    if error.errno == errno.EACCES:
        return f"le port {port} est réservé à root : choisissez-en un de 1024 ou plus avec --port."
    return f"impossible de servir sur {host}, port {port} ({error.strerror}) : vérifiez --host."


def _other(port: int) -> int:
    return port + 1 if port < 65535 else port - 1  # noqa: PLR2004 - the last port there is
