"""Query parameters of isochrones."""

from types import MappingProxyType
from typing import Annotated

from pydantic import Field, model_validator

from api.parameters import Position, Several, Trajet, Whole, refuse
from geo.network.estimate import Mode

CUTOFFS_MAX = 6
CUTOFFS_S = (600, 1200, 1800)
CUTOFF_MAX_S = MappingProxyType(
    {Mode.MARCHE: 7200, Mode.VELO: 5400, Mode.VOITURE: 3600, Mode.FAUTEUIL: 7200}
)
"""Longest time of each mode: what is reached within it stays of the size of a region."""

Cutoff = Annotated[int, Field(ge=1, le=max(CUTOFF_MAX_S.values())), Whole]


class Isochrones(Trajet, Position):
    """Parameters of isochrones."""

    au_plus_s: Annotated[
        tuple[Cutoff, ...],
        Field(
            min_length=1,
            max_length=CUTOFFS_MAX,
            description="Durées de trajet, en secondes, comprises ; au plus"
            + ", ".join(f" {longest} en {mode.value}" for mode, longest in CUTOFF_MAX_S.items())
            + ".",
            examples=list(CUTOFFS_S),
        ),
        Several,
    ] = CUTOFFS_S

    @model_validator(mode="after")
    def _within_the_mode(self) -> "Isochrones":
        longest = CUTOFF_MAX_S[self.mode]
        if max(self.au_plus_s) > longest:
            raise refuse(
                f"Le paramètre « au_plus_s » doit être au plus {longest} secondes avec"
                f" mode={self.mode.value}."
            )
        return self
