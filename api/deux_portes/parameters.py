"""Query parameters of the two doors."""

from typing import Annotated

from pydantic import Field

from api.parameters import VALUES_MAX, Several
from api.runs import Resultats
from geo.domain.mission import Mission
from geo.domain.profil import Profil


class Liste(Resultats):
    """Parameters of the list; several values of one parameter widen, several parameters narrow."""

    profil: Annotated[
        tuple[Profil, ...],
        Field(max_length=VALUES_MAX, description="Publics (voir /v1/profils).", examples=["jeune"]),
        Several,
    ] = ()
    besoin: Annotated[
        tuple[Mission, ...],
        Field(
            max_length=VALUES_MAX, description="Besoins (voir /v1/besoins).", examples=["conseil"]
        ),
        Several,
    ] = ()
