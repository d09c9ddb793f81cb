"""Shape of the answers about communes, for OpenAPI; tests hold the answers to it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Commune(BaseModel):
    """Une commune ou un arrondissement municipal."""

    model_config = ConfigDict(extra="forbid")

    code_commune: str = Field(description="Code INSEE.")
    nom: str
    type: Literal["commune", "arrondissement"]
    code_parent: str | None = Field(description="Commune de l’arrondissement.")
    code_departement: str
    code_region: str
    code_epci: str | None
    code_ept: str | None
    code_bassin: str | None
    population: int
    millesime: int = Field(description="Année du code officiel géographique.")
    bbox: list[float] = Field(
        min_length=4, max_length=4, description="Ouest, sud, est, nord, en degrés."
    )


class Communes(BaseModel):
    """Une page de communes."""

    model_config = ConfigDict(extra="forbid")

    elements: list[Commune]
    suivant: str | None
