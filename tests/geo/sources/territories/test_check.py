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
    zones = territories.partitions_communes
    return {
        "lack": {"communes": communes.drop(columns="population")},
        "repeated": {"communes": pd.concat([communes, communes.iloc[:1]])},
        "needed EPSG:4326": {"communes": communes.set_crs(2154, allow_override=True)},
        "sans recouvrement": {"communes": changed(communes, ["77001"], "geometry", grown)},
        "l’union des bassins n’est pas celle": {
            "bassins": changed(bassins, ["1107"], "geometry", elsewhere)
        },
        "n’est pas l’union de ses arrondissements": {
            "communes": changed(communes, ["75056"], "geometry", elsewhere)
        },
        "un bassin par commune.*'77001'": {
            "bassins_communes": membership[membership["code_commune"] != "77001"]
        },
        "un bassin par commune.*'75056'": {
            "bassins_communes": pd.concat([membership, membership.iloc[:1]])
        },
        "bassins sans nom": {
            "bassins_communes": membership.replace({"code_bassin": {"1109": "1110"}})
        },
        "habitants dans les bassins": {"bassins": changed(bassins, ["1107"], "population", 21)},
        "habitants dans les origines": {"origins": changed(origins, ["77001"], "population", 0)},
        "arrondissements de 75056": {"communes": changed(communes, ["75101"], "population", 2)},
        "origines hors de leur commune.*'77001'": {
            "origins": changed(origins, ["77001"], "lon", 2.0)
        },
        "une origine par": {"origins": changed(origins, ["77001"], "code_commune", "77002")},
        "communes inconnues.*'99999'": {
            "sites": changed(
                territories.sites, [territories.sites.index[0]], "code_commune", "99999"
            )
        },
        "une part de zone_emploi par commune.*'77001'": {
            "partitions_communes": zones[zones["code_commune"] != "77001"]
        },
        "une part de zone_emploi a deux noms": {
            "partitions_communes": changed(zones, [zones.index[0]], "nom", "Lutèce")
        },
    }


MESSAGES = [
    "lack",
    "repeated",
    "needed EPSG:4326",
    "sans recouvrement",
    "l’union des bassins n’est pas celle",
    "n’est pas l’union de ses arrondissements",
    "un bassin par commune.*'77001'",
    "un bassin par commune.*'75056'",
    "bassins sans nom",
    "habitants dans les bassins",
    "habitants dans les origines",
    "arrondissements de 75056",
    "origines hors de leur commune.*'77001'",
    "une origine par",
    "communes inconnues.*'99999'",
    "une part de zone_emploi par commune.*'77001'",
    "une part de zone_emploi a deux noms",
]


@pytest.mark.parametrize("message", MESSAGES)
def test_what_is_wrong_is_refused_and_named(territories, message):
    with pytest.raises(SourceError, match=message):
        check_territories(replace(territories, **broken(territories)[message]))


def test_every_break_is_tried(territories):
    assert list(broken(territories)) == MESSAGES
    assert isinstance(territories.communes, gpd.GeoDataFrame)
