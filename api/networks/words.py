"""What answers say of the network they come from, and of traffic."""

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from api.answers import Element
from api.networks.listing import Network

if TYPE_CHECKING:
    from api.networks.service import Service


class Trafic(BaseModel):
    """Ce que la circulation fait aux durées."""

    model_config = ConfigDict(extra="forbid")

    tranche: str = Field(description="Tranche horaire de l’instant du départ.")
    facteur: float = Field(
        description="Ce par quoi la part en voiture d’une durée sans circulation a été multipliée ;"
        " 1 : route libre. Une durée estimée, qui est celle d’un jour ouvré ordinaire, est"
        " multipliée par ce facteur sur celui d’un tel jour."
    )


class ReseauDeRues(BaseModel):
    """Le réseau de rues d’où viennent les durées, à citer avec elles."""

    model_config = ConfigDict(extra="forbid")

    nom: str = Field(description="Nom du réseau (voir /v1/etat).")
    licence: str = Field(description="Licence de ce qui en est calculé.")
    attribution: str = Field(description="Mention à montrer avec les résultats.")
    publiable: bool = Field(description="Sa licence permet-elle de publier les résultats ?")


def to_network(network: Network) -> Element:
    """
    Say where times come from.

    Parameters
    ----------
    network
        That gave them.

    Returns
    -------
    element
        As `ReseauDeRues`.
    """
    source = network.manifest.source
    return {
        "nom": network.manifest.name,
        "licence": source.licence,
        "attribution": source.attribution,
        "publiable": source.publiable,
    }


def to_origin(service: "Service | None", departure: datetime) -> Element:
    """
    Say where the times of an answer come from, and what traffic did to them.

    Parameters
    ----------
    service
        That gave them; None for estimates.
    departure
        When one leaves.

    Returns
    -------
    members
        ``trafic`` and ``reseau_rues``, null without a network; the first also where the
        mode knows no traffic.
    """
    if service is None:
        return {"trafic": None, "reseau_rues": None}
    return {"trafic": to_traffic(service, departure), "reseau_rues": to_network(service.network)}


def to_traffic(service: "Service", departure: datetime) -> Element | None:
    """
    Say what traffic does to times at a departure.

    Parameters
    ----------
    service
        That answers where one stands.
    departure
        When one leaves.

    Returns
    -------
    element
        As `Trafic`; None where the mode knows none.
    """
    from geo.network.profiles.traffic import tranche_at  # noqa: PLC0415 - only where a network is

    tranche = tranche_at(service.engine.constants, departure)
    return None if tranche is None else {"tranche": tranche.code, "facteur": tranche.facteur}
