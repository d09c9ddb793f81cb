"""What was published is served as it is, and nothing beside it, whatever address is written."""

import os
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from api.app import create_app
from api.cartes.files import TYPES, open_file
from api.guard import Limits
from geo.settings import Settings
from tests.api.serving import serving

SECRET = "confidentiel"  # noqa: S105 - the content of files that must not come out
PAGE = "<!doctype html><title>Cartes</title>"
PUBLISHED = {
    "index.html": PAGE,
    "bassins/1107/diagnostic.html": "<p>Paris</p>",
    "bassins/1107/donnees/chiffres.csv": "code;valeur\n",
    "bassins/1107/communes.parquet": "PAR1",
    "bassins/1107/figures/courbe.svg": "<svg/>",
    "region/11/diagnostic.pdf": "%PDF",
    "region/11/diagnostic.xlsx": "PK",
    "region/11/diagnostic.gpkg": "SQLite",
    "region/11/diagnostic.json": "{}",
    "region/11/donnees/LISEZMOI.txt": "Territoire : Île-de-France\n",
}
HIDDEN = (
    ".index-0a1b2c3d.html",
    "bassins/.1107-0a1b2c3d-neuf/diagnostic.html",
    "bassins/1107/.env.json",
    "notes.md",
    "script.py",
    "sans-suffixe",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What was published, with traps; secrets are beside it."""
    around = tmp_path_factory.mktemp("donnees")
    maps = around / "cartes"
    for path, content in {**PUBLISHED, **dict.fromkeys(HIDDEN, SECRET)}.items():
        (maps / path).parent.mkdir(parents=True, exist_ok=True)
        (maps / path).write_text(content)
    (around / "secret.html").write_text(SECRET)
    (around / "cartes-autres").mkdir()
    (around / "cartes-autres" / "secret.html").write_text(SECRET)
    (maps / "lien.html").symlink_to(around / "secret.html")
    (maps / "voisins").symlink_to(around / "cartes-autres")
    (maps / "boucle.html").symlink_to(maps / "boucle.html")
    (maps / "vers-cache.html").symlink_to(maps / ".index-0a1b2c3d.html")
    (maps / "accueil.html").symlink_to(maps / "index.html")
    (maps / "dossier.html").mkdir()
    os.mkfifo(maps / "tuyau.html")
    return maps


@pytest.fixture(scope="module")
def cartes(folder, shared_directory_url):
    settings = Settings(database_url=shared_directory_url, maps_dir=folder)
    with serving(shared_directory_url, app=create_app(settings)) as opened:
        yield opened


def ask(client, path, *, method="GET", headers=""):
    """Ask for a path as it is written: clients tidy it up. Give the status and the whole answer."""
    at = urlsplit(str(client.base_url))
    with socket.create_connection((at.hostname, at.port), timeout=10) as opened:
        opened.sendall(
            f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n".encode()
        )
        received = b"".join(iter(lambda: opened.recv(65536), b""))
    return int(received.split(maxsplit=2)[1]), received.decode("latin-1")


@pytest.mark.parametrize("path", PUBLISHED)
def test_each_file_is_answered_whole_with_its_type(cartes, path):
    answer = cartes.get(f"/cartes/{path}")

    suffix = "." + path.rpartition(".")[2]
    assert (answer.status_code, answer.text) == (200, PUBLISHED[path])
    assert answer.headers["content-type"] == TYPES[suffix]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-cache"
    assert ("content-security-policy" in answer.headers) is (suffix in {".html", ".svg"})


def test_every_type_is_tried():
    assert {"." + path.rpartition(".")[2] for path in PUBLISHED} == set(TYPES)


def test_pages_ask_nothing_of_anybody(cartes):
    policy = cartes.get("/cartes/index.html").headers["content-security-policy"]

    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert "*" not in policy


def test_the_index_is_at_the_root_under_which_its_links_start(cartes):
    sent = cartes.get("/cartes?lon=2.3")

    assert sent.is_redirect
    assert sent.headers["location"] == "cartes/"  # no query, no host: whatever is in front
    assert cartes.get("/cartes", follow_redirects=True).text == PAGE
    assert cartes.get("/cartes/").text == PAGE
    assert cartes.get("/cartes/accueil.html").text == PAGE  # a link within the folder


def test_the_home_page_links_to_the_index_once_there_is_one(cartes, client):
    assert 'href="/cartes/"' in cartes.get("/").text
    assert "/cartes/" not in client.get("/").text


def test_a_head_says_the_same_without_the_file(cartes):
    whole = cartes.get("/cartes/index.html").headers
    head = cartes.head("/cartes/index.html")

    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-length", "etag", "content-type", "content-security-policy"):
        assert head.headers[name] == whole[name]


def test_what_a_client_has_is_not_sent_again(cartes, folder):
    first = cartes.get("/cartes/index.html")
    again = cartes.get("/cartes/index.html", headers={"If-None-Match": first.headers["etag"]})
    other = cartes.get("/cartes/index.html", headers={"If-None-Match": '"autre"'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert other.status_code == 200
    changed = folder / "bassins" / "1107" / "carte.html"
    changed.write_text("a")
    before = cartes.get("/cartes/bassins/1107/carte.html").headers["etag"]
    changed.write_text("bc")
    assert cartes.get("/cartes/bassins/1107/carte.html").headers["etag"] != before


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=0-8", 206, PAGE[:9]),
        ("bytes=-6", 206, PAGE[-6:]),
        ("bytes=30-", 206, PAGE[30:]),
        ("bytes=-999999", 206, PAGE),
        ("bytes=5-999999", 206, PAGE[5:]),
        ("bytes=99999-", 416, ""),
        ("bytes=-0", 416, ""),
        ("bytes=0-1,3-4", 200, PAGE),
        ("bytes=5-2", 200, PAGE),
        ("bytes=" + "9" * 5000 + "-", 200, PAGE),
        ("lignes=1-2", 200, PAGE),
        ("bytes=a-b", 200, PAGE),
        ("bytes=" + "0-0," * 300, 200, PAGE),
    ],
)
def test_part_of_a_file(cartes, asked, status, body):
    answer = cartes.get("/cartes/index.html", headers={"Range": asked})

    assert (answer.status_code, answer.text) == (status, body)


HOSTILE = [
    "/cartes/../secret.html",
    "/cartes/bassins/../../secret.html",
    "/cartes/..%2fsecret.html",
    "/cartes/%2e%2e/secret.html",
    "/cartes/%2e%2e%2fsecret.html",
    "/cartes/%252e%252e%252fsecret.html",
    "/cartes/..%5csecret.html",
    "/cartes/..\\secret.html",
    "/cartes/bassins\\1107\\diagnostic.html",
    "/cartes/..;/secret.html",
    "/cartes/....//secret.html",
    "/cartes/%c0%ae%c0%ae/secret.html",
    "/cartes/../cartes-autres/secret.html",
    "/cartes/%2e%2e/cartes-autres/secret.html",
    "/cartes/voisins/secret.html",
    "/cartes/lien.html",
    "/cartes/vers-cache.html",
    "/cartes/boucle.html",
    "/cartes/tuyau.html",
    "/cartes/dossier.html",
    "/cartes//index.html",
    "/cartes///index.html",
    "/cartes/./index.html",
    "/cartes/index.html/",
    "/cartes/index.html/x.html",
    "/cartes/index.html%00",
    "/cartes/index.html%00.txt",
    "/cartes/%00index.html",
    "/cartes/index.html%0d%0aX-Injecte:%201",
    "/cartes/INDEX.HTML",
    "/cartes/bassins",
    "/cartes/bassins/",
    "/cartes/bassins/1107/",
    "/cartes/~/secret.html",
    "/cartes/con/" + "a" * 300 + ".html",
    "/cartes/" + "a/" * 2000 + "b.html",
    "/cartes-autres/secret.html",
    *(f"/cartes/{path}" for path in HIDDEN),
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:60])
def test_nothing_else_comes_out_whatever_is_written(cartes, path, method):
    status, answer = ask(cartes, path, method=method)

    assert status == 404
    assert SECRET not in answer
    assert "X-Injecte" not in answer.partition("\r\n\r\n")[0]


@pytest.mark.parametrize("at", ["absolu", "racine"])
def test_absolute_paths_lead_nowhere(cartes, folder, at):
    target = folder.parent / "secret.html"
    path = f"/cartes/{target}" if at == "absolu" else f"/cartes/%2f{str(target)[1:]}"

    status, answer = ask(cartes, path)

    assert status == 404
    assert SECRET not in answer


def test_a_folder_is_never_listed(cartes):
    _, answer = ask(cartes, "/cartes/bassins/")

    assert "1107" not in answer


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/cartes", "/cartes/", "/cartes/index.html", "/cartes/neuf.html"])
def test_nothing_can_be_written(cartes, folder, path, method):
    refused = cartes.request(method, path)

    assert refused.status_code == 405
    assert "GET" in refused.headers["allow"]
    assert refused.headers["content-type"] == "application/problem+json"
    assert not (folder / "neuf.html").exists()


def test_an_absence_is_said_in_a_page_to_who_reads_pages(cartes):
    page = cartes.get("/cartes/rien.html", headers={"Accept": "text/html,*/*;q=0.8"})
    problem = cartes.get("/cartes/rien.html", headers={"Accept": "*/*"})

    assert page.status_code == problem.status_code == 404
    assert 'lang="fr"' in page.text
    assert "Aucun document à cette adresse" in page.text
    assert "rien" not in page.text  # nothing of the address is repeated
    assert problem.headers["content-type"] == "application/problem+json"
    assert "Aucun document à cette adresse" in problem.json()["detail"]


@pytest.mark.parametrize("path", ["/cartes/", "/cartes/couverture.html"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_before_anything_is_published_one_is_told_how(client, path, accept):
    missing = client.get(path, headers={"Accept": accept})

    assert missing.status_code == 404
    assert "deuxportes diagnostic --region" in missing.text


def test_a_folder_that_appears_is_served_at_once(shared_directory_url, tmp_path):
    settings = Settings(database_url=shared_directory_url, maps_dir=tmp_path / "plus-tard")
    with serving(shared_directory_url, app=create_app(settings)) as client:
        assert client.get("/cartes/").status_code == 404
        (tmp_path / "vrai").mkdir()
        (tmp_path / "vrai" / "index.html").write_text(PAGE)
        (tmp_path / "plus-tard").symlink_to(tmp_path / "vrai")  # as one who deploys may do

        assert client.get("/cartes/").text == PAGE


def replaced_by(path, content):
    """Do what a new publication does to a file; what it was may still be read where it is open."""
    draft = path.with_name("neuf.html")
    draft.write_text(content)
    draft.replace(path)


def interfering(app, act):
    """Make an application whose answers begin with something that happens just then."""

    async def wrapped(scope, receive, send):
        async def sent(message):
            if message["type"] == "http.response.start":
                act()
            await send(message)

        await app(scope, receive, sent if scope["type"] == "http" else send)

    return wrapped


@pytest.mark.parametrize("then", ["replaced", "gone"])
@pytest.mark.parametrize(("asked", "part"), [({}, slice(None)), ({"Range": "bytes=0-2"}, slice(3))])
def test_a_file_replaced_while_it_is_answered_is_the_one_that_was_announced(
    shared_directory_url, tmp_path, then, asked, part
):
    path, old = tmp_path / "index.html", "ancien" * 3
    path.write_text(old)
    app = create_app(Settings(database_url=shared_directory_url, maps_dir=tmp_path))
    acts = {"replaced": lambda: replaced_by(path, "nouveau"), "gone": path.unlink}
    with serving(shared_directory_url, app=interfering(app, acts[then])) as client:
        answer = client.get("/cartes/", headers=asked)

    assert answer.text == old[part]
    assert int(answer.headers["content-length"]) == len(old[part])


@pytest.fixture
def opened(monkeypatch):
    """The files that were opened to be answered."""
    found = []

    def noting(full):
        found.append(open_file(full))
        return found[-1]

    monkeypatch.setattr("api.cartes.routes.open_file", noting)
    return found


def all_closed(opened, within_s=10):
    """Tell it once answers are over: that is a moment after the client has the last byte."""
    end = time.monotonic() + within_s
    while not all(file.closed for file in opened) and time.monotonic() < end:
        time.sleep(0.01)
    return all(file.closed for file in opened)


def test_a_file_replaced_before_it_is_opened_is_the_new_one_whole(cartes, folder, monkeypatch):
    path = folder / "change.html"
    path.write_text("ancien" * 3)
    first = cartes.get("/cartes/change.html").headers["etag"]

    def replacing(full):
        replaced_by(path, "nouveau")
        return open_file(full)

    monkeypatch.setattr("api.cartes.routes.open_file", replacing)
    answer = cartes.get("/cartes/change.html", headers={"If-None-Match": first})

    assert (answer.status_code, answer.text) == (200, "nouveau")
    assert answer.headers["content-length"] == "7"
    assert answer.headers["etag"] != first


@pytest.mark.parametrize("then", ["gone", "folder", "pipe", "link"])
def test_what_is_no_file_any_more_once_it_is_opened_is_absent(cartes, folder, monkeypatch, then):
    path = folder / "change.html"
    path.write_text("ancien")

    def changing(full):
        path.unlink()
        if then == "folder":
            path.mkdir()
        elif then == "pipe":
            os.mkfifo(path)
        elif then == "link":
            path.symlink_to(folder.parent / "secret.html")
        return open_file(full)

    monkeypatch.setattr("api.cartes.routes.open_file", changing)
    answer = cartes.get("/cartes/change.html")
    path.rmdir() if then == "folder" else path.unlink(missing_ok=True)

    assert answer.status_code == 404
    assert "Aucun document à cette adresse" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200), ("HEAD", {}, 200), ("GET", {"Range": "bytes=2-3"}, 206),
        ("HEAD", {"Range": "bytes=2-3"}, 206), ("GET", {"Range": "bytes=999-"}, 416),
        ("GET", {"If-None-Match": "*"}, 304),
    ],
)  # fmt: skip
def test_whatever_is_answered_the_file_is_closed(cartes, opened, method, headers, status):
    assert cartes.request(method, "/cartes/index.html", headers=headers).status_code == status

    assert len(opened) == 1
    assert all_closed(opened)


@pytest.mark.parametrize("limit", [60, 0.5])
def test_a_client_that_leaves_or_takes_too_long_keeps_no_file_open(
    shared_directory_url, tmp_path, opened, limit
):
    (tmp_path / "gros.json").write_bytes(b"0" * 40_000_000)  # more than sockets hold
    settings = Settings(database_url=shared_directory_url, maps_dir=tmp_path)
    app = create_app(settings, limits=Limits(file_time_s=limit))
    with serving(shared_directory_url, app=app) as client:
        with client.stream("GET", "/cartes/gros.json") as slow:
            received = slow.iter_raw(65536)  # held: letting go of it is leaving
            assert next(received)
            assert all_closed(opened, 10 if limit < 1 else 1) is (limit < 1)

        assert all_closed(opened)
        assert len(opened) == 1


def test_a_range_is_answered_only_of_the_file_that_the_client_has(cartes):
    first = cartes.get("/cartes/index.html").headers
    part = {"Range": "bytes=0-8"}

    for known in (first["etag"], first["last-modified"]):
        answer = cartes.get("/cartes/index.html", headers={**part, "If-Range": known})
        assert (answer.status_code, answer.text) == (206, PAGE[:9])
        assert answer.headers["content-range"] == f"bytes 0-8/{len(PAGE)}"
    for other in ('"autre"', f"W/{first['etag']}", "Mon, 02 Feb 2026 10:00:00 GMT"):
        answer = cartes.get("/cartes/index.html", headers={**part, "If-Range": other})
        assert (answer.status_code, answer.text) == (200, PAGE)


def test_a_file_not_modified_since_is_not_sent_again(cartes):
    day = cartes.get("/cartes/index.html").headers["last-modified"]
    before = "Mon, 02 Feb 2015 10:00:00 GMT"

    for since, status in ((day, 304), (before, 200), ("hier", 200)):
        answer = cartes.get("/cartes/index.html", headers={"If-Modified-Since": since})
        assert answer.status_code == status


def test_an_empty_file_is_answered_and_has_no_part(cartes, folder):
    (folder / "vide.csv").write_text("")

    assert cartes.get("/cartes/vide.csv").status_code == 200
    for asked in ("bytes=0-", "bytes=-1"):
        answer = cartes.get("/cartes/vide.csv", headers={"Range": asked})
        assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */0")


def test_slow_downloads_have_their_own_caps_and_keep_no_answer_waiting(
    shared_directory_url, tmp_path
):
    (tmp_path / "gros.json").write_bytes(b"0" * 40_000_000)  # more than sockets hold
    limits = Limits(time_s=0.5, concurrency=1, files=1, file_time_s=60)
    settings = Settings(database_url=shared_directory_url, maps_dir=tmp_path)
    app = create_app(settings, limits=limits)
    with (
        serving(shared_directory_url, app=app) as client,
        client.stream("GET", "/cartes/gros.json") as slow,
        ThreadPoolExecutor() as pool,
    ):
        received = slow.iter_raw(65536)
        first = len(next(received))
        answered = pool.submit(client.get, "/v1/profils").result()
        refused = pool.submit(client.get, "/cartes/gros.json").result()
        time.sleep(2 * limits.time_s)
        rest = sum(map(len, received))

    assert answered.status_code == 200
    assert (refused.status_code, refused.json()["title"]) == (503, "Service occupé")
    assert first + rest == 40_000_000  # past the time of an answer
