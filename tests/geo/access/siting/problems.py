"""Small problems that hypothesis draws."""

import numpy as np
from hypothesis import strategies as st

from geo.access.siting import SitingProblem

FAR = 12


@st.composite
def problems(draw, *, capacity=False, rules=True, reached=False, most=6):
    """A problem of a few origins and candidates, with rules or capacities, and a `p` that fits."""
    origins, candidates = draw(st.integers(1, most)), draw(st.integers(1, most))
    costs = draw(_matrix(origins, candidates, reached=reached))
    weights = np.array(draw(st.lists(st.integers(0, 5), min_size=origins, max_size=origins)))
    kind = draw(st.sampled_from(("free", "fixed", "grouped"))) if rules else "free"
    fixed, forbidden, groups = (), (), None
    if kind == "fixed" and candidates > 2:
        fixed, forbidden = (draw(st.integers(0, 1)),), (2,)
    if kind == "grouped":
        groups = tuple(draw(st.lists(st.sampled_from("abc"), min_size=candidates,
                                     max_size=candidates)))  # fmt: skip
    rooms = st.lists(st.integers(0, 9), min_size=candidates, max_size=candidates)
    problem = SitingProblem(
        costs=costs,
        weights=weights.astype(float),
        fixed=fixed,
        forbidden=forbidden,
        capacity=np.array(draw(rooms), dtype=float) if capacity else None,
        one_per=groups,
    )
    least, highest = max(1, len(fixed)), candidates - len(forbidden)
    p = len(set(groups)) if groups else draw(st.integers(least, highest))
    return problem, p


def _matrix(origins, candidates, *, reached):
    cell = st.integers(0, FAR if reached else FAR + 4)
    row = st.lists(cell, min_size=candidates, max_size=candidates)
    return st.lists(row, min_size=origins, max_size=origins).map(
        lambda rows: np.where(np.array(rows) > FAR, np.inf, np.array(rows, dtype=float))
    )
