"""All that the files of one diagnostic are made from; small enough to go to another process."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.diagnostics.drawing import Drawing
from geo.domain.dossier import Dossier
from geo.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bundle:
    """
    One diagnostic, whole.

    Attributes
    ----------
    dossier
        What it says.
    drawings
        Its pictures, one an `geo.domain.dossier.Illustration`, of the same code.
    layers
        GeoDataFrames in WGS84 by name of the layer (``communes``, ``bassins``, ``points_accueil``,
        ``lacunes``, ``sites``); columns by their outside names.

    Raises
    ------
    InputError
        If pictures told and drawn differ.
    """

    dossier: Dossier
    drawings: tuple[Drawing, ...]
    layers: Mapping[str, Any]

    def __post_init__(self) -> None:
        told = sorted(figure.code for figure in self.dossier.illustrations())
        drawn = sorted(drawing.code for drawing in self.drawings)
        if told != drawn:
            raise InputError(f"needed the pictures {told}, got {drawn}.")
