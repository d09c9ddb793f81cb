"""Routes of what was published: read only, no listing, nothing beside it."""

import asyncio
from html import escape
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.cartes.files import INDEX, find_file, open_file
from api.cartes.sending import HEADERS, answer_file
from api.deps import get_state
from geo.errors import NotFoundError

NOTHING_YET = (
    "Aucune carte ni aucun document n’a encore été publié. Si vous tenez ce service, tapez :"
    " deuxportes diagnostic --region CODE"
)
UNKNOWN = "Aucun document à cette adresse : /cartes/ les cite tous."

PAGE = """\
<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Introuvable</title>
</head>
<body>
<main>
<h1>Introuvable</h1>
<p>{reason}</p>
<p><a href="{root}/cartes/">Cartes et documents</a> · <a href="{root}/">Interface (API)</a></p>
</main>
</body>
</html>
"""
POLICY = {"Content-Security-Policy": "default-src 'none'"}

router = APIRouter(include_in_schema=False)


@router.api_route("/cartes", methods=["GET", "HEAD"])
async def go_to_index() -> Response:
    """Send to the index under the address that its links start from."""
    return RedirectResponse("cartes/", headers=HEADERS)


@router.api_route("/cartes/{path:path}", methods=["GET", "HEAD"])
async def read_file(request: Request, path: str) -> Response:
    """Answer with a file."""
    folder = get_state(request).maps_dir
    found = await asyncio.to_thread(find_file, folder, path or INDEX)
    # not in a thread: nothing can come between opening it and the answer that closes it
    file = None if found is None else open_file(found)
    if found is not None and file is not None:
        return answer_file(file, Path(found).suffix, request)
    index = await asyncio.to_thread(find_file, folder, INDEX)
    return _answer_absence(request, UNKNOWN if index else NOTHING_YET)


def _answer_absence(request: Request, reason: str) -> Response:
    """Say it in a page to who reads pages, as a problem to programs."""
    if "text/html" not in request.headers.get("accept", ""):
        raise NotFoundError(reason)
    root = escape(request.scope.get("root_path", ""))
    page = PAGE.format(reason=escape(reason), root=root)
    headers = {**HEADERS, **POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(page, 404, headers)
