"""Why a record of a source is not published: nothing is dropped without one of these."""

from dataclasses import dataclass
from enum import StrEnum


class Motif(StrEnum):
    """Reason of a reject; the text beside it gives the detail."""

    RESEAU_NON_REPRIS = "reseau_non_repris"
    MAIRIE = "mairie"
    HORS_TERRITOIRE = "hors_territoire"
    SANS_POSITION = "sans_position"
    POSITION_FAUSSE = "position_fausse"
    IDENTIFIANT_EN_DOUBLE = "identifiant_en_double"
    ILLISIBLE = "illisible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejet:
    """A record that is not published."""

    id_source: str
    motif: Motif
    detail: str
