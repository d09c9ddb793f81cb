"""How many people of a public live in a territory, where someone counted them."""

from dataclasses import dataclass
from enum import StrEnum

from geo.domain.profil import Profil
from geo.errors import InputError


class TerritoireCompte(StrEnum):
    """The territories of which counts by public are known."""

    REGION = "region"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCompte:
    """
    A count of one public in one territory.

    Attributes
    ----------
    type_territoire, code_territoire
        Which; INSEE codes.
    profil
        Public counted.
    nombre
        People.
    source
        Who counted, and when.

    Raises
    ------
    InputError
        If the count is negative.
    """

    type_territoire: TerritoireCompte
    code_territoire: str
    profil: Profil
    nombre: int
    source: str

    def __post_init__(self) -> None:
        if self.nombre < 0:
            raise InputError(f"{self.profil}: needed a count, got {self.nombre}.")
