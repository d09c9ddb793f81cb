"""Each promise of a region, broken by hand once."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import SourceError
from geo.sources.territories.check import check_territories
from tests.geo.sources.territories import toy


def changed(gdf, rows, column, value):
    copy = gdf.copy()
    copy.loc[rows, column] = value
    return copy


def test_the_region_as_built_is_right(territories):
    check_territories(territories)


def broken(territories):
    communes, bassins = territories.communes, territories.bassins
    membership, origins = territories.bassins_communes, territories.origins
    grown = shapely.multipolygons([toy.square(5, 0, width=1.5)])
    elsewhere = shapely.multipolygons([toy.square(50, 0)])
    return {
        "lack": {"communes": communes.drop(columns="population")},
        "repeated": {"communes": pd.concat([communes, communes.iloc[:1]])},
        "needed EPSG:4326": {"communes": communes.set_crs(2154, allow_override=True)},
        "overlap": {"communes": changed(communes, ["77001"], "geometry", grown)},
        "not the union of the communes": {
            "bassins": changed(bassins, ["1107"], "geometry", elsewhere)
        },
        "not the union of its arrondissements": {
            "communes": changed(communes, ["75056"], "geometry", elsewhere)
        },
        "not in exactly one bassin: .'77001'": {
            "bassins_communes": membership[membership["code_commune"] != "77001"]
        },
        "not in exactly one bassin: .'75056'": {
            "bassins_communes": pd.concat([membership, membership.iloc[:1]])
        },
        "bassins without name": {
            "bassins_communes": membership.replace({"code_bassin": {"1109": "1110"}})
        },
        "residents in the bassins": {"bassins": changed(bassins, ["1107"], "population", 21)},
        "residents in the origins": {"origins": changed(origins, ["77001"], "population", 0)},
        "arrondissements of 75056": {"communes": changed(communes, ["75101"], "population", 2)},
        "origins outside their commune: .'77001'": {
            "origins": changed(origins, ["77001"], "lon", 2.0)
        },
        "one origin for each": {"origins": changed(origins, ["77001"], "code_commune", "77002")},
        "unknown communes: .'99999'": {
            "sites": changed(
                territories.sites, [territories.sites.index[0]], "code_commune", "99999"
            )
        },
    }


MESSAGES = [
    "lack",
    "repeated",
    "needed EPSG:4326",
    "overlap",
    "not the union of the communes",
    "not the union of its arrondissements",
    "not in exactly one bassin: .'77001'",
    "not in exactly one bassin: .'75056'",
    "bassins without name",
    "residents in the bassins",
    "residents in the origins",
    "arrondissements of 75056",
    "origins outside their commune: .'77001'",
    "one origin for each",
    "unknown communes: .'99999'",
]


@pytest.mark.parametrize("message", MESSAGES)
def test_what_is_wrong_is_refused_and_named(territories, message):
    with pytest.raises(SourceError, match=message):
        check_territories(replace(territories, **broken(territories)[message]))


def test_every_break_is_tried(territories):
    assert list(broken(territories)) == MESSAGES
    assert isinstance(territories.communes, gpd.GeoDataFrame)
