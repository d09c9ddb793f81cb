"""An organisme of DILA's directory: the plain facts of one record, before any judgement."""

from dataclasses import dataclass
from datetime import date

from geo.domain.horaires import Reserve

SOURCE = "dila"
"""What the ids of its places begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisme:
    """
    What one record says, cleaned as text and stripped of e-mails and persons' names.

    Attributes
    ----------
    id, pivot
        Identifier, and DILA's code of the network (``pivotLocal``).
    adresse, code_postal, ville
        Where people go: the located address.
    adresse_postale
        The other addresses, separated by semicolons, where there are some.
    latitude, longitude, precision
        As given, in text: judged later, with the communes at hand.
    accessibilite, accessibilite_note
        ``ACC``, ``DEM``, ``NAC`` or None; and the words beside it.
    horaires, horaires_note, horaires_reserves
        OSM ``opening_hours`` text, all the notes, and what they forbid to conclude.
    """

    id: str
    pivot: str
    code_commune: str
    nom: str
    date_maj: date | None = None
    adresse: str | None = None
    code_postal: str | None = None
    ville: str | None = None
    adresse_postale: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    precision: str | None = None
    accessibilite: str | None = None
    accessibilite_note: str | None = None
    telephone: str | None = None
    telephone_note: str | None = None
    site_web: str | None = None
    horaires: str | None = None
    horaires_note: str | None = None
    horaires_reserves: tuple[Reserve, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Illisible:
    """A file that holds no usable record; counted, never dropped."""

    nom_fichier: str
    detail: str
