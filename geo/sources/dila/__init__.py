"""
DILA's directory (« Annuaire – base de données locales »), read in two stages.

1. :func:`read_organismes`: the XML as published → plain facts, one `Organisme` a file;
2. :func:`to_directory`: facts, communes and réseaux → points d'accueil and rejects with reasons.

The embedded reference keeps the facts of the first stage, so that the demonstration runs the
second one as it is.
"""

from geo.sources.dila.archive import holds_one_record
from geo.sources.dila.directory import Directory, to_directory, to_reject
from geo.sources.dila.organisme import SOURCE, Illisible, Organisme
from geo.sources.dila.records import read_organismes
from geo.sources.dila.town_halls import TOWN_HALL_COLUMNS, town_halls

__all__ = [
    "SOURCE",
    "TOWN_HALL_COLUMNS",
    "Directory",
    "Illisible",
    "Organisme",
    "holds_one_record",
    "read_organismes",
    "to_directory",
    "to_reject",
    "town_halls",
]
