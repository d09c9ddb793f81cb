"""Settings read from the environment, by entry points and the pipeline only."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """
    What an installation may change, frozen once read.

    Attributes
    ----------
    database_url
        ``DATABASE_URL``: a PostGIS to use as it is; None lets the project run its own.
    data_dir
        ``DEUXPORTES_DATA_DIR``: the folder of ``raw`` and ``processed``.
    region
        ``DEUXPORTES_REGION``: name of the embedded reference below ``data/raw``.
    maps_dir
        ``DEUXPORTES_MAPS_DIR``: the folder of maps and documents, whose files anyone may read
        under ``/cartes/``; ``processed/cartes`` below `data_dir` unless told otherwise.
    organisation, contact
        ``DEUXPORTES_ORGANISATION``, ``DEUXPORTES_CONTACT``: who publishes maps and documents, and
        where to write to them; their accessibility statement says so, or that it is not known.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_prefix="DEUXPORTES_", populate_by_name=True
    )

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    data_dir: Path = REPOSITORY / "data"
    region: str = "ile-de-france"
    maps_dir: Path = Field(default_factory=lambda told: told["data_dir"] / "processed" / "cartes")
    organisation: str = ""
    contact: str = ""

    @field_validator("maps_dir", mode="before")
    @classmethod
    def _says_where(cls, value: object) -> object:
        # an empty path is the current folder, which nobody means to publish
        if isinstance(value, str) and not value.strip():
            raise ValueError("DEUXPORTES_MAPS_DIR est vide : donnez un dossier, ou ôtez-la.")
        return value

    @property
    def raw_dir(self) -> Path:
        """Sources as received or compiled; never edited by a command but ``sources``."""
        return self.data_dir / "raw"

    @property
    def reference_dir(self) -> Path:
        """The embedded reference of the region."""
        return self.raw_dir / self.region

    @property
    def rules_dir(self) -> Path:
        """What the service declares: competences, remote services, reference times, counts."""
        return self.data_dir / "reference"

    @property
    def processed_dir(self) -> Path:
        """What commands rebuild: cluster, maps, exports."""
        return self.data_dir / "processed"
