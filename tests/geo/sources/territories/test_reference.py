import itertools
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import SourceError
from geo.sources.manifest import MANIFEST, digest, read_manifest, write_manifest
from geo.sources.territories import read_reference
from geo.sources.territories.files import COMMUNES, FILES, ORIGINES
from geo.sources.territories.provenance import POINTS
from geo.sources.territories.reference import publish, reference_folder, set_aside, staging


class Killed(BaseException):
    """Raised in the place of a kill."""


def publish_renamed(folder, name):
    """Publish the reference again, with another name for bassin 1108."""
    staged = staging(folder)
    for path in reference_folder(folder).iterdir():
        shutil.copy(path, staged)
    table = staged / "bassins.csv"
    table.write_text(table.read_text().replace(name_of(folder), name))
    files = [
        replace(file, sha256=digest(staged / Path(chemin).name))
        for chemin, file in read_manifest(folder.parent / MANIFEST).items()
        if chemin.startswith(folder.name)
    ]
    publish(staged, folder, files)


def name_of(folder):
    """Give the name of bassin 1108 in the files that `read_reference` would take."""
    bassins = pd.read_csv(reference_folder(folder) / "bassins.csv", dtype=str)
    return bassins.set_index("code_bassin")["nom"]["1108"]


def test_a_new_reference_takes_the_place_of_the_old_one(reference):
    publish_renamed(reference, "Nouveau")
    assert read_reference(reference).bassins["nom"]["1108"] == "Nouveau"
    assert sorted(path.name for path in reference.parent.iterdir()) == [MANIFEST, "region"]


def test_other_entries_of_the_manifest_stay(reference):
    manifest = reference.parent / MANIFEST
    files = read_manifest(manifest)
    other = replace(files[f"region/{COMMUNES}"], chemin="reseaux.toml")
    write_manifest(manifest, [*files.values(), other])
    publish_renamed(reference, "Nouveau")
    assert read_manifest(manifest)["reseaux.toml"] == other
    assert len(read_manifest(manifest)) == len(files) + 1


def killer(monkeypatch, *, after):
    """Let `after` changes of the disk happen, then stop everything."""
    calls = itertools.count()

    def counted(change):
        def run(*arguments, **options):
            if next(calls) >= after:
                raise Killed
            return change(*arguments, **options)

        return run

    for name in ("rename", "replace"):
        monkeypatch.setattr(Path, name, counted(getattr(Path, name)))
    monkeypatch.setattr(shutil, "rmtree", counted(shutil.rmtree))


def publish_until(reference, name, monkeypatch, *, after):
    """Publish, killed after so many changes of the disk; say whether it was finished."""
    with monkeypatch.context() as patch:
        killer(patch, after=after)
        try:
            publish_renamed(reference, name)
        except Killed:
            return False
    return True


def test_killed_at_any_moment_it_leaves_the_old_or_the_new_one(reference, monkeypatch):
    old = name_of(reference)
    left = []
    for after in itertools.count():
        finished = publish_until(reference, "Nouveau", monkeypatch, after=after)
        left.append(name_of(reference))
        if finished:
            break
        # whoever comes next finds its way from there, and back
        publish_renamed(reference, old)
        assert name_of(reference) == old
        assert not set_aside(reference).exists()
    assert left == sorted(left, key=lambda name: name == "Nouveau")  # never back to the old
    assert {old, "Nouveau"} == set(left)
    assert len(left) >= 5
    read_reference(reference)


@pytest.mark.parametrize("first", range(5))
@pytest.mark.parametrize("second", range(7))
def test_killed_twice_it_still_stands(reference, monkeypatch, first, second):
    old = name_of(reference)
    publish_until(reference, "Premier", monkeypatch, after=first)
    between = name_of(reference)
    publish_until(reference, "Second", monkeypatch, after=second)
    assert name_of(reference) in {between, "Second"}
    assert between in {old, "Premier"}


def test_a_first_reference_killed_midway_is_none(reference, monkeypatch, tmp_path):
    shutil.copytree(reference, tmp_path / "fresh" / ".region.nouveau")
    folder = tmp_path / "fresh" / "region"
    files = list(read_manifest(reference.parent / MANIFEST).values())
    with monkeypatch.context() as patch:
        killer(patch, after=1)
        with pytest.raises(Killed):
            publish(folder.with_name(".region.nouveau"), folder, files)
    with pytest.raises(SourceError, match="build-reference"):
        read_reference(folder)


@pytest.mark.parametrize("name", [*FILES, POINTS])
def test_a_modified_file_is_named_with_what_to_do(reference, name):
    path = reference / name
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(SourceError, match=rf"{name} : modifié.*git checkout"):
        read_reference(reference)


def test_an_absent_file_is_named(reference):
    (reference / ORIGINES).unlink()
    with pytest.raises(SourceError, match=rf"{ORIGINES} : absent"):
        read_reference(reference)


def test_a_folder_the_manifest_does_not_know(reference):
    reference.rename(reference.with_name("ailleurs"))
    with pytest.raises(SourceError, match="ne connaît aucun fichier de ailleurs"):
        read_reference(reference.with_name("ailleurs"))


def test_a_file_that_lies_with_a_right_digest_is_refused_all_the_same(reference):
    path = reference / ORIGINES
    path.write_text(path.read_text().replace("75101,", "75199,"))
    manifest = reference.parent / MANIFEST
    files = read_manifest(manifest)
    files[f"region/{ORIGINES}"] = replace(files[f"region/{ORIGINES}"], sha256=digest(path))
    write_manifest(manifest, files.values())
    with pytest.raises(SourceError):
        read_reference(reference)


def test_staging_starts_empty(reference):
    (staging(reference) / "left over").touch()
    assert list(staging(reference).iterdir()) == []
