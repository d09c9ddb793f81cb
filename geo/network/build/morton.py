"""Morton codes: positions near each other on the map get numbers near each other."""

import numpy as np
from numpy.typing import NDArray

# spreads the bits of a 32-bit number, one empty bit between each two
SPREADS = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def morton_codes(lon_lat: NDArray[np.int32]) -> NDArray[np.uint64]:
    """
    Give the Morton code of each position.

    Parameters
    ----------
    lon_lat
        int32 ``(n, 2)``, in 1e-7 degree.

    Returns
    -------
    codes
        uint64 ``(n,)``: bits of longitude and latitude interleaved.

    Notes
    -----
    Contract: pure; one code a position. Morton (1966).

    Examples
    --------
    >>> corners = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=np.int32)
    >>> (morton_codes(corners) - morton_codes(corners)[0]).tolist()
    [0, 1, 2, 3]
    """
    shifted = (lon_lat.astype(np.int64) + 2**31).astype(np.uint64)
    spread_lon, spread_lat = _spread(shifted[:, 0]), _spread(shifted[:, 1])
    codes: NDArray[np.uint64] = spread_lon | (spread_lat << np.uint64(1))
    return codes


def _spread(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, mask in SPREADS:
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values
