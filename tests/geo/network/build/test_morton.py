import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geo.network.build.morton import morton_codes

lon_lat = st.tuples(*[st.integers(-(2**31), 2**31 - 1)] * 2)


def interleaved(x, y):
    bits = zip(f"{y + 2**31:032b}", f"{x + 2**31:032b}", strict=True)
    return int("".join(high + low for high, low in bits), 2)


@given(st.lists(lon_lat, max_size=20))
def test_bits_of_the_two_coordinates_alternate(drawn):
    codes = morton_codes(np.array(drawn, dtype=np.int32).reshape(-1, 2))
    assert codes.tolist() == [interleaved(x, y) for x, y in drawn]
