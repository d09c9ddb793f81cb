"""Shape of the answers about bassins, for OpenAPI; tests hold the answers to it."""

from pydantic import BaseModel, ConfigDict, Field


class Bassin(BaseModel):
    """Un bassin d’emploi (BMO 2024)."""

    model_config = ConfigDict(extra="forbid")

    code_bassin: str
    nom: str
    code_region: str
    population: int
    bbox: list[float] = Field(
        min_length=4, max_length=4, description="Ouest, sud, est, nord, en degrés."
    )


class BassinDetaille(Bassin):
    """Un bassin et ses communes."""

    communes: list[str] = Field(description="Codes INSEE ; arrondissements compris.")


class Bassins(BaseModel):
    """Une page de bassins."""

    model_config = ConfigDict(extra="forbid")

    elements: list[Bassin]
    suivant: str | None
