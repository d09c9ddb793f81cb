"""Serving stays light: what draws maps and reads sources is not even imported."""

import subprocess
import sys

import pytest

from geo.store.engine import connect
from tests import kept_diagnostics
from tests.api.streets import write_streets

HEAVY = (
    "folium", "osmnx", "osmium", "matplotlib", "geopandas", "pandas", "pyarrow", "lxml", "alembic",
    "weasyprint", "xlsxwriter", "pypdf", "jinja2",
)  # fmt: skip

FOR_STREETS = ("numba",)
"""Only where there is a network."""

PROGRAM = """
import asyncio, sys
from api.app import create_app
from geo.settings import Settings
import httpx

async def ask():
    app = create_app(Settings(database_url=sys.argv[1], data_dir=sys.argv[2]))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            here = "lon=2.36&lat=48.86&mode=voiture"
            for path in (
                f"/v1/points-accueil/proches?{here}&ouvert_a=maintenant",
                f"/v1/isochrones?{here}",
                f"/v1/itineraires?{here}&point_id=dila--cio-75102-01",
                f"/v1/orientation?{here}&besoin=conseil",
                f"/v1/orientation?{here}&besoin=accompagnement&profil=femme&au_plus_s=9000",
                "/v1/deux-portes", "/v1/services-a-distance", "/v1/besoins", "/v1/competences",
                "/v1/couverture", "/v1/bassins?format=geojson", "/v1/etat", "/",
                "/v1/indicateurs?depuis=2026-01-01", "/v1/indicateurs/catalogue", "/v1/diagnostics",
                "/v1/diagnostics/1107", "/v1/diagnostics/region/11", "/cartes/",
                "/cartes/bassins/1107/diagnostic.xlsx",
            ):
                found = await client.get(path)
                assert found.status_code == 200, path
                assert found.content, path
            for path in ("/cartes/rien.html", "/v1/diagnostics/0000"):
                assert (await client.get(path)).status_code == 404, path
            part = await client.get("/cartes/", headers={"Range": "bytes=0-2"})
            assert (part.status_code, len(part.content)) == (206, 3)
            opened = {"reseau": "cio", "lon": 2.36, "lat": 48.86}
            scenario = {"ouvrir": [opened], "instant": "2026-11-24T10:00"}
            assert (await client.post("/v1/scenarios", json=scenario)).status_code == 200

asyncio.run(ask())
print(*(name for name in sys.modules if "." not in name))
"""


def imported(*arguments):
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(ran.stdout.split())


@pytest.fixture(scope="module")
def url(databases, directory_template):
    """A database that holds a diagnostic too."""
    url = databases.create(directory_template)[1]
    with connect(url) as connection:
        kept_diagnostics.keep(connection)
    return url


@pytest.fixture
def data_dir(tmp_path):
    """A folder where a map and a workbook were published."""
    published = tmp_path / "processed" / "cartes"
    (published / "bassins" / "1107").mkdir(parents=True)
    (published / "index.html").write_text("<!doctype html>")
    (published / "bassins" / "1107" / "diagnostic.xlsx").write_bytes(b"PK")
    return tmp_path


def test_serving_imports_nothing_heavy(url, data_dir):
    assert (set(HEAVY) | set(FOR_STREETS)) & imported(url, data_dir) == set()


def test_serving_streets_imports_their_kernels_and_nothing_heavy(url, data_dir):
    write_streets(data_dir / "processed" / "networks")

    names = imported(url, data_dir)

    assert set(HEAVY) & names == set()
    assert set(FOR_STREETS) <= names


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
