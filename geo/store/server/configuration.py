"""How the private cluster is set: a Unix socket only, and nothing of anybody in its log."""

from pathlib import Path

SETTINGS: dict[str, str] = {
    # reached by the socket alone, by whoever may enter its folder
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "port": "5432",
    # a person's position, passed as a parameter, never reaches the log
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_min_messages": "log",  # an error's own text may quote a value; the client still gets it
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_connections": "off",
    "log_disconnections": "off",
    "log_lock_waits": "off",
    "log_temp_files": "-1",
    "log_checkpoints": "off",
    "logging_collector": "off",
    # the same everywhere, whatever the machine
    "timezone": "'GMT'",
    "log_timezone": "'GMT'",
    "datestyle": "'iso, dmy'",
    "lc_messages": "'C'",
    "max_connections": "100",
    "shared_buffers": "'128MB'",
    "max_wal_size": "'1GB'",
    "dynamic_shared_memory_type": "mmap",  # /dev/shm is small in containers, emptied at log-out
    "jit": "off",  # compiling costs more than our queries, and needs LLVM
}


def socket_directories(folder: Path) -> str:
    r"""
    Write a folder as ``unix_socket_directories`` reads it.

    Parameters
    ----------
    folder
        May contain spaces, commas and quotes.

    Returns
    -------
    value
        A quoted list of one, in a quoted setting.

    Examples
    --------
    >>> socket_directories(Path("/home/l'amie, ici"))
    '\'"/home/l\'\'amie, ici"\''
    """
    item = str(folder).replace('"', '""')
    text = f'"{item}"'.replace("\\", "\\\\").replace("'", "''")
    return f"'{text}'"


def configuration(socket_dir: Path) -> str:
    """
    Write the whole ``postgresql.conf``.

    Parameters
    ----------
    socket_dir
        Folder of the socket.

    Returns
    -------
    text
        One setting a line; written anew at every start.
    """
    settings = SETTINGS | {"unix_socket_directories": socket_directories(socket_dir)}
    return "".join(f"{name} = {value}\n" for name, value in settings.items())
