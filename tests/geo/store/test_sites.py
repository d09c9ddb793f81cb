from geo.store.engine import connect
from geo.store.sites import read_sites


def test_sites_are_read_with_where_they_are(shared_directory_url):
    with connect(shared_directory_url) as conn:
        sites = read_sites(conn)

    assert list(sites.columns) == ["type", "nom", "code_commune", "lon", "lat"]
    assert sites.index.is_monotonic_increasing
    melun = sites.loc["mairie-77288"]
    assert (melun["type"], melun["lon"], melun["lat"]) == ("mairie", 2.45, 48.74)
    assert sites["code_commune"].isna().tolist() == [
        name == "gare-ailleurs" for name in sites.index
    ]
