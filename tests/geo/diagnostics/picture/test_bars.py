import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.diagnostics.picture.bars import NOTHING
from geo.diagnostics.picture.palette import CHOSEN, OTHERS
from geo.diagnostics.picture.svg import WIDTH_PT
from geo.domain.unite import UNKNOWN, Unite
from tests.geo.diagnostics.picture.drawings import SVG, bars, seen, texts

NAMES = ("Nord", "Sud", "Est", "Ouest")


def drawn(root):
    """Bars by rank of their name."""
    return {int(r.get("data-barre")): r for r in root.iter(f"{SVG}rect") if r.get("data-barre")}


def height_of(root, name):
    return next(float(one.get("y")) for one in root.iter(f"{SVG}text") if one.text == name)


def test_bars_are_as_long_as_their_values():
    root = seen(bars(average=None))

    widths = {rank: float(rect.get("width")) for rank, rect in drawn(root).items()}
    assert set(widths) == {0, 1, 3}
    assert widths[3] == pytest.approx(2 * widths[0], rel=0.001)
    assert widths[1] == pytest.approx(0.9994 / 0.25 * widths[0], rel=0.001)


def test_the_longest_comes_first_and_the_unknown_last():
    root = seen(bars())

    heights = [height_of(root, name) for name in ("Sud", "Ouest", "Nord", "Est")]
    assert heights == sorted(heights)
    assert UNKNOWN in texts(root)


def test_equals_keep_the_order_given():
    root = seen(bars(values=np.full(4, 0.5)))

    heights = [height_of(root, name) for name in NAMES]
    assert heights == sorted(heights)


def test_values_are_written_in_french():
    told = [text.replace("\u202f", " ") for text in texts(seen(bars()))]

    assert {"25,0 %", "99,9 %", "50,0 %"} <= set(told)
    assert "Moyenne de la région\N{NO-BREAK SPACE}: 55,0 %" in told


def test_the_chosen_one_stands_out_by_colour_and_by_weight():
    root = seen(bars())

    assert [drawn(root)[rank].get("fill") for rank in (0, 1, 3)] == [OTHERS, OTHERS, CHOSEN]
    bold = {one.text for one in root.iter(f"{SVG}text") if one.get("font-weight") == "bold"}
    assert bold == {"Ouest", "50,0\u202f%"}


def test_the_average_stands_where_a_bar_as_long_would_end():
    root = seen(bars(values=np.array([0.55, 0.9, 0.1, 0.2])))

    rect = drawn(root)[0]
    end = float(rect.get("x")) + float(rect.get("width"))
    line = [p.get("d") for p in root.iter(f"{SVG}path") if p.get("stroke-dasharray")]
    assert all(float(d.removeprefix("M").split()[0]) == pytest.approx(end, abs=0.02) for d in line)


def test_losses_go_left_of_zero():
    root = seen(bars(values=np.array([0.1, -0.1, 0.0, np.nan]), unit="points", average=None))

    gain, loss = drawn(root)[0], drawn(root)[1]
    zero = float(gain.get("x"))
    assert float(loss.get("x")) + float(loss.get("width")) == pytest.approx(zero, abs=0.02)
    assert float(gain.get("width")) == pytest.approx(float(loss.get("width")), abs=0.02)


def test_a_name_too_long_is_cut_in_the_picture_and_whole_in_its_description():
    long = "Territoire au nom si long qu’aucune colonne de la page ne le contiendrait jamais"
    root = seen(bars(names=(long, "Sud", "Est", "Ouest")))

    assert long not in texts(root)
    assert any(text.endswith("…") for text in texts(root))
    assert long in root.find(f"{SVG}desc").text


DEGENERATE = {
    "none": {"names": (), "values": np.array([])},
    "one": {"names": ("Nord",), "values": np.array([0.3])},
    "one unknown": {"names": ("Nord",), "values": np.array([np.nan])},
    "all unknown": {"values": np.full(4, np.nan)},
    "all nothing": {"values": np.zeros(4), "average": 0.0},
    "endless": {"values": np.array([0.2, np.inf, 0.1, 0.3])},
    "next to nothing": {"values": np.array([0.0, 5e-324, 0.0, 0.0]), "average": None},
    "an average that nobody knows": {"average": np.nan},
    "many": {"names": tuple(f"B{rank}" for rank in range(60)), "values": np.linspace(0, 1, 60)},
}


@pytest.mark.parametrize("case", DEGENERATE)
def test_degenerate_input_still_makes_a_picture(case):
    root = seen(bars(**DEGENERATE[case]))

    numbers = " ".join(value for one in root.iter() for value in one.attrib.values())
    assert "nan" not in numbers
    assert "inf" not in numbers


def test_nothing_to_compare_says_so():
    assert texts(seen(bars(names=(), values=np.array([])))) == [NOTHING]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30),
    st.sampled_from([Unite.NOMBRE, Unite.PART, Unite.SECONDES, Unite.INDICE]),
)
def test_bars_stay_in_the_picture(values, unit):
    names = tuple(f"Bassin {rank}" for rank in range(len(values)))
    root = seen(bars(names=names, values=np.array(values), unit=str(unit), average=None))

    for rect in drawn(root).values():
        assert float(rect.get("x")) >= 0
        assert float(rect.get("x")) + float(rect.get("width")) <= WIDTH_PT
