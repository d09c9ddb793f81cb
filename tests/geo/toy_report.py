"""Four villages in two bassins, with answers on paper; names as hostile as a record may be."""

from datetime import UTC, date, datetime

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from geo.access.coverage import coverage, territory_members
from geo.access.report import CoverageReport, Credit
from geo.access.street_run import streets_used
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.reseau import Membre, Reseau
from geo.tables import ALL_RESEAUX, ESTIMATED_TIME, NEAREST_COLUMNS

HOSTILE = "=1+1 </script><img src=x onerror=alert(1)> & « Cie »"
MODES = ("marche", "velo", "voiture")
PEOPLE = {"77001": 1000, "77002": 2000, "77003": 4000, "77004": 8000}
NAMES = {"77001": "Alizé", "77002": "Brie-l’Œuvre", "77003": "Saint-Cyr", "77004": "Désert"}

# Minutes on foot to the nearest place of each réseau; cycling takes a third, driving a fifth.
# 77001 and 77002 are the bassin Nord, 77003 and 77004 Sud; nothing reaches Désert.
MINUTES = {
    "cio": {"77001": 10, "77002": 25},
    "mission-locale": {"77002": 90, "77003": 60},
    ALL_RESEAUX: {"77001": 10, "77002": 25, "77003": 60},
    "crous": {"77004": 1},
}
PLACE_OF = {"cio": "toy--cio-1", "mission-locale": "toy--ml-1", "crous": "toy--crous-1"}
FASTER = {"marche": 1, "velo": 3, "voiture": 5}


def _squares():
    corners = {
        "77001": (2.0, 48.1),
        "77002": (2.1, 48.1),
        "77003": (2.0, 48.0),
        "77004": (2.1, 48.0),
    }
    return {code: box(x, y, x + 0.1, y + 0.1) for code, (x, y) in corners.items()}


def _communes():
    squares = _squares()
    frame = pd.DataFrame(
        {
            "nom": NAMES, "type": "commune", "code_parent": None, "code_departement": "77",
            "code_region": "11", "code_epci": None, "code_ept": None, "population": PEOPLE,
            "millesime": 2023,
        }
    )  # fmt: skip
    return gpd.GeoDataFrame(
        frame.rename_axis("code_commune"), geometry=pd.Series(squares), crs=4326
    )


def _bassins():
    squares = _squares()
    return gpd.GeoDataFrame(
        {"nom": ["Nord", "Sud <b>"], "code_region": "11", "population": [3000, 12000]},
        index=pd.Index(["1101", "1102"], name="code_bassin"),
        geometry=[squares["77001"] | squares["77002"], squares["77003"] | squares["77004"]],
        crs=4326,
    )


def _origins():
    centres = {code: square.centroid for code, square in _squares().items()}
    return pd.DataFrame(
        {
            "code_commune": list(PEOPLE),
            "nom": list(NAMES.values()),
            "population": list(PEOPLE.values()),
            "lon": [centre.x for centre in centres.values()],
            "lat": [centre.y for centre in centres.values()],
        },
        index=pd.Index([f"com-{code}" for code in PEOPLE], name="origin_id"),
    )


def _nearest():
    rows = [
        (f"com-{code}", reseau, mode, PLACE_OF.get(reseau, _any(code)), on_foot * 60.0,
         on_foot * 60.0 / FASTER[mode], True)
        for reseau, reached in MINUTES.items()
        for code, on_foot in reached.items()
        for mode in MODES
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(NEAREST_COLUMNS))


def _any(code):
    return PLACE_OF["mission-locale" if code == "77003" else "cio"]


def _places():
    rows = {
        "toy--cio-1": {
            "reseau": "cio", "nom": HOSTILE, "code_commune": "77001", "lon": 2.04, "lat": 48.16,
            "adresse": "1 rue <i>Haute</i>", "code_postal": "77100", "ville": "Alizé",
            "telephone": "01 60 07 34 97", "site_web": "javascript:alert(1)",
            "accessibilite_pmr": "inconnue", "horaires": "Mo-Th 09:00-12:00,14:00-18:00",
            "date_maj": date(2019, 6, 17), "precision_position": "adresse",
            "telephone_note": "( Pas encore <b>opérationnel</b>)",
            "horaires_reserves": ["note_a_lire", "horaires_illisibles"],
            "signalements": ["horaires_illisibles", "doublon_probable", "hors_commune"],
        },
        "toy--ml-1": {
            "reseau": "mission-locale", "nom": "Mission locale de Saint-Cyr",
            "code_commune": "77003", "lon": 2.06, "lat": 48.04, "accessibilite_pmr": "oui",
            "site_web": "https://ml.example.org/", "date_maj": date(2026, 10, 1),
            "precision_position": "commune", "horaires_note": "Sur rendez-vous",
            "signalements": ["position_approchee"],
        },
        "toy--crous-1": {
            "reseau": "crous", "nom": "CROUS", "code_commune": "77004", "lon": 2.16,
            "lat": 48.06, "accessibilite_pmr": "non", "precision_position": "adresse",
        },
    }  # fmt: skip
    empty = {"telephone_note": None, "horaires_reserves": [], "signalements": []}
    filled = {point_id: {**empty, **row} for point_id, row in rows.items()}
    columns = ["horaires", "horaires_note", "date_maj", "adresse", "telephone"]
    frame = pd.DataFrame.from_dict(filled, orient="index").rename_axis("point_id")
    return frame.astype(dict.fromkeys(columns, object))


def _reseau(code, nom, membre=Membre.OUI):
    door = membre is not Membre.NON
    return Reseau(
        code=code,
        nom=nom,
        membre=membre,
        publics=(Profil.TOUT_PUBLIC,) * door,
        missions=(Mission.ACCUEIL,) * door,
    )


RESEAUX = (
    _reseau("mission-locale", "Mission locale"),
    _reseau("cio", "Centre d’information et d’orientation"),
    _reseau("cite-des-metiers", "Cité des métiers"),
    _reseau("crous", "CROUS", Membre.NON),
)


def build_report(**changes):
    """Build the report; `changes` replace fields."""
    bassins, origins, nearest = _bassins(), _origins(), _nearest()
    members = territory_members(
        pd.DataFrame(
            {"code_bassin": ["1101", "1101", "1102", "1102"], "code_commune": list(PEOPLE)}
        ),
        bassins["code_region"],
    )
    doors = [reseau.code for reseau in RESEAUX if reseau.is_door]
    fields = {
        "run_id": "acces-0123456789abcdef",
        "computed_at": datetime(2026, 11, 21, 20, 0, tzinfo=UTC),
        "region_names": {"11": "Île-de-Test"},
        "reseaux": RESEAUX,
        "communes": _communes(),
        "bassins": bassins,
        "origins": origins,
        "nearest": nearest,
        "coverage": coverage(
            nearest, origins, members, reseaux=[ALL_RESEAUX, *doors], modes=list(MODES)
        ),
        "places": _places(),
        "credits": (
            Credit(
                subject="Points d’accueil",
                producer="DILA",
                licence="Licence Ouverte 2.0",
                vintage="janvier 2022",
            ),
        ),
    }
    return CoverageReport(**{**fields, **changes})


def street_report(*, publiable=True, kind="osm", off_network=6000):
    """Build the report of a run on a network: Nord on it, Sud off it; twice as slow by car."""
    report = build_report()
    nearest, coverage_ = (
        table[table["mode"] != "velo"] for table in (report.nearest, report.coverage)
    )
    on = nearest["origin_id"].isin(["com-77001", "com-77002"])
    by_car = on & (nearest["mode"] == "voiture")
    return build_report(
        nearest=nearest.assign(
            is_estimate=~on,
            travel_time_s=nearest["travel_time_s"].where(~by_car, nearest["travel_time_s"] * 2),
            **{ESTIMATED_TIME: (nearest["travel_time_s"] + 0.5).where(on)},
        ),
        coverage=coverage_.assign(is_estimate=coverage_["territory_code"] != "1101"),
        credits=(
            *report.credits,
            Credit(subject="Rues", producer="OSM", licence="ODbL 1.0", vintage="essai.osm.pbf"),
        ),
        streets=streets_used(
            {
                "reseau_rues": {
                    "nom": "essai", "source": "essai.osm.pbf", "licence": "ODbL 1.0",
                    "attribution": "OSM", "publiable": publiable, "origine": kind,
                    "profils": {
                        "marche": {"tranche": None},
                        "voiture": {"tranche": {"code": "pointe", "facteur": 1.5}},
                    },
                }
            },
            {
                mode: {**FINDINGS, "habitants_hors_reseau": off_network}
                for mode in ("marche", "voiture")
            },
        ),
    )  # fmt: skip


FINDINGS = {
    "habitants_le_long_des_rues": 3000,
    "habitants_a_un_point": 12000,
    "communes": {"repartie": 2, "en_partie_couverte": 1, "hors_reseau": 1, "sans_rue_habitee": 0},
    "habitants_hors_reseau": 6000,
    "points_hors_reseau": 1,
}
