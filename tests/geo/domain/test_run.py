import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.domain.run import TypeRun, build_run, run_id
from geo.errors import InputError

texts = st.text(max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
parameters = st.dictionaries(texts, values, max_size=4)
hashes = st.dictionaries(texts, texts, max_size=3)

TOLD = {"parametres": {"modes": ["marche"]}, "empreintes": {"annuaire": "a"}, "version_code": "v"}


@given(parametres=parameters, empreintes=hashes, version_code=texts)
def test_the_same_run_has_the_same_name_whatever_the_order(parametres, empreintes, version_code):
    backwards = dict(reversed(parametres.items())), dict(reversed(empreintes.items()))

    name = run_id(
        TypeRun.ACCES, parametres=parametres, empreintes=empreintes, version_code=version_code
    )

    assert re.fullmatch(r"acces-[0-9a-f]{16}", name)
    assert name == run_id(
        TypeRun.ACCES, parametres=backwards[0], empreintes=backwards[1], version_code=version_code
    )


@pytest.mark.parametrize(
    "change",
    [
        {"parametres": {"modes": ["velo"]}},
        {"parametres": {"modes": ["marche"], "k": None}},
        {"empreintes": {"annuaire": "b"}},
        {"empreintes": {"Annuaire": "a"}},
        {"version_code": "w"},
    ],
)
def test_any_difference_gives_another_name(change):
    assert run_id(TypeRun.ACCES, **{**TOLD, **change}) != run_id(TypeRun.ACCES, **TOLD)


def test_a_run_is_built_with_its_name():
    run = build_run(TypeRun.ACCES, **TOLD)

    assert run.run_id == run_id(TypeRun.ACCES, **TOLD)
    assert (run.parametres, run.empreintes, run.version_code) == tuple(TOLD.values())


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_what_json_cannot_write_is_refused(value):
    with pytest.raises(InputError, match="JSON"):
        run_id(TypeRun.ACCES, **{**TOLD, "parametres": {"x": value}})
