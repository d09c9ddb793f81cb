"""
What every request passes through: caps from the start, and no trace of a position.

The server keeps the request's scope to write its access log once the answer is ready: the query
is taken out of it here, so that no setting of the server can make it log a position.
"""

import asyncio
import re
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ALLOWED, POSTED, BodyRefusedError, BusyError, to_response

BODY_MAX_BYTES = 4096
"""A body serves no purpose here; what is smaller than this is ignored rather than refused."""

SCENARIO_MAX_BYTES = 32_768
"""Of a scenario: fifty changes of some hundred characters, several times over."""

SCENARIOS = "/v1/scenarios"
"""The one resource whose question is a body."""

FILES = "/cartes/"
"""Maps and documents: megabytes, which a slow line takes minutes to receive."""

FILES_AT_ONCE = 64
"""Downloads of a worker: each holds one block of the file; apart, so that they delay no answer."""

FILE_TIME_MAX_S = 180.0
"""Longest download: five megabytes at a quarter of a megabit a second."""

CONCURRENCY = 200
"""Requests a worker answers at once: about 0.3 s of work; the next ones are told to come back."""

TIME_MAX_S = 10.0
"""Longest answer, waiting for a connection and sending included."""

WAIT_MAX_S = TIME_MAX_S / 2
"""Longest wait for a thread: past it the work would hardly end in time."""

ALWAYS_ANSWERED = "/healthz"

ANYONE = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Link, ETag, Retry-After"),
)
"""Pages of any site may read: everything here is public, and nobody is recognised."""

PREFLIGHT = {"Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": "86400"}

_NUMBER = re.compile(r"\d+[.,]\d+")


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """Caps of one sort of work: threads, requests that use or await one, and for how long."""

    threads: int
    at_most: int
    wait_s: float = WAIT_MAX_S


SEARCHES = SearchLimits(threads=2, at_most=32)
"""Places and itineraries: a millisecond each, or some tens where few places fit and the whole
network is searched; at worst a wait of some seconds."""

AREAS = SearchLimits(threads=1, at_most=16)
"""Polygons: some tenths of a second each, so at worst a wait of some seconds."""

SCENARIOS_AT_ONCE = SearchLimits(threads=1, at_most=4)
"""Scenarios: some tenths of a second each, or two seconds on streets with many new positions: all
of them together stay below `TIME_MAX_S`."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of one worker."""

    body_bytes: int = BODY_MAX_BYTES
    scenario_bytes: int = SCENARIO_MAX_BYTES
    concurrency: int = CONCURRENCY
    time_s: float = TIME_MAX_S
    files: int = FILES_AT_ONCE
    file_time_s: float = FILE_TIME_MAX_S
    searches: SearchLimits = SEARCHES
    areas: SearchLimits = AREAS
    scenarios: SearchLimits = SCENARIOS_AT_ONCE


class Guard:
    """
    ASGI middleware, outermost.

    Parameters
    ----------
    app
        What it guards.
    limits
        Caps.
    """

    def __init__(self, app: ASGIApp, limits: Limits | None = None) -> None:
        self.app = app
        self.limits = limits or Limits()
        self.running = {False: 0, True: 0}
        """Requests being answered: those of no file, those of one."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever happens."""
        if scope["type"] != "http":
            inner = withhold(scope) if "query_string" in scope else scope
            await self.app(inner, receive, send)
            return
        inner = withhold(scope)
        outgoing = Outgoing(send, with_body=scope["method"] != "HEAD")
        is_file = inner["path"].startswith(FILES)
        if inner["method"] == "HEAD" and not is_file:  # a file need not be read to be described
            inner["method"] = "GET"
        self.running[is_file] += 1
        try:
            async with asyncio.timeout(self._time_s(is_file=is_file)):
                await self._answer(inner, receive, outgoing)
        except Exception as error:  # noqa: BLE001 - the last resort: nothing may reach the server's log
            if not outgoing.started:
                await to_response(error)(inner, receive, outgoing)
        finally:
            self.running[is_file] -= 1

    def _time_s(self, *, is_file: bool) -> float:
        return self.limits.file_time_s if is_file else self.limits.time_s

    async def _answer(self, scope: Scope, receive: Receive, send: "Outgoing") -> None:
        self._check_body(scope)
        if scope["method"] == "OPTIONS":
            await Response(None, 204, _preflight(scope["path"]))(scope, receive, send)
            return
        self._check_crowd(scope["path"])
        await self.app(scope, receive, send)

    def _check_crowd(self, path: str) -> None:
        is_file = path.startswith(FILES)
        at_most = self.limits.files if is_file else self.limits.concurrency
        if self.running[is_file] > at_most and path != ALWAYS_ANSWERED:
            raise BusyError(f"{self.running[is_file]} requests at once")

    def _check_body(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        known = length.isdecimal() and "transfer-encoding" not in headers
        takes_one = scope["method"] == "POST" and scope["path"] == SCENARIOS
        at_most = self.limits.scenario_bytes if takes_one else self.limits.body_bytes
        if known and int(length) <= at_most:
            return
        if takes_one:
            raise BodyRefusedError(
                f"Un scénario est un corps JSON de {at_most} octets au plus, dont la longueur est"
                " annoncée (« Content-Length ») : faites-en plusieurs."
            )
        raise BodyRefusedError(
            "Ce service se consulte sans corps de requête : mettez les paramètres dans"
            " l’adresse, après « ? »."
        )


def _preflight(path: str) -> dict[str, str]:
    allowed = POSTED if path == SCENARIOS else ALLOWED
    return {**PREFLIGHT, "Allow": allowed, "Access-Control-Allow-Methods": allowed}


class Outgoing:
    """The way out: it lets any page read, and keeps back the body of a HEAD."""

    def __init__(self, send: Send, *, with_body: bool) -> None:
        self.send = send
        self.with_body = with_body
        self.started = False

    async def __call__(self, message: Message) -> None:
        """Send one message."""
        if message["type"] == "http.response.start":
            self.started = True
            message["headers"].extend(ANYONE)
        elif not self.with_body:
            message = {**message, "body": b""}
        await self.send(message)


def withhold(scope: Scope) -> Scope:
    """
    Take out of the server's scope what might hold a position.

    Parameters
    ----------
    scope
        The server's own; changed in place.

    Returns
    -------
    scope
        A copy as it was, for the application.
    """
    inner = dict(scope)
    scope["query_string"] = b""
    if _NUMBER.search(scope["path"]):
        scope["path"] = _NUMBER.sub("…", scope["path"])
        scope["raw_path"] = scope["path"].encode()
    return inner
