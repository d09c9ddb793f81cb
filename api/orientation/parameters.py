"""Query parameters of the orientation."""

from typing import Annotated, Literal

from pydantic import Field

from api.parameters import VALUES_MAX, Position, Several, Trajet, Whole
from api.points_accueil.parameters import AU_PLUS_MAX_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil


class Orientation(Trajet, Position):
    """Parameters of the orientation."""

    profil: Annotated[
        tuple[Profil, ...],
        Field(
            max_length=VALUES_MAX,
            description="Publics dont la personne fait partie, tous à la fois (voir /v1/profils) :"
            " un lieu qui reçoit l’un d’eux convient. Sans ce paramètre : tout public.",
            examples=["jeune"],
        ),
        Several,
    ] = ()
    besoin: Annotated[
        Mission,
        Field(description="Ce dont la personne a besoin (voir /v1/besoins).", examples=["conseil"]),
    ]
    au_plus_s: Annotated[
        int | None,
        Field(
            ge=1,
            le=AU_PLUS_MAX_S,
            description="Durée la plus longue de chaque trajet, en secondes, comprise : jusqu’à la"
            " première porte, puis de là jusqu’à la seconde. Sans ce paramètre, le temps de"
            " référence du mode, que la réponse donne avec sa source.",
            examples=[1800],
        ),
        Whole,
    ] = None
    pmr: Annotated[
        Literal["oui"] | None,
        Field(
            description="« oui » n’accepte pour portes que les lieux dont l’accès aux personnes"
            " handicapées est certain : ni « sur demande », ni « inconnue ».",
            examples=["oui"],
        ),
    ] = None
