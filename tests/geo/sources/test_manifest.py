import tomllib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SourceError
from geo.sources.manifest import (
    Etat,
    Fichier,
    check_files,
    digest,
    is_accepted,
    read_manifest,
    write_manifest,
)

FILE = Fichier(
    chemin="region/a.csv",
    contenu="Des faits",
    source="Une source",
    producteur="Quelqu’un",
    url="https://exemple.fr",
    licence="Licence Ouverte 2.0",
    millesime="2026",
    fabrication="À la main",
    lignes=3,
    sha256="0" * 64,
    entrees=("recu.csv 123",),
)


def test_the_digest_is_the_published_one_of_abc(tmp_path):
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert digest(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_digest_of_a_folder_follows_names_and_contents(tmp_path):
    digests = set()
    for number, (name, text) in enumerate([("a", "x"), ("a", "y"), ("b", "x")]):
        folder = tmp_path / str(number) / "deep"
        folder.mkdir(parents=True)
        (folder / name).write_text(text)
        digests.add(digest(folder.parent))
    assert len(digests) == 3


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "manifest.toml"
    other = replace(FILE, chemin="autre.toml", modifiable=True, entrees=())
    write_manifest(path, [FILE, other])
    assert read_manifest(path) == {"region/a.csv": FILE, "autre.toml": other}
    assert list(tmp_path.iterdir()) == [path]
    assert set(tomllib.loads(path.read_text(encoding="utf-8"))) == {"fichiers"}


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f")))
def test_any_text_survives(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "manifest.toml"
    write_manifest(path, [replace(FILE, source=text)])
    assert read_manifest(path)["region/a.csv"].source == text


def test_the_state_of_each_file(tmp_path):
    for name in ("same", "changed"):
        (tmp_path / name).write_text(name)
    files = {
        name: replace(FILE, chemin=name, sha256=digest(tmp_path / "same"))
        for name in ("same", "changed", "absent")
    }
    states = check_files(files, tmp_path)
    assert states == {"same": Etat.CONFORME, "changed": Etat.MODIFIE, "absent": Etat.ABSENT}
    assert is_accepted(FILE, Etat.CONFORME)
    assert not is_accepted(FILE, Etat.MODIFIE)
    assert is_accepted(replace(FILE, modifiable=True), Etat.MODIFIE)
    assert not is_accepted(replace(FILE, modifiable=True), Etat.ABSENT)


@pytest.mark.parametrize(
    "text",
    ["[[fichiers]\n", '[[fichiers]]\nchemin = "a"\n', "[[fichiers]]\nautre = 1\n", "\udcff"],
    ids=["no-toml", "key-missing", "key-unknown", "no-utf8"],
)
def test_a_broken_manifest_is_said(tmp_path, text):
    path = tmp_path / "manifest.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SourceError, match="build-reference"):
        read_manifest(path)


def test_an_absent_manifest_is_said(tmp_path):
    with pytest.raises(SourceError, match="build-reference"):
        read_manifest(tmp_path / "manifest.toml")
