"""
A person's position reaches no log, no trace and no header, whatever is asked and whatever fails.

A real server runs with its access log on, on a PostgreSQL of its own that logs every statement it
is slow at or refuses; marked coordinates go everywhere a coordinate might.
"""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psycopg
import pytest

from geo.store.server.databases import with_database
from tests.api.streets import NAME, write_streets

REPOSITORY = Path(__file__).resolve().parents[2]
LON, LAT = "2.3517293846", "48.8561928374"
MARKS = ("3517293846", "8561928374", "351729", "856192")
"""Digits unlike any others, whole and as six decimals leave them."""

POSITION = f"lon={LON}&lat={LAT}"
BBOX = f"{LON},{LAT},2.9{MARKS[0]},48.9{MARKS[1]}"

RECORDER = """
import sys
from opentelemetry import trace

class Tracer(trace.NoOpTracer):
    def start_span(self, name, *args, attributes=None, **more):
        print("SPAN", name, attributes, file=sys.stderr, flush=True)
        return super().start_span(name, *args, **more)

class Provider(trace.TracerProvider):
    def get_tracer(self, *args, **more):
        return Tracer()

def create():
    trace.set_tracer_provider(Provider())
    from api.app import create_app
    return create_app()
"""
"""A factory that installs a tracer which writes down all it is told, as an operator might."""

EVERYWHERE = [
    f"/v1/orientation?{POSITION}&besoin=conseil",
    f"/v1/orientation?{POSITION}&besoin=accompagnement&profil=jeune&mode=voiture&au_plus_s=900",
    f"/v1/orientation?{POSITION}&besoin=accompagnement&profil=personne-handicapee&au_plus_s=14000",
    f"/v1/orientation?{POSITION}&besoin=information&profil=femme&mode=fauteuil&pmr=oui",
    f"/v1/points-accueil/proches?{POSITION}",
    f"/v1/points-accueil/proches?{POSITION}&format=geojson",
    f"/v1/points-accueil/proches?{POSITION}&ouvert_a=maintenant&k=50&profil=jeune",
    f"/v1/points-accueil/proches?{POSITION}&q=paris&code_commune=75056&code_bassin=1107",
    f"/v1/points-accueil/proches?{POSITION}&mode=voiture&au_plus_s=900&ouvert=a_l_arrivee",
    f"/v1/points-accueil/proches?{POSITION}&mode=fauteuil&au_plus_s=900",
    f"/v1/isochrones?{POSITION}",
    f"/v1/isochrones?{POSITION}&mode=fauteuil",
    f"/v1/itineraires?{POSITION}&point_id=dila--mission_locale-94028-01",
    f"/v1/itineraires?{POSITION}&point_id=dila--cio-75102-01&mode=fauteuil",
    f"/v1/points-accueil?bbox={BBOX}&limite=1",
    f"/v1/bassins/localiser?{POSITION}",
    f"/v1/bassins/localiser?{POSITION}&format=geojson",
    # in the sea: nothing near, and no bassin
    f"/v1/points-accueil/proches?lon=-9{MARKS[0]}e-9&lat={LAT}",
    f"/v1/bassins/localiser?lon=-9.{MARKS[0]}&lat={LAT}",
    # refused: swapped, halved, malformed, repeated, misnamed
    f"/v1/orientation?lon={LAT}&lat={LON}&besoin=conseil",
    f"/v1/orientation?{POSITION}",
    f"/v1/orientation?{POSITION}&besoin={LON}&profil={LAT}&mode={LON}&pmr={LON}&au_plus_s={LAT}",
    f"/v1/orientation?{POSITION}&besoin=conseil&depart_a={LON}&position={LON},{LAT}",
    f"/v1/services-a-distance?code_commune={LON}&profil={LAT}&{POSITION}",
    f"/v1/deux-portes?run_id={LON}&code_territoire={LAT}",
    f"/v1/points-accueil/proches?lon={LAT}&lat={LON}",
    f"/v1/points-accueil/proches?lon={LON}",
    f"/v1/points-accueil/proches?lat={LAT}",
    f"/v1/points-accueil/proches?lon={LON}a&lat={LAT}",
    f"/v1/points-accueil/proches?{POSITION}&lon={LON}",
    f"/v1/points-accueil/proches?{POSITION}&k=0",
    f"/v1/points-accueil/proches?{POSITION}&reseau={LON}",
    f"/v1/points-accueil/proches?{POSITION}&profil={LON}&mission={LAT}&pmr={LON}",
    f"/v1/points-accueil/proches?{POSITION}&ouvert_a={LON}&inconnus={LAT}&mode={LON}",
    f"/v1/points-accueil/proches?{POSITION}&au_plus_s={LON}&depart_a={LAT}&ouvert={LON}",
    f"/v1/isochrones?{POSITION}&au_plus_s={LON}&mode={LAT}&depart_a={LON}",
    f"/v1/isochrones?lon={LAT}&lat={LON}",
    f"/v1/itineraires?{POSITION}&point_id={LON},{LAT}",
    f"/v1/itineraires?{POSITION}&point_id=%00{LON}",
    f"/v1/itineraires?{POSITION}",
    f"/v1/etat?{POSITION}",
    f"/v1/points-accueil/proches?longitude={LON}&latitude={LAT}",
    f"/v1/points-accueil/proches?{LON},{LAT}",
    f"/v1/points-accueil/proches?q={LON}%00&{POSITION}",
    f"/v1/points-accueil?lon={LON}&lat={LAT}",
    f"/v1/points-accueil?bbox={LAT},{LON},48.9,2.4",
    f"/v1/points-accueil?curseur={LON}",
    f"/v1/couverture?run_id={LON}&code_territoire={LAT}",
    f"/v1/indicateurs?run_id={LON}&code_territoire={LAT}&{POSITION}",
    f"/v1/indicateurs?code_bassin={LON}&depuis={LAT}&indicateur={LON}",
    f"/v1/indicateurs?run_id={LON}",
    f"/v1/diagnostics?{POSITION}",
    f"/v1/diagnostics/{LON},{LAT}",
    f"/v1/diagnostics/region/{LON}?{POSITION}",
    f"/cartes?{POSITION}",
    f"/cartes/?{POSITION}",
    f"/cartes/{LON}/{LAT}.html?{POSITION}",
    f"/v1/communes?{POSITION}",
    f"/healthz?{POSITION}",
    f"/readyz?{POSITION}",
    f"/v1/reseaux?{POSITION}",
    f"/v1/profils?{POSITION}",
    f"/?{POSITION}",
    f"/openapi.json?{POSITION}",
    # at the wrong address
    f"/v1/points-accueil/proches/?{POSITION}",
    f"/v1/points-accueil/{LON},{LAT}",
    f"/v1/communes/{LON}",
    f"/v1/bassins/{LAT}%00",
    f"/v1/rien/{LON}/{LAT}?{POSITION}",
]

SCENARIOS = "/v1/scenarios"
OPENING = f'{{"reseau":"cio","lon":{LON},"lat":{LAT}}}'
BODIES = [
    f'{{"ouvrir":[{OPENING}]}}',
    f'{{"mode":"marche","instant":"2026-11-24T10:00","ouvrir":[{OPENING}]}}',
    f'{{"deplacer":[{{"point_id":"dila--cio-75102-01","lon":{LON},"lat":{LAT}}}]}}',
    # refused: swapped, of no place, written as texts, repeated elsewhere, misnamed, no JSON
    f'{{"ouvrir":[{{"reseau":"cio","lon":{LAT},"lat":{LON}}}]}}',
    f'{{"ouvrir":[{{"reseau":"{LON}","lon":{LON},"lat":{LAT}}}]}}',
    f'{{"ouvrir":[{{"reseau":"cio","lon":"{LON}","lat":"{LAT}"}}]}}',
    f'{{"ouvrir":[{{"reseau":"cio","lon":{LON}e9,"lat":{LAT}}}]}}',
    f'{{"ouvrir":[{{"{LON}":{LON},"longitude":{LON},"{LAT},":{LAT}}}],"{LON}":"{LAT}"}}',
    f'{{"ouvrir":[{{"reseau":"cio","lon":{LON},"lat":{LAT},"zone_competence":["{LON}"]}}]}}',
    f'{{"ouvrir":[{{"reseau":"cio","lon":{LON},"lat":{LAT},"horaires":"{LON}"}}]}}',
    f'{{"ouvrir":[{OPENING}],"fermer":[{{"point_id":"{LON},{LAT}"}}],"mode":"{LON}"}}',
    f'{{"fermer":[{{"point_id":"{LON},{LAT}"}}]}}',
    f'{{"fermer":[{{"point_id":"{LON}"}},{{"point_id":"{LON}"}}],"instant":"{LON}"}}',
    f'{{"ouvrir":[{OPENING}',
    f"lon={LON}&lat={LAT}",
    f'{{"ouvrir":[{OPENING * 2000}]}}',
]
"""What is sent to `SCENARIOS`; nothing of a scenario may come back or stay either."""


@pytest.fixture
def stage(tmp_path, databases, directory_template):
    """Server and database of this test; what they logged is read at the end."""
    name, url = databases.create(directory_template)
    with psycopg.connect(with_database(url, "postgres"), autocommit=True) as admin:
        # the worst an operator may do short of logging parameters
        admin.execute(f"ALTER DATABASE {name} SET log_min_duration_statement = 0")
        admin.execute(f"ALTER DATABASE {name} SET log_min_messages = 'info'")
    (tmp_path / "recorder.py").write_text(RECORDER)
    log = tmp_path / "server.log"
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "uvicorn", "--factory", "recorder:create", "--app-dir", tmp_path,
        "--port", str(port), "--log-level", "trace",
    ]  # fmt: skip
    # streets where the marked position is, so that it goes through all that searches them
    write_streets(tmp_path / "data" / "processed" / "networks", at=(float(LON), float(LAT)))
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DEUXPORTES_DATA_DIR": str(tmp_path / "data"),
        "PYTHONPATH": str(REPOSITORY),
    }
    with log.open("w") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink, env=environment)
    try:
        yield name, url, f"http://127.0.0.1:{port}", log
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(client):
    for _ in range(200):
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def check_silent(text, where):
    for mark in MARKS:
        assert mark not in text, f"{mark} in {where}: …{text[text.index(mark) - 300 :][:400]}"


def check_headers(response):
    check_silent(str(dict(response.headers)), f"headers of {response.request.url}")
    if response.headers.get("content-type") == "application/problem+json":
        check_silent(response.text, f"problem of {response.request.url}")
        assert response.headers["cache-control"] == "no-store"


def postgres_log(connection):
    """Give what the server wrote on disk, or None where it may not be read."""
    try:
        folder = connection.execute("SHOW data_directory").fetchone()[0]
    except psycopg.errors.InsufficientPrivilege:
        return None
    texts = []
    for root in (Path(folder), Path(folder).parent):
        texts += [path.read_text(errors="replace") for path in root.glob("*log*") if path.is_file()]
        texts += [
            path.read_text(errors="replace") for path in root.glob("*log*/*") if path.is_file()
        ]
    return "\n".join(texts)


def test_a_position_reaches_no_log(stage):
    name, url, base_url, log = stage
    with (
        httpx.Client(base_url=base_url, timeout=20) as client,
        psycopg.connect(with_database(url, "postgres"), autocommit=True) as admin,
    ):
        wait_until_ready(client)
        streets = client.get(f"/v1/isochrones?{POSITION}&mode=voiture").json()
        assert streets["reseau_rues"]["nom"] == NAME
        statuses = set()
        for path in EVERYWHERE:
            for method in ("GET", "HEAD", "POST"):
                response = client.request(method, path)
                statuses.add(response.status_code)
                check_headers(response)
        statuses |= {post(client, body) for body in BODIES}
        break_queries(admin, name)
        statuses |= {post(client, body) for body in BODIES}
        for path in EVERYWHERE[:17]:  # those that are answered
            response = client.get(path)
            statuses.add(response.status_code)
            check_headers(response)
        assert statuses >= {200, 400, 404, 405, 413, 422, 500, 503}
        said = log.read_text()
        assert "GET /v1/points-accueil/proches HTTP" in said  # the access log is on
        check_silent(said, "the server's log")
        of_postgres = postgres_log(admin)
    if of_postgres:
        assert "ST_DWithin" in of_postgres  # statements are logged
        check_silent(of_postgres, "PostgreSQL's log")


def post(client, body):
    """Send a scenario; give the status."""
    response = client.post(SCENARIOS, content=body)
    check_headers(response)
    check_silent(response.text, f"answer to {body[:200]}")
    assert response.headers["cache-control"] == "no-store"
    return response.status_code


def break_queries(admin, name):
    """Make a query fail in the middle, and another find no table."""
    with psycopg.connect(admin.info.dsn, dbname=name, autocommit=True) as inside:
        # populations divide by zero: an error of the query itself; places are gone
        inside.execute(
            "ALTER TABLE bassins RENAME TO anciens_bassins;"
            "CREATE VIEW bassins AS SELECT code_bassin, nom, code_region, population / 0 AS"
            " population, geom FROM anciens_bassins"
        )
        inside.execute("ALTER TABLE points_accueil RENAME TO anciens_points")


def test_every_coordinate_has_its_place_in_the_test():
    """A resource that takes a position and is not driven above would not be tested."""
    from api.app import create_app  # noqa: PLC0415 - here only

    for path, operations in create_app().openapi()["paths"].items():
        (operation,) = operations.values()
        names = {parameter["name"] for parameter in operation["parameters"]}
        if names & {"lon", "lat", "bbox"}:
            assert any(re.match(rf"{path}\?", driven) for driven in EVERYWHERE), path
        if "requestBody" in operation:
            assert path == SCENARIOS
