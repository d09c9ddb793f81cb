"""Serving stays light: what draws maps and reads sources is not even imported."""

import subprocess
import sys

HEAVY = ("folium", "osmnx", "matplotlib", "geopandas", "pandas", "pyarrow", "lxml", "alembic")

PROGRAM = """
import asyncio, sys
from api.app import create_app
from geo.settings import Settings
import httpx

async def ask():
    app = create_app(Settings(database_url=sys.argv[1]))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            path = "/v1/points-accueil/proches?lon=2.36&lat=48.86&ouvert_a=maintenant"
            for path in (path, "/v1/couverture", "/v1/bassins?format=geojson", "/"):
                assert (await client.get(path)).status_code == 200, path

asyncio.run(ask())
print(*(name for name in sys.modules if "." not in name))
"""


def test_serving_imports_nothing_heavy(shared_directory_url):
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, shared_directory_url],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert set(HEAVY) & set(ran.stdout.split()) == set()


def test_importing_the_application_does_nothing(tmp_path):
    """No settings read, no connection, no thread, no application."""
    program = (
        "import api.app, threading;"
        "print(threading.active_count(), hasattr(api.app, 'app'), hasattr(api.app, 'settings'))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        env={"DATABASE_URL": "postgresql://nowhere:1/", "PATH": ""}, cwd=tmp_path,
    )  # fmt: skip

    assert ran.stdout.split() == ["1", "False", "False"]
