"""Build the application from settings; nothing happens at import."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware

from api import documentation, errors
from api.accueil.routes import router as accueil
from api.bassins.routes import router as bassins
from api.besoins.routes import router as besoins
from api.cartes.routes import router as cartes
from api.communes.routes import router as communes
from api.competences.routes import router as competences
from api.couverture.routes import router as couverture
from api.deps import State, set_state
from api.deux_portes.routes import router as deux_portes
from api.diagnostics.routes import router as diagnostics
from api.etat.routes import router as etat
from api.guard import Guard, Limits, SearchLimits
from api.indicateurs.routes import router as indicateurs
from api.isochrones.routes import router as isochrones
from api.itineraires.routes import router as itineraires
from api.networks.service import Networks, open_all, refresh
from api.orientation.routes import router as orientation
from api.points_accueil.routes import router as points_accueil
from api.profils.routes import router as profils
from api.reseaux.routes import router as reseaux
from api.scenarios.body import DemandeScenario
from api.scenarios.routes import router as scenarios_router
from api.searches import Searches
from api.services_a_distance.routes import router as services_a_distance
from geo.settings import Settings
from geo.store.pool import open_pool
from geo.store.server import ensure_server

VERSION = "1.0.0"
"""Of the API, as in its ``/v1`` addresses; not of the program."""

NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,  # FastAPI's spans would hold the whole query, a position included
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}

ROUTERS = (
    orientation,
    services_a_distance,
    points_accueil,
    isochrones,
    itineraires,
    bassins,
    communes,
    reseaux,
    profils,
    besoins,
    competences,
    couverture,
    deux_portes,
    scenarios_router,
    indicateurs,
    diagnostics,
    cartes,
    etat,
    accueil,
)


def create_app(settings: Settings | None = None, *, limits: Limits | None = None) -> FastAPI:
    """
    Build the application; connections open when it starts.

    Parameters
    ----------
    settings
        Of the installation; read from the environment where None.
    limits
        Caps of this worker.

    Returns
    -------
    app
        ASGI application, for instance for ``uvicorn --factory api.app:create_app``.
    """
    app = FastAPI(
        title=documentation.TITLE,
        version=VERSION,
        lifespan=_lifespan(settings, limits or Limits()),
        openapi_url="/openapi.json",
        docs_url=None,  # FastAPI's page loads its scripts from a CDN; ours is at /
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
        redirect_slashes=False,  # a redirection would repeat the query, and the position in it
        telemetry=NO_TELEMETRY,
        middleware=[Middleware(Guard, limits=limits)],
    )
    errors.install(app)
    documentation.install(app, bodies=[DemandeScenario])
    for router in ROUTERS:
        app.include_router(router)
    return app


def _lifespan(
    settings: Settings | None, limits: Limits
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # at its level "trace", uvicorn writes down whole requests before anyone sees them
        logging.getLogger("uvicorn.asgi").disabled = True
        known = settings or Settings()
        url = await asyncio.to_thread(find_store, known)
        networks = Networks(known.processed_dir / "networks")
        await refresh(networks)
        async with open_pool(url) as pool:
            with (
                _threads(limits.searches) as searches,
                _threads(limits.areas) as areas,
                _threads(limits.scenarios) as scenarios,
            ):
                folder = known.maps_dir
                set_state(app, State(pool, networks, searches, areas, scenarios, folder))
                networks.warming = asyncio.create_task(open_all(networks))
                yield
                networks.warming.cancel()

    return lifespan


@contextmanager
def _threads(limit: SearchLimits) -> Iterator[Searches]:
    searches = Searches(threads=limit.threads, at_most=limit.at_most, wait_s=limit.wait_s)
    try:
        yield searches
    finally:
        searches.close()


def find_store(settings: Settings) -> str:
    """
    Find where the directory is.

    Parameters
    ----------
    settings
        Of the installation.

    Returns
    -------
    url
        The database given, which may be away for now: requests will say so, and recover;
        else the private server's, started if need be.

    Raises
    ------
    ServerError
        If there is no server to start.
    """
    if settings.database_url is not None:
        return settings.database_url
    return ensure_server(database_url=None, home=settings.processed_dir).url
