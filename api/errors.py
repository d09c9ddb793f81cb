"""One table from errors to HTTP statuses; every refusal is a problem (RFC 9457) in French."""

import logging
import traceback
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Any

import orjson
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.reading import UnknownParameterError
from api.validation import RefusedParametersError, RefusedRequestError
from geo.errors import (
    GeoError,
    NotFoundError,
    StoreEmptyError,
    StoreUnavailableError,
)
from geo.network.protocol import Motif
from geo.store.pool import StoreAwayError, StoreBusyError, StoreTablesError

logger = logging.getLogger("deuxportes.api")

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5
RETRY_OPENING_S = 15
"""Seconds to wait for a network: a second or two, or a minute where kernels are compiled."""

RETRY_ACTED_S = 60
"""Seconds to wait where someone must act first."""

ALLOWED = "GET, HEAD, OPTIONS"
POSTED = "POST, OPTIONS"
SERVER_ERROR = 500
UNAVAILABLE = 503
FRAMES = 6
"""Callers that the log names, innermost first."""


class BodyRefusedError(RefusedRequestError):
    """The request carries a body that is too large, or of unknown length."""


class BusyError(GeoError, RuntimeError):
    """The worker already answers as many requests as it may."""


class OpeningError(GeoError, RuntimeError):
    """A network of streets is being opened, and its kernels perhaps compiled."""


class NoWayError(NotFoundError):
    """No travel time is known there; it carries why."""

    def __init__(self, message: str, motif: Motif) -> None:
        super().__init__(message)
        self.motif = motif


@dataclass(frozen=True, slots=True)
class Problem:
    """
    What an error becomes.

    Attributes
    ----------
    status
        HTTP status.
    titre
        What kind of error it is, the same each time.
    detail
        What to do; None where the error's own message says it, in French.
    """

    status: int
    titre: str
    detail: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


_WAIT = MappingProxyType({"Retry-After": str(RETRY_AFTER_S)})

_BUSY = Problem(
    503,
    "Service occupé",
    "Le service répond déjà à beaucoup de demandes : réessayez dans quelques secondes.",
    _WAIT,
)

_OPENING = Problem(
    503,
    "Rues en préparation",
    "Le service ouvre ses réseaux de rues, ce qui peut prendre une minute après une installation :"
    " réessayez dans un moment.",
    {"Retry-After": str(RETRY_OPENING_S)},
)

PROBLEMS: Mapping[type[Exception], Problem] = MappingProxyType(
    {
        UnknownParameterError: Problem(400, "Paramètre inconnu"),
        NoWayError: Problem(404, "Trajet inconnu"),
        NotFoundError: Problem(404, "Introuvable"),
        BodyRefusedError: Problem(413, "Corps de requête refusé", headers={"Connection": "close"}),
        RefusedRequestError: Problem(422, "Demande incorrecte"),
        BusyError: _BUSY,
        StoreBusyError: _BUSY,
        OpeningError: _OPENING,
        TimeoutError: Problem(
            503,
            "Réponse trop longue",
            "La réponse a pris trop de temps : réessayez, avec une demande plus étroite.",
            _WAIT,
        ),
        StoreEmptyError: Problem(
            503,
            "Annuaire vide",
            "L’annuaire n’est pas encore chargé : réessayez dans quelques minutes.",
            {"Retry-After": str(RETRY_ACTED_S)},
        ),
        StoreTablesError: Problem(
            503,
            "Annuaire à charger",
            "Les tables de l’annuaire manquent, et ne reviendront pas d’elles-mêmes. Si vous"
            " tenez ce service, chargez-les de nouveau : deuxportes demo, ou deuxportes ingest"
            " reference. Sinon, prévenez qui le tient, et réessayez plus tard.",
            {"Retry-After": str(RETRY_ACTED_S)},
        ),
        StoreUnavailableError: Problem(
            503,
            "Annuaire indisponible",
            "L’annuaire ne répond pas pour le moment : réessayez dans quelques secondes.",
            _WAIT,
        ),
        Exception: Problem(
            500,
            "Erreur inattendue",
            "Le service a rencontré une erreur : réessayez, et signalez la référence"
            " « instance » si elle persiste.",
        ),
    }
)
"""Errors to problems; the nearest class in the error's ancestry decides."""

HTTP_PROBLEMS: Mapping[int, Problem] = MappingProxyType(
    {
        404: Problem(
            404,
            "Adresse inconnue",
            "Aucune ressource à cette adresse : la page d’accueil (/) et /openapi.json les citent"
            " toutes.",
        ),
        405: Problem(
            405,
            "Méthode refusée",
            "Ce service se consulte seulement : utilisez GET ou HEAD.",
            {"Allow": ALLOWED},
        ),
    }
)
"""What the router refuses by itself."""

TO_POST = Problem(
    405,
    "Méthode refusée",
    "Cette ressource se demande par POST, avec un corps en JSON.",
    {"Allow": POSTED},
)


def install(app: FastAPI) -> None:
    """
    Make an application answer its errors as problems.

    Parameters
    ----------
    app
        Application being built.
    """
    app.add_exception_handler(GeoError, _on_error)
    app.add_exception_handler(HTTPException, _on_http)


def to_response(error: Exception) -> Response:
    """
    Turn an error into its answer, and leave a trace that quotes nothing of the request.

    Parameters
    ----------
    error
        Anything raised while answering.

    Returns
    -------
    response
        ``application/problem+json``, never to be stored; ``instance`` names this
        occurrence, as in the log, and never repeats the address asked for.
    """
    problem = next(PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS)
    instance = uuid.uuid4().urn
    # a crowd must not fill the disk as well; an absence is said once, by the pool
    said_elsewhere = any(problem is one for one in (_BUSY, _OPENING)) or isinstance(
        error, StoreAwayError
    )
    if problem.status >= SERVER_ERROR and not said_elsewhere:
        _log(error, instance, problem.status)
    members: dict[str, object] = {}
    if isinstance(error, NoWayError):
        members["motif"] = error.motif
    if isinstance(error, RefusedParametersError):
        members["erreurs"] = [asdict(refusal) for refusal in error.refusals]
    return _respond(problem, problem.detail or str(error), instance, **members)


def _respond(
    problem: Problem, detail: str, instance: str | None = None, **members: object
) -> Response:
    body = {
        "type": "about:blank",
        "title": problem.titre,
        "status": problem.status,
        "detail": detail,
        "instance": instance or uuid.uuid4().urn,
        **members,
    }
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **problem.headers}
    return Response(orjson.dumps(body), problem.status, headers, MEDIA_TYPE)


def _log(error: Exception, instance: str, status: int) -> None:
    """Say where, never what: a message or a value might hold someone's position."""
    if status == UNAVAILABLE:
        logger.warning("%s %s", instance, type(error).__name__)
        return
    frames = reversed(traceback.extract_tb(error.__traceback__))
    path = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in islice(frames, FRAMES))
    logger.error("%s %s %s", instance, type(error).__name__, path)


async def _on_error(_request: Request, error: Exception) -> Response:
    return to_response(error)


async def _on_http(_request: Request, error: Any) -> Response:  # noqa: ANN401 - Starlette's signature
    known = HTTP_PROBLEMS.get(error.status_code)
    if "POST" in (error.headers or {}).get("Allow", ""):
        known = TO_POST
    problem = known or Problem(error.status_code, "Demande refusée", "Corrigez la demande.")
    return _respond(problem, problem.detail or problem.titre)
