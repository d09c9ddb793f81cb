from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.diagnostics.picture.lettering import in_lines, shortened, text_width

LIBERATION = Path("/usr/share/fonts/truetype/liberation2")
SENTENCES = (
    "Saint-Quentin-en-Yvelines – L’Haÿ-les-Roses",
    "« Où ? » À Créteil : 84,4\u202f% ≤ 30\N{NO-BREAK SPACE}min",
    "ŒUVRE, Élancourt, 12\u202f463\u202f067 habitants…",
    "WMQ @ jil | 5 × 3 \N{MINUS SIGN} 2 = 13 (km²)",
)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_of_the_font(sentence, bold):
    path = LIBERATION / f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf"
    if not path.exists():
        pytest.skip("needs the fonts Liberation: ./scripts/setup --tests")
    font = pytest.importorskip("fontTools.ttLib").TTFont(path)
    glyphs, advances = font.getBestCmap(), font["hmtx"]
    real = sum(advances[glyphs[ord(letter)]][0] for letter in sentence) / font["head"].unitsPerEm

    measured = text_width(sentence, 1, bold=bold)

    assert real * 0.999 <= measured <= real * (1.1 if bold else 1.01)


@given(st.text(max_size=40), st.floats(10, 200))
def test_a_shortened_text_fits_and_begins_the_same(text, width):
    short = shortened(text, width, 8)

    assert text_width(short, 8) <= width
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(st.lists(st.text("abcé’", min_size=1, max_size=12), min_size=1), st.floats(20, 200))
def test_lines_hold_all_the_words_in_order(words, width):
    lines = in_lines(" ".join(words), width, 8)

    assert " ".join(lines) == " ".join(words)
    assert all(text_width(line, 8) <= width or " " not in line for line in lines)


def test_no_line_begins_with_a_mark():
    assert in_lines("hors de portée : 12 000", 62, 8) == ("hors de portée :", "12 000")
