"""Query parameters of coverage."""

from functools import partial
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from api.parameters import VALUES_MAX, Several, refuse
from api.runs import Code, Resultats
from geo.domain.couverture import ALL_RESEAUX, Forme
from geo.domain.mission import Mission
from geo.domain.profil import Profil

PROFILS, BESOINS = (ALL_RESEAUX, *Profil), (ALL_RESEAUX, *Mission)


def _check_known(name: str, known: tuple[str, ...], value: str) -> str:
    if value not in known:
        listed = ", ".join(known)
        raise refuse(f"Le paramètre « {name} » doit être une de ces valeurs : {listed}.")
    return value


PublicOuTous = Annotated[
    str,
    AfterValidator(partial(_check_known, "profil", PROFILS)),
    WithJsonSchema({"type": "string", "enum": list(PROFILS)}),
]
BesoinOuTous = Annotated[
    str,
    AfterValidator(partial(_check_known, "besoin", BESOINS)),
    WithJsonSchema({"type": "string", "enum": list(BESOINS)}),
]


class Liste(Resultats):
    """Parameters of the list; several values of one parameter widen, several parameters narrow."""

    reseau: Annotated[
        tuple[Code, ...],
        Field(
            max_length=VALUES_MAX,
            description=f"Réseaux, ou « {ALL_RESEAUX} » : le plus proche de n’importe quel réseau"
            " qui est une porte.",
            examples=[ALL_RESEAUX],
        ),
        Several,
    ] = ()
    profil: Annotated[
        tuple[PublicOuTous, ...],
        Field(
            max_length=VALUES_MAX,
            description="Publics aidés (voir /v1/profils), ou « tous » : quel que soit le public,"
            " par réseau. Sans `profil`, `besoin` ni `forme`, la liste n’a que ces lignes par"
            " réseau ; dès qu’un des trois est donné, les deux autres ne restreignent plus.",
            examples=["tous"],
        ),
        Several,
    ] = ()
    besoin: Annotated[
        tuple[BesoinOuTous, ...],
        Field(
            max_length=VALUES_MAX,
            description="Besoins (voir /v1/besoins), ou « tous » : quel que soit le besoin, par"
            " réseau.",
            examples=["tous"],
        ),
        Several,
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
