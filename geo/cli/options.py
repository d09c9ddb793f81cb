"""Options that several commands share: one word, one meaning, one help."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.domain.couverture import LONGEST_S
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.network.estimate import ESTIMATED_MODES, Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.settings import Settings


class Partition(StrEnum):
    """The ways to cut the territory, named as in `geo.access.survey.People.partitions`."""

    BASSIN = "bassin"
    DEPARTEMENT = "departement"
    EPCI = "epci"
    EPT = "ept"
    REGION = "region"
    ZONE_EMPLOI = "zone_emploi"


def listed(codes: type[StrEnum]) -> str:
    """
    List the values of an option for its help: typer's own list does not fit in its column.

    Parameters
    ----------
    codes
        The values.

    Returns
    -------
    words
        Those, with commas.
    """
    return ", ".join(code.value for code in codes)


def check_cutoff(cutoff_s: int | None) -> int | None:
    """
    Refuse what is no time that people would travel for.

    Parameters
    ----------
    cutoff_s
        Value of `OneCutoff`.

    Returns
    -------
    cutoff_s
        The same.

    Raises
    ------
    BadParameter
        If it is under a second or over a day.
    """
    if cutoff_s is not None and not 1 <= cutoff_s <= LONGEST_S:
        longest = f"{LONGEST_S:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
        raise typer.BadParameter(
            f"il faut de 1 à {longest} secondes (un jour), reçu {cutoff_s}.",
            param_hint="--au-plus-s",
        )
    return cutoff_s


def check_cutoffs(cutoffs_s: list[int] | None) -> list[int] | None:
    """
    Refuse what is no time that people would travel for.

    Parameters
    ----------
    cutoffs_s
        Value of `ManyCutoffs` or `ReferenceCutoffs`.

    Returns
    -------
    cutoffs_s
        The same.

    Raises
    ------
    BadParameter
        As of `check_cutoff`.
    """
    for cutoff_s in cutoffs_s or ():
        check_cutoff(cutoff_s)
    return cutoffs_s


ManyModes = Annotated[
    list[Mode] | None,
    typer.Option(
        "--mode",
        metavar="MODE",
        help=f"Mode de déplacement, répétable ; tous si aucun n’est donné : {listed(Mode)}.",
    ),
]
OneMode = Annotated[
    Mode, typer.Option("--mode", metavar="MODE", help=f"Mode de déplacement : {listed(Mode)}.")
]
Network = Annotated[
    str | None,
    typer.Option(
        "--network",
        metavar="NOM",
        help="Réseau de rues construit par « deuxportes network build » ; sans lui, et hors de "
        "lui, les durées sont estimées.",
    ),
]
ManyProfils = Annotated[
    list[Profil] | None,
    typer.Option(
        "--profil",
        metavar="PUBLIC",
        help=f"Public, répétable ; tous si aucun n’est donné : {listed(Profil)}.",
    ),
]
OneProfil = Annotated[
    Profil, typer.Option("--profil", metavar="PUBLIC", help=f"Public : {listed(Profil)}.")
]
ManyBesoins = Annotated[
    list[Mission] | None,
    typer.Option(
        "--besoin",
        metavar="BESOIN",
        help=f"Besoin, répétable ; tous si aucun n’est donné : {listed(Mission)}.",
    ),
]
OneBesoin = Annotated[
    Mission, typer.Option("--besoin", metavar="BESOIN", help=f"Besoin : {listed(Mission)}.")
]
ManyReseaux = Annotated[
    list[str] | None,
    typer.Option(
        "--reseau",
        metavar="CODE",
        help="Réseau institutionnel (france-travail, cio…), répétable ; tous si aucun n’est donné.",
    ),
]
ManyCutoffs = Annotated[
    list[int] | None,
    typer.Option(
        "--au-plus-s",
        callback=check_cutoffs,
        metavar="SECONDES",
        help="Durée à ne pas dépasser, en secondes (1200 = 20 minutes), répétable ; 10, 15, 20, "
        "30, 40, 45 et 60 minutes si aucune n’est donnée.",
    ),
]
ReferenceCutoffs = Annotated[
    list[int] | None,
    typer.Option(
        "--au-plus-s",
        callback=check_cutoffs,
        metavar="SECONDES",
        help="Durée à ne pas dépasser, en secondes (1200 = 20 minutes), répétable ; sans elle, la "
        "durée de référence du mode (et, dans le fichier, les durées usuelles).",
    ),
]
OneCutoff = Annotated[
    int | None,
    typer.Option(
        "--au-plus-s",
        callback=check_cutoff,
        metavar="SECONDES",
        help="Durée à ne pas dépasser, en secondes (1200 = 20 minutes) ; sans elle, la durée de "
        "référence du mode.",
    ),
]
ManyPartitions = Annotated[
    list[Partition] | None,
    typer.Option(
        "--partition",
        metavar="DECOUPAGE",
        help="Découpage du territoire, répétable ; bassins et région par défaut : "
        f"{listed(Partition)}.",
    ),
]
OnePartition = Annotated[
    Partition,
    typer.Option(
        "--partition",
        metavar="DECOUPAGE",
        help=f"Découpage du territoire : {listed(Partition)}.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FICHIER", help="Fichier à écrire, remplacé d’un coup s’il existe."
    ),
]


def network_folder(network: str | None, settings: "Settings") -> Path | None:
    """
    Find the folder of a street network that was named.

    Parameters
    ----------
    network
        Value of `Network`.
    settings
        Where networks are kept.

    Returns
    -------
    folder
        None where no network was named; it may not exist.

    Raises
    ------
    SourceError
        If this can be no name of a network.
    """
    if network is None:
        return None
    from geo.network.library import check_name
    from geo.pipeline.network import networks_folder

    return networks_folder(settings) / check_name(network)


def check_modes(modes: "Sequence[Mode] | None", network: str | None) -> None:
    """
    Refuse modes that nothing can time.

    Parameters
    ----------
    modes
        Value of `ManyModes`.
    network
        Value of `Network`.

    Raises
    ------
    BadParameter
        If a mode is never estimated and no network was named.
    """
    never = [mode.value for mode in modes or () if mode not in ESTIMATED_MODES]
    if never and network is None:
        raise typer.BadParameter(
            f"{', '.join(never)} : aucune estimation n’existe ; donnez un réseau avec --network.",
            param_hint="--mode",
        )


def check_question(reseau: str | None, profil: Profil | None, besoin: Mission | None) -> None:
    """
    Refuse a question that is two, or half of one.

    Parameters
    ----------
    reseau
        Value of ``--reseau``: one réseau.
    profil, besoin
        Values of ``--profil`` and ``--besoin``: one public, one need; a need alone is everyone's.

    Raises
    ------
    BadParameter
        If both a réseau and a public or need were given, or a public without a need.
    """
    if reseau is not None and (profil or besoin):
        raise typer.BadParameter(
            "demandez un réseau, ou un public et un besoin, pas les deux.", param_hint="--reseau"
        )
    if profil is not None and besoin is None:
        raise typer.BadParameter(
            f"pour quoi faire ? ajoutez --besoin ({', '.join(Mission)}).", param_hint="--profil"
        )
