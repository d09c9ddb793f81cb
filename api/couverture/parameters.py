"""Query parameters of coverage."""

from typing import Annotated

from pydantic import Field, model_validator

from api.parameters import VALUES_MAX, Codes, Several, refuse
from api.runs import Besoins, Publics, Resultats
from geo.domain.couverture import ALL_RESEAUX, Forme
from geo.domain.mission import Mission
from geo.domain.profil import Profil

NO_SUCH_ROWS = (
    "Ces lignes n’existent pas : elles sont ou bien par réseau, tous publics et besoins ensemble et"
    " dans un lieu, ou bien par public et besoin, tous réseaux ensemble. Ôtez « reseau », ou ôtez"
    " « profil », « besoin » et « forme »."
)


class Liste(Resultats):
    """Parameters of the list; several values of one parameter widen, several parameters narrow."""

    reseau: Annotated[
        Codes,
        Field(
            description=f"Réseaux, ou « {ALL_RESEAUX} » : le plus proche de n’importe quel réseau"
            " qui est une porte.",
            examples=[ALL_RESEAUX],
        ),
    ] = ()
    profil: Annotated[
        Publics,
        Field(
            description="Publics aidés (voir /v1/profils), ou « tous » : quel que soit le public,"
            " par réseau. Sans `profil`, `besoin` ni `forme`, la liste n’a que ces lignes par"
            " réseau ; dès qu’un des trois est donné, les deux autres ne restreignent plus.",
        ),
    ] = ()
    besoin: Annotated[
        Besoins,
        Field(
            description="Besoins (voir /v1/besoins), ou « tous » : quel que soit le besoin, par"
            " réseau.",
        ),
    ] = ()
    forme: Annotated[
        tuple[Forme, ...],
        Field(
            max_length=VALUES_MAX,
            description="Façons d’être aidé : dans un lieu, à distance, ou l’une au moins.",
            examples=["physique"],
        ),
        Several,
    ] = ()

    @model_validator(mode="after")
    def _there_are_such_rows(self) -> "Liste":
        by_reseau = (
            _admits(self.profil, ALL_RESEAUX)
            and _admits(self.besoin, ALL_RESEAUX)
            and _admits(self.forme, Forme.PHYSIQUE)
        )
        by_need = (
            _admits(self.reseau, ALL_RESEAUX)
            and _admits(self.profil, *Profil)
            and _admits(self.besoin, *Mission)
        )
        if not by_reseau and not by_need:
            raise refuse(NO_SUCH_ROWS)
        return self


def _admits(asked: tuple[str, ...], *values: str) -> bool:
    """Tell whether a parameter lets one of some values pass; one that is not given lets all."""
    return not asked or not set(asked).isdisjoint(values)
