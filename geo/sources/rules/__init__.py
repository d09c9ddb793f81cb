"""What the service declares, from the editable files of ``data/reference``."""

from pathlib import Path

from geo.domain.reseau import Reseau
from geo.domain.rules import Rules
from geo.errors import SourceError
from geo.sources.reseaux import read_reseaux
from geo.sources.rules.competences import read_competences
from geo.sources.rules.publics import read_publics
from geo.sources.rules.services import read_services
from geo.sources.rules.times import read_times

__all__ = ["RESEAUX_FILE", "RULES_FILES", "declared_files", "read_competences", "read_rules"]

RESEAUX_FILE = "reseaux.toml"
"""In the folder of sources."""

RULES_FILES = ("competences.toml", "services_a_distance.toml", "temps.toml", "publics.toml")
"""In the folder of rules; all of them are needed."""


def declared_files(raw: Path, folder: Path) -> tuple[Path, ...]:
    """
    Name the files of what is declared, which all must be there.

    Parameters
    ----------
    raw
        Folder of `RESEAUX_FILE`.
    folder
        Folder of `RULES_FILES`.

    Returns
    -------
    paths
        The réseaux, then the rules.

    Raises
    ------
    SourceError
        If one is absent.
    """
    paths = (raw / RESEAUX_FILE, *(folder / name for name in RULES_FILES))
    absent = [str(path) for path in paths if not path.is_file()]
    if absent:
        raise SourceError(
            f"il fallait {', '.join(absent)} : reprenez-les du dépôt. Un dossier de données a "
            "raw/ (sources) et reference/ (ce que le service déclare)."
        )
    return paths


def read_rules(raw: Path, folder: Path) -> tuple[tuple[Reseau, ...], Rules]:
    """
    Read the réseaux, and all that is declared beside them.

    Parameters
    ----------
    raw, folder
        As of `declared_files`.

    Returns
    -------
    reseaux, rules
        In the order of the files.

    Raises
    ------
    SourceError
        If a file is absent, breaks its contract, or names what another lacks.
    """
    of_reseaux, of_competences, of_services, of_times, of_publics = declared_files(raw, folder)
    competences = read_competences(of_competences)
    reseaux = read_reseaux(of_reseaux, competences)
    times, uncertainties = read_times(of_times)
    return reseaux, Rules(
        competences=competences,
        services=read_services(of_services, reseaux=[one.code for one in reseaux]),
        reference_times=times,
        uncertainties=uncertainties,
        publics=read_publics(of_publics),
    )
