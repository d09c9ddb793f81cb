import json

import pytest

from geo.domain.dossier_json import from_json, to_json
from geo.errors import InputError
from tests.geo.diagnostics.toy import dossier


def test_a_dossier_comes_back_from_its_json():
    assert from_json(to_json(dossier())) == dossier()


def test_each_block_says_what_it_is():
    told = json.loads(to_json(dossier()))["sections"][0]["blocs"]

    assert [bloc["bloc"] for bloc in told] == ["cartouche", "texte", "texte"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"sections": [{"blocs": [{"bloc": "?"}]}]}'])
def test_what_is_no_dossier_is_refused(text):
    with pytest.raises(InputError):
        from_json(text)
