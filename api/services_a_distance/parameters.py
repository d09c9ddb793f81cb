"""Query parameters of remote services."""

from typing import Annotated

from pydantic import Field

from api.parameters import VALUES_MAX, Page, Several
from api.points_accueil.parameters import CodeCommune
from geo.domain.mission import Mission
from geo.domain.profil import Profil


class Liste(Page):
    """Parameters of the list; several values of one parameter widen, several parameters narrow."""

    profil: Annotated[
        tuple[Profil, ...],
        Field(
            max_length=VALUES_MAX,
            description="Publics dont la personne fait partie ; un service « tout public » convient"
            " à chacun.",
            examples=["jeune"],
        ),
        Several,
    ] = ()
    besoin: Annotated[
        tuple[Mission, ...],
        Field(
            max_length=VALUES_MAX,
            description="Besoins (voir /v1/besoins) ; le service répond à l’un d’eux au moins.",
            examples=["information"],
        ),
        Several,
    ] = ()
    code_commune: Annotated[
        CodeCommune | None,
        Field(
            description="Commune de la personne (code INSEE) : les services dont la zone la"
            " comprend.",
            examples=["93066"],
        ),
    ] = None
