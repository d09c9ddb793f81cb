"""The streets that times come from, told on every row of a file."""

from geo.access.street_run import EDGES, MAIN_ROADS, TRIAL
from geo.network.manifest import Manifest

STREET_WORDS = ("reseau_rues", "avertissement", "attribution")
"""Columns that `streets_told` gives."""


def streets_told(manifest: Manifest | None, *, publiable: bool) -> dict[str, str]:
    """
    Name the streets, what makes figures too good or keeps them from publication, and the credit.

    Parameters
    ----------
    manifest
        Of the network that gave some of the times; None where all are estimated.
    publiable
        Whether the figures may be published.

    Returns
    -------
    told
        By `STREET_WORDS`; empty texts where there is nothing to say.
    """
    warnings = [] if publiable else [TRIAL]
    if manifest is None:
        return dict(zip(STREET_WORDS, ("", " ; ".join(warnings), ""), strict=True))
    source = manifest.source
    if source.kind == EDGES:
        warnings.append(MAIN_ROADS)
    credit = f"{source.attribution}, {source.licence}"
    told = manifest.name, " ; ".join(warnings), credit
    return dict(zip(STREET_WORDS, told, strict=True))
