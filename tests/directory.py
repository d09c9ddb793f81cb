"""
A region small enough to answer from paper, loaded for tests of the store, the API and the pipeline.

Twelve square communes of 0.1° (north up; Paris is cut in four quadrants)::

          2.1         2.2         2.3            2.4         2.5
    49.0   +-----------+-----------+--------------+-----------+
           | Cergy     | Nanterre  | Saint-Denis  | Montreuil |
    48.9   +-----------+-----------+--------------+-----------+
           | Versailles| Saclay    | Paris 1 | 2  | Créteil   |
           |           |           |       4 | 3  |           |
    48.8   +-----------+-----------+--------------+-----------+
           | Évry-C.   | L’Haÿ     | Le Kremlin-B.| Melun     |
    48.7   +-----------+-----------+--------------+-----------+

Bassins: 1107 Paris · 1101 Nord (the northern row) · 1102 Ouest (Versailles, Saclay) ·
1103 Sud (the southern row and Créteil). Each commune and arrondissement but Paris has 100 × 2ⁿ
residents, n being its rank in `POPULATED`, so a sum says who was counted; Paris is the sum of its
arrondissements. Origins stand in the middle of each square, `OUTSIDE` is in no commune.

A place has the publics and missions of its réseau unless its comment says otherwise.

Each réseau is competent for all its publics × missions; those that welcome send on, but Cap emploi.

`HERE` is in Paris 2e. The places whose comment gives a number lie due north of it, that many
hundredths of a degree: 1112.07 m each, `DISTANCE_M` to the metre.
"""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import box

from geo.domain.commune import code_departement
from geo.domain.competence import Competence
from geo.domain.horaires import Reserve
from geo.domain.mission import Mission
from geo.domain.point_accueil import (
    AccessibilitePmr,
    ModeAccueil,
    PointAccueil,
    PrecisionPosition,
    Signalement,
)
from geo.domain.profil import Profil
from geo.domain.public import PublicCompte, TerritoireCompte
from geo.domain.rejet import Motif, Rejet
from geo.domain.reseau import Membre, Reseau
from geo.domain.rules import Rules
from geo.domain.service_distance import Canal, ServiceDistance
from geo.domain.temps_reference import Incertitude, TempsReference
from geo.store.imports import Provenance
from geo.store.load import (
    TerritoriesImport,
    replace_points,
    replace_reseaux,
    replace_territories,
)
from geo.tables import Territories

HERE = (2.36, 48.86)
"""``(lon, lat)`` in Paris 2e, bassin 1107."""

OUTSIDE = (2.55, 48.85)
"""``(lon, lat)`` in no commune nor bassin."""

TUESDAY_MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
"""No holiday; outside school holidays."""

OLD = date(2019, 3, 4)
RECENT = date(2026, 9, 1)
REGION = "11"
GRAND_PARIS = "200054781"
PLAINE_COMMUNE = "200057867"

SQUARES = {
    "95127": ("Cergy", "1101", 2.1, 48.9),
    "92050": ("Nanterre", "1101", 2.2, 48.9),
    "93066": ("Saint-Denis", "1101", 2.3, 48.9),
    "93048": ("Montreuil", "1101", 2.4, 48.9),
    "78646": ("Versailles", "1102", 2.1, 48.8),
    "91534": ("Saclay", "1102", 2.2, 48.8),
    "94028": ("Créteil", "1103", 2.4, 48.8),
    "91228": ("Évry-Courcouronnes", "1103", 2.1, 48.7),
    "94038": ("L’Haÿ-les-Roses", "1103", 2.2, 48.7),
    "94043": ("Le Kremlin-Bicêtre", "1103", 2.3, 48.7),
    "77288": ("Melun", "1103", 2.4, 48.7),
}
"""Name, bassin, left and bottom of the communes but Paris."""

QUADRANTS = {
    "75101": ("Paris 1er Arrondissement", 2.3, 48.85),
    "75102": ("Paris 2e Arrondissement", 2.35, 48.85),
    "75103": ("Paris 3e Arrondissement", 2.35, 48.8),
    "75104": ("Paris 4e Arrondissement", 2.3, 48.8),
}
"""Name, left and bottom of the arrondissements."""

POPULATED = (*SQUARES, *QUADRANTS)
POPULATION = {code: 100 * 2**rank for rank, code in enumerate(POPULATED)}
POPULATION["75056"] = sum(POPULATION[code] for code in QUADRANTS)
TOTAL = 3_276_700
BASSINS = {"1101": "Nord", "1102": "Ouest", "1103": "Sud", "1107": "T1 Paris"}
DEPARTEMENTS = {
    "75": "Paris", "77": "Seine-et-Marne", "78": "Yvelines", "91": "Essonne",
    "92": "Hauts-de-Seine", "93": "Seine-Saint-Denis", "94": "Val-de-Marne", "95": "Val-d’Oise",
}  # fmt: skip

DISTANCE_M = {
    "dila--mission_locale-75102-01": 0,
    "dila--cio-75102-01": 1112,
    "dila--cij-75102-01": 2224,
    "dila--pole_emploi-75102-01": 3336,
    "dila--pole_emploi-93066-01": 5560,
    "dila--cap_emploi-93066-01": 6672,
}
"""Geodesic metres from `HERE`, of the places due north of it."""


@cache
def reseaux() -> tuple[Reseau, ...]:
    """Ten réseaux, with the codes of the real ones; the last one is no door."""
    youth = (Profil.COLLEGIEN, Profil.LYCEEN, Profil.ETUDIANT, Profil.JEUNE)
    told = (Mission.ACCUEIL, Mission.INFORMATION)
    every = tuple(Mission)
    rows = (
        ("information-jeunesse", "Information Jeunesse", Membre.OUI, 230, youth, told, "cij"),
        ("mission-locale", "Mission locale", Membre.OUI, 176, (Profil.JEUNE,), every,
         "mission_locale"),
        ("france-travail", "France Travail", Membre.OUI, 149, (Profil.DEMANDEUR_EMPLOI,), every,
         "pole_emploi"),
        ("cap-emploi", "Cap emploi", Membre.OUI, 19, (Profil.PERSONNE_HANDICAPEE,), every,
         "cap_emploi"),
        ("apec", "APEC", Membre.OUI, 10, (Profil.CADRE,), every[1:], "apec"),
        ("cio", "Centre d’information et d’orientation", Membre.OUI, 76,
         (*youth, Profil.TOUT_PUBLIC), every[:3], "cio"),
        ("cite-des-metiers", "Cité des métiers", Membre.OUI, 5, (Profil.TOUT_PUBLIC,), every[:3],
         None),
        ("cidff", "CIDFF", Membre.ASSOCIE, None, (Profil.FEMME,), (Mission.INFORMATION,), "cidf"),
        ("france-services", "France services", Membre.ASSOCIE, None, (Profil.TOUT_PUBLIC,),
         (Mission.ACCUEIL,), "msap"),
        ("crous", "CROUS", Membre.NON, None, (), (), "crous"),
    )  # fmt: skip
    return tuple(
        Reseau(
            code=code, nom=nom, membre=membre, annonce=annonce, publics=publics,
            missions=missions, codes_dila=(dila,) if dila else (),
        )
        for code, nom, membre, annonce, publics, missions, dila in rows
    )  # fmt: skip


@cache
def rules() -> Rules:
    """What is declared of these réseaux; two remote services, the second for the region's young."""
    return Rules(
        competences=tuple(
            Competence(
                reseau=one.code, profil=profil, mission=mission,
                renvoie=mission is Mission.ACCUEIL and one.code != "cap-emploi",
            )
            for one in reseaux() for profil in one.publics for mission in one.missions
        ),
        services=(
            _service("ligne-nationale", "Ligne nationale", Profil.TOUT_PUBLIC, "france",
                     canaux=(Canal.TELEPHONE,), telephone="39 39", horaires="Mo-Fr 08:00-18:00"),
            _service("chat-jeunes", "Chat des jeunes", Profil.JEUNE, f"region-{REGION}",
                     canaux=(Canal.CHAT, Canal.VISIO), site_web="https://example.org/chat",
                     reseau="mission-locale", missions=(Mission.INFORMATION, Mission.CONSEIL)),
        ),
        reference_times=tuple(
            TempsReference(mode=mode, au_plus_s=60 * minutes, source="Essai")
            for mode, minutes in
            (("marche", 15), ("velo", 20), ("voiture", 30), ("transport", 40))
        ),
        uncertainties=(
            Incertitude(estime=True, part=0.2, source="Essai"),
            Incertitude(estime=False, part=0.1, source="Essai"),
        ),
        publics=(
            _counted(TerritoireCompte.REGION, REGION, Profil.DEMANDEUR_EMPLOI, 327_670),
            _counted(TerritoireCompte.COMMUNE, "93066", Profil.DEMANDEUR_EMPLOI, 100),
            _counted(TerritoireCompte.REGION, REGION, Profil.ETUDIANT, 65_534),
        ),
    )  # fmt: skip


def _service(id_, nom, public, zone, **fields):
    given = {"missions": (Mission.INFORMATION,), "source": "Essai", "consulte_le": RECENT, **fields}
    return ServiceDistance(
        id=id_, nom=nom, publics=(public,), zone_competence=(zone,), **given
    )  # fmt: skip


def _counted(kind, code, profil, people):
    return PublicCompte(
        type_territoire=kind, code_territoire=code, profil=profil, nombre=people, source="Essai"
    )


@cache
def points() -> tuple[PointAccueil, ...]:
    """Fourteen places: thirteen of source ``dila``, one of source ``manuel``."""
    return (*_north_of_here(), *_elsewhere())


def _place(id_, reseau, nom, lon, lat, **fields):
    rule = next(one for one in reseaux() if one.code == reseau)
    given = {
        "source": id_.partition("--")[0],
        "code_commune": id_.split("-")[-2],
        "precision_position": PrecisionPosition.ADRESSE,
        "date_maj": OLD,
        "publics": rule.publics,
        "missions": rule.missions,
        **fields,
    }
    return PointAccueil(id=id_, reseau=reseau, nom=nom, lon=lon, lat=lat, **given)


def _north_of_here() -> tuple[PointAccueil, ...]:
    paris = ("75101", "75102", "75103", "75104")
    twins = ("dila--cij-75102-01", "dila--cij-75102-02")
    return (
        _place(  # 0: open office hours with a lunch break, for Parisians only
            "dila--mission_locale-75102-01", "mission-locale", "Mission locale de Paris – Centre",
            2.36, 48.86, horaires="Mo-Fr 09:00-12:00,13:30-17:00", zone_competence=paris,
            accessibilite_pmr=AccessibilitePmr.OUI, telephone="+33140000001",
            site_web="https://example.org/mission-locale", adresse="1 rue du Test",
            code_postal="75002", ville="Paris", label="Oriane", label_debut=date(2020, 1, 1),
            label_fin=date(2030, 12, 31),
        ),
        _place(  # 1: hours that stop at school holidays
            "dila--cio-75102-01", "cio", "CIO Paris 2e", 2.36, 48.87,
            horaires="Mo-Fr 09:00-17:00", horaires_note="Fermé pendant les vacances scolaires.",
            horaires_reserves=(Reserve.VACANCES_SCOLAIRES,),
            accessibilite_pmr=AccessibilitePmr.SUR_DEMANDE,
        ),
        _place(  # 2: the only record of this year; open on Saturday; own publics and missions
            "dila--cij-75102-01", "information-jeunesse", "Quartier Jeunes", 2.36, 48.88,
            horaires="Mo-Sa 10:00-18:00", date_maj=RECENT, publics=(Profil.LYCEEN,),
            missions=(Mission.INFORMATION,), doublons=twins[1:],
            signalements=(Signalement.DOUBLON_PROBABLE,),
        ),
        _place(  # 15 m east of the former, of the same réseau: no hours, nothing known
            "dila--cij-75102-02", "information-jeunesse", "Point information jeunesse",
            2.3602, 48.88, doublons=twins[:1], signalements=(Signalement.DOUBLON_PROBABLE,),
            date_maj=None,
        ),
        _place(  # 3
            "dila--pole_emploi-75102-01", "france-travail", "France Travail Paris Nord",
            2.36, 48.89, horaires="Mo-Th 09:00-16:30; Fr 09:00-12:00",
            accessibilite_pmr=AccessibilitePmr.OUI,
        ),
        _place(  # 5: mornings only, no disabled access
            "dila--pole_emploi-93066-01", "france-travail", "France Travail Saint-Denis",
            2.36, 48.91, horaires="Mo-Fr 08:30-12:30", zone_competence=("93",),
            accessibilite_pmr=AccessibilitePmr.NON,
        ),
        _place(  # 6: by appointment
            "dila--cap_emploi-93066-01", "cap-emploi", "Cap emploi 93", 2.36, 48.92,
            horaires='Mo-Fr 09:00-17:00 "sur rendez-vous"',
            horaires_note="Sur rendez-vous.", accessibilite_pmr=AccessibilitePmr.OUI,
        ),
    )  # fmt: skip


def _elsewhere() -> tuple[PointAccueil, ...]:
    return (
        _place(  # placed at its commune, hours that nobody could read
            "dila--msap-78646-01", "france-services", "France services Versailles", 2.15, 48.85,
            precision_position=PrecisionPosition.COMMUNE, horaires_note="Selon les permanences.",
            horaires_reserves=(Reserve.HORAIRES_ILLISIBLES,),
            signalements=(Signalement.POSITION_APPROCHEE, Signalement.HORAIRES_ILLISIBLES),
            accessibilite_pmr=AccessibilitePmr.NON,
        ),
        _place(  # everyone in France, on the spot and remotely
            "dila--apec-92050-01", "apec", "APEC Nanterre", 2.25, 48.95,
            horaires="Mo-Fr 08:00-20:00", zone_competence=("france",),
            modes_accueil=(ModeAccueil.EN_PRESENTIEL, ModeAccueil.A_DISTANCE),
            accessibilite_pmr=AccessibilitePmr.OUI,
        ),
        _place(  # an associate
            "dila--cidf-94028-01", "cidff", "CIDFF du Val-de-Marne", 2.45, 48.85,
            horaires="Tu,Th 14:00-18:00",
        ),
        _place(  # two communes only
            "dila--mission_locale-94028-01", "mission-locale", "Mission locale de Créteil",
            2.46, 48.84, horaires="Mo-Fr 09:00-17:00", zone_competence=("94028", "94038"),
            accessibilite_pmr=AccessibilitePmr.OUI,
        ),
        _place(  # declared in Évry-Courcouronnes, found in Melun
            "dila--cio-91228-01", "cio", "CIO d’Évry", 2.45, 48.75,
            horaires="Mo-Fr 09:00-12:00", signalements=(Signalement.HORS_COMMUNE,),
        ),
        _place(  # no door: kept in the directory only
            "dila--crous-75103-01", "crous", "CROUS de Paris", 2.36, 48.83,
            horaires="Mo-Fr 09:00-17:00", accessibilite_pmr=AccessibilitePmr.OUI,
        ),
        _place(  # another source
            "manuel--cite_des_metiers-75101-01", "cite-des-metiers", "Cité des métiers",
            2.32, 48.88, horaires="Tu-Fr 10:00-18:00; Sa 12:00-18:00", date_maj=RECENT,
            accessibilite_pmr=AccessibilitePmr.OUI,
        ),
    )  # fmt: skip


def rejects() -> tuple[Rejet, ...]:
    """Three records of source ``dila`` that are not published."""
    return (
        Rejet(id_source="pif-75101-01", motif=Motif.RESEAU_NON_REPRIS, detail="pif"),
        Rejet(id_source="te-93066-01", motif=Motif.RESEAU_NON_REPRIS, detail="te"),
        Rejet(id_source="cij-92050-01", motif=Motif.POSITION_FAUSSE, detail="lon = lat"),
    )


@cache
def territories() -> Territories:
    """Communes, bassins and the rest, as `geo.sources` gives them; shared, not to be modified."""
    communes = _communes()
    return Territories(
        communes=communes,
        bassins=_bassins(communes),
        bassins_communes=_members(),
        territories=_territories(communes),
        sites=_sites(),
        origins=_origins(),
    )


def territories_import(told: Territories | None = None) -> TerritoriesImport:
    """Give a set, `territories` by default, as `geo.store.load` takes it."""
    provenance = Provenance(file="essai", digest="0" * 64, code_version="essai")
    return TerritoriesImport(territories=told or territories(), provenance=provenance)


def without_commune(code: str) -> Territories:
    """Give `territories` less a commune, as if it had merged with another."""
    told = territories()
    return replace(
        told,
        communes=told.communes.drop(code),
        origins=told.origins.drop(code),
        sites=told.sites[told.sites["code_commune"] != code],
        bassins_communes=told.bassins_communes[told.bassins_communes["code_commune"] != code],
    )


def squares() -> dict[str, shapely.Polygon]:
    """The polygon of each commune and arrondissement."""
    made = {code: _square(x, y, 0.1) for code, (_, _, x, y) in SQUARES.items()}
    made |= {code: _square(x, y, 0.05) for code, (_, x, y) in QUADRANTS.items()}
    return made | {"75056": _square(2.3, 48.8, 0.1)}


def _square(left, bottom, side):
    # rounded, so that neighbours share their corners exactly
    return box(left, bottom, round(left + side, 6), round(bottom + side, 6))


def _names():
    names = {code: row[0] for code, row in (SQUARES | QUADRANTS).items()}
    return names | {"75056": "Paris"}


def _communes():
    names = _names()
    codes = sorted(names)
    city = {code for code in codes if code[:2] in {"75", "92", "93", "94"}}
    frame = pd.DataFrame(
        {
            "nom": [names[code] for code in codes],
            "type": ["arrondissement" if code in QUADRANTS else "commune" for code in codes],
            "code_parent": ["75056" if code in QUADRANTS else None for code in codes],
            "code_departement": [code_departement(code) for code in codes],
            "code_region": REGION,
            "code_epci": [GRAND_PARIS if code in city else None for code in codes],
            "code_ept": [PLAINE_COMMUNE if code == "93066" else None for code in codes],
            "population": [POPULATION[code] for code in codes],
            "millesime": 2024,
        },
        index=pd.Index(codes, name="code_commune"),
    )
    polygons = squares()
    return gpd.GeoDataFrame(frame, geometry=[polygons[code] for code in codes], crs=4326)


def _members():
    pairs = [(row[1], code) for code, row in SQUARES.items()]
    pairs += [("1107", code) for code in ("75056", *QUADRANTS)]
    return pd.DataFrame(pairs, columns=["code_bassin", "code_commune"])


def _bassins(communes):
    whole = communes[communes["type"] == "commune"]
    bassin = _members().set_index("code_commune")["code_bassin"]
    merged = whole.assign(code_bassin=bassin).dissolve("code_bassin", aggfunc={"population": "sum"})
    return merged.assign(nom=[BASSINS[code] for code in merged.index], code_region=REGION)


def _territories(communes):
    whole = communes[communes["type"] == "commune"]
    kinds = {
        "departement": ("code_departement", DEPARTEMENTS),
        "region": ("code_region", {REGION: "Île-de-France"}),
        "epci": ("code_epci", {GRAND_PARIS: "Métropole du Grand Paris"}),
        "ept": ("code_ept", {PLAINE_COMMUNE: "Plaine Commune"}),
    }
    frames = []
    for kind, (column, names) in kinds.items():
        merged = whole.dissolve(column, aggfunc={"population": "sum"}).rename_axis("code")
        frames.append(merged.reset_index().assign(type=kind, nom=lambda f, n=names: f.code.map(n)))
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=4326)


def _sites():
    rows = {
        "mairie-75056": ("mairie", "Mairie de Paris", "75056", 2.352, 48.856),
        "mairie-93066": ("mairie", "Mairie de Saint-Denis", "93066", 2.35, 48.94),
        "mairie-77288": ("mairie", "Mairie de Melun", "77288", 2.45, 48.74),
        "gare-chatelet": ("gare", "Châtelet – Les Halles", "75101", 2.347, 48.862),
        "gare-ailleurs": ("gare", "Gare d’à côté", None, 2.55, 48.85),
    }
    frame = pd.DataFrame.from_dict(
        rows, orient="index", columns=["type", "nom", "code_commune", "lon", "lat"]
    ).rename_axis("site_id")
    places = gpd.points_from_xy(frame.pop("lon"), frame.pop("lat"))
    return gpd.GeoDataFrame(frame, geometry=places, crs=4326)


def _origins():
    names, polygons = _names(), squares()
    middles = [polygons[code].centroid for code in POPULATED]
    return pd.DataFrame(
        {
            "code_commune": POPULATED,
            "nom": [names[code] for code in POPULATED],
            "population": [POPULATION[code] for code in POPULATED],
            "lon": [round(middle.x, 6) for middle in middles],
            "lat": [round(middle.y, 6) for middle in middles],
            "methode": ["point_interieur" if c == "91534" else "mairie" for c in POPULATED],
        },
        index=pd.Index(POPULATED, name="origin_id"),
    )


def load(connection) -> None:
    """Load the whole directory."""
    replace_reseaux(connection, reseaux(), rules())
    replace_territories(connection, territories_import())
    for source, refused in (("dila", rejects()), ("manuel", ())):
        accepted = [point for point in points() if point.source == source]
        replace_points(
            connection, accepted, refused, source=source, file=f"{source}.xml", digest="0" * 64,
            read=len(accepted) + len(refused), code_version="essai", whole=True,
        )  # fmt: skip
