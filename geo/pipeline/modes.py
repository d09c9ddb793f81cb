"""Which modes a calculation has: those of a street network, and those that are estimated."""

from collections.abc import Sequence

from geo.access.street_run import EDGES
from geo.errors import InputError, SourceError
from geo.network.estimate import ESTIMATED_MODES, PACES, Mode
from geo.network.manifest import Manifest


def chosen_modes(modes: Sequence[Mode] | None, manifest: Manifest | None) -> tuple[Mode, ...]:
    """
    Give the modes asked for, each once; refuse those that nothing can time.

    Parameters
    ----------
    modes
        How people travel; None for all that can be estimated, or that the network has.
    manifest
        Of the street network, where there is one.

    Returns
    -------
    modes
        In the order given.

    Raises
    ------
    InputError
        If there is no network, and a mode cannot be estimated.
    SourceError
        If the network lacks a mode.
    """
    if manifest is None:
        chosen = tuple(dict.fromkeys(modes or ESTIMATED_MODES))
        never = [mode.value for mode in chosen if mode not in PACES]
        if never:
            raise InputError(f"no estimate for {never}: they take a street network.")
        return chosen
    chosen = tuple(dict.fromkeys(modes or [mode for mode in Mode if mode in manifest.profiles]))
    absent = [mode.value for mode in chosen if mode not in manifest.profiles]
    if absent:
        can = manifest.source.kind != EDGES
        rebuild = "Reconstruisez-le avec ce mode (deuxportes network build),"
        advice = rebuild if can else "Sa source n’en donne pas d’autre :"
        raise SourceError(
            f"le réseau « {manifest.name} » n’a pas de profil {', '.join(absent)} ; il a : "
            f"{', '.join(mode.value for mode in manifest.profiles)}. {advice} choisissez l’un de "
            "ses profils avec --mode, ou un autre réseau avec --network."
        )
    return chosen


def estimated_beside(modes: Sequence[Mode]) -> tuple[Mode, ...]:
    """
    Give the modes that complete those of a network: whoever reads it knows the others too.

    Parameters
    ----------
    modes
        Those of the network.

    Returns
    -------
    modes
        All that can be estimated but these.
    """
    return tuple(mode for mode in ESTIMATED_MODES if mode not in modes)
