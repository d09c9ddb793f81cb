"""The home page: what can be asked, with links that work; no script, nothing from elsewhere."""

import asyncio
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.cartes.files import INDEX, find_file
from api.deps import get_state
from api.documentation import CREDITS, TAGS
from api.parameters import Parametres
from api.reading import read

router = APIRouter(include_in_schema=False)

HEADERS = {
    "Cache-Control": "public, max-age=300",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

ICON_KEPT = "public, max-age=604800"
"""A week: no page needs an icon, and no browser needs to ask twice."""

PAGE = """\
<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} : API</title>
<style>
body {{ font: 1.05rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
  padding: 0 1rem; color: #1b1b1b; background: #fff; }}
code {{ font-size: .95em; overflow-wrap: anywhere; }}
a {{ color: #00429d; }}
a:focus-visible {{ outline: 3px solid #00429d; outline-offset: 2px; }}
dt {{ margin-top: 1rem; font-weight: 600; }}
dd {{ margin: 0 0 0 1.5rem; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{summary}</p>
<p>La description complète, pour les programmes : <a href="{root}/openapi.json">openapi.json</a>.
Une position donnée dans une adresse n’est ni conservée ni journalisée.</p>
{published}<p>{credits}</p>
{sections}
</main>
</body>
</html>
"""

PUBLISHED = """\
<p>Pour lire plutôt que programmer : <a href="{root}/cartes/">les cartes et les diagnostics</a> qui
ont été publiés.</p>
"""
"""Where there is an index of them."""


@router.get("/")
@router.get("/docs")
async def read_home(request: Request) -> Response:
    """Answer the page."""
    read(Parametres, request)
    schema = request.app.openapi()
    root = escape(request.scope.get("root_path", ""))
    sections = "\n".join(_section(schema["paths"], tag["name"], root) for tag in TAGS)
    folder = get_state(request).maps_dir
    index = await asyncio.to_thread(find_file, folder, INDEX)
    page = PAGE.format(
        title=escape(schema["info"]["title"]),
        summary=escape(schema["info"]["summary"]),
        credits=escape(CREDITS),
        root=root,
        published=PUBLISHED.format(root=root) if index else "",
        sections=sections,
    )
    return HTMLResponse(page, headers=HEADERS)


@router.get("/favicon.ico")
async def read_icon(request: Request) -> Response:
    """Answer that there is none, which every browser asks for by itself."""
    read(Parametres, request)
    return Response(None, 204, {"Cache-Control": ICON_KEPT})


def _section(paths: dict[str, Any], tag: str, root: str) -> str:
    entries = [
        _entry(path, operation, root)
        for path, operations in paths.items()
        for operation in operations.values()
        if tag in operation["tags"]
    ]
    return f"<section>\n<h2>{escape(tag)}</h2>\n<dl>\n{''.join(entries)}</dl>\n</section>"


def _entry(path: str, operation: dict[str, Any], root: str) -> str:
    links = "".join(
        f'<dd><a href="{root}{escape(example)}"><code>{escape(example)}</code></a></dd>\n'
        for example in operation.get("x-exemples", [])
    )
    return f"<dt>{escape(operation['summary'])} (<code>{escape(path)}</code>)</dt>\n{links}"
