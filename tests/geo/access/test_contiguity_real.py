"""Neighbours of the embedded reference, as anyone who knows the region can tell."""

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.access.contiguity import shared_borders
from geo.settings import REPOSITORY
from geo.sources.territories import read_reference

REFERENCE = REPOSITORY / "data" / "raw" / "ile-de-france"


@pytest.fixture(scope="module")
def neighbours():
    told = read_reference(REFERENCE)
    codes = told.origins["code_commune"].tolist()
    pairs = shared_borders(told.communes.geometry.loc[codes].to_numpy())
    return codes, pairs


def around(neighbours, code):
    codes, pairs = neighbours
    own = pairs[(pairs == codes.index(code)).any(axis=1)]
    return {codes[one] for one in own.ravel()} - {code}


def test_the_region_is_in_one_piece_and_as_a_map_is(neighbours):
    codes, pairs = neighbours
    graph = coo_array((np.ones(len(pairs)), tuple(pairs.T)), shape=(len(codes),) * 2)

    assert connected_components(graph, directed=False)[0] == 1
    # a map in the plane has fewer than three borders a territory (Euler)
    assert 2 * len(codes) < len(pairs) < 3 * len(codes)


def test_arrondissements_border_on_each_other_and_on_the_suburbs(neighbours):
    # not on Paris 10e, which it meets at one point, the crossroads of Belleville
    assert around(neighbours, "75120") == {
        "75111", "75112", "75119",  # Paris 11e, 12e, 19e
        "93006", "93045", "93048", "94067",  # Bagnolet, Les Lilas, Montreuil, Saint-Mandé
    }  # fmt: skip


def test_across_a_river_is_across_a_border(neighbours):
    # Nemours and Saint-Pierre-lès-Nemours, on both banks of the Loing
    assert "77431" in around(neighbours, "77333")
