from pathlib import Path

import pytest

from geo.store.server.configuration import configuration


@pytest.mark.parametrize(
    "line",
    [
        "listen_addresses = ''",
        "log_parameter_max_length_on_error = 0",
        "log_min_error_statement = panic",
        "log_statement = none",
        "log_min_duration_statement = -1",
        "log_connections = off",
    ],
)
def test_nothing_is_listened_to_nor_logged(line):
    assert line in configuration(Path("/s")).splitlines()


def test_the_socket_folder_is_quoted_twice():
    text = configuration(Path('/l\'été "ici"\\x'))

    assert """unix_socket_directories = '"/l''été ""ici""\\\\x"'""" in text.splitlines()
