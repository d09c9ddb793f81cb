"""The files of `data/raw` and `data/reference` read together."""

import shutil

import pytest

from geo.errors import SourceError
from geo.sources.rules import RULES_FILES, declared_files, read_rules


@pytest.fixture
def folders(data, tmp_path):
    """Copies of the published files that a test may edit."""
    raw, rules = tmp_path / "raw", tmp_path / "reference"
    raw.mkdir()
    shutil.copy(data / "raw" / "reseaux.toml", raw)
    shutil.copytree(data / "reference", rules)
    return raw, rules


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_published_files_fit_together(data):
    reseaux, rules = read_rules(data / "raw", data / "reference")
    doors = {reseau.code for reseau in reseaux if reseau.is_door}

    assert {line.reseau for line in rules.competences} == doors
    assert {one.reseau for one in rules.services} <= {*doors, None}
    for reseau in reseaux:
        own = [line for line in rules.competences if line.reseau == reseau.code]
        assert set(reseau.publics) == {line.profil for line in own}
        assert set(reseau.missions) == {line.mission for line in own}


def test_each_remote_service_says_where_it_was_read(data):
    _, rules = read_rules(data / "raw", data / "reference")

    for one in rules.services:
        assert "http" in one.source or "DILA" in one.source
        assert one.consulte_le.year >= 2018


@pytest.mark.parametrize("name", RULES_FILES)
def test_an_absent_file_is_named_with_what_to_do(folders, name):
    (folders[1] / name).unlink()

    for read in (declared_files, read_rules):
        with pytest.raises(SourceError, match=rf"{name} : reprenez-les du dépôt.*reference/"):
            read(*folders)


def test_a_folder_of_before_the_analysis_is_told_what_it_lacks(folders):
    shutil.rmtree(folders[1])

    with pytest.raises(SourceError, match=r"competences\.toml.*publics\.toml"):
        read_rules(*folders)


def test_a_competence_of_an_unknown_reseau_is_refused(folders):
    edit(folders[1] / "competences.toml", 'reseau = "cidff"', 'reseau = "cidf"')

    with pytest.raises(SourceError, match="'cidff' : il n’aide personne"):
        read_rules(*folders)


def test_a_reseau_that_is_made_no_member_must_lose_its_competences(folders):
    edit(folders[0] / "reseaux.toml", 'nom = "EPIDE"\nmembre = "associe"',
         'nom = "EPIDE"\nmembre = "non"')  # fmt: skip

    with pytest.raises(SourceError, match=r"\['epide'\].*non membre"):
        read_rules(*folders)
