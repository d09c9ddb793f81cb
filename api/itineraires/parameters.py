"""Query parameters of itineraries."""

from typing import Annotated

from pydantic import Field

from api.parameters import TEXT_MAX, Position, Trajet


class Itineraire(Trajet, Position):
    """Parameters of an itinerary."""

    point_id: Annotated[
        str,
        Field(
            min_length=1,
            max_length=TEXT_MAX,
            description="Identifiant du lieu où aller (voir /v1/points-accueil).",
            examples=["dila--mission_locale-94028-01"],
        ),
    ]
