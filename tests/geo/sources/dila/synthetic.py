"""
Synthetic records in the form of DILA's, and a synthetic territory: none of it is real.

The territory is drawn in Lambert-93, so that distances are known in metres: square communes of
10 km from (600000, 6800000) on, eastward: 77001 Alpha, 77002 Bêta, 78003 Gamma; Paris (75056) with
one arrondissement (75101) 100 km north; 97401 Oméga on La Réunion.
"""

from dataclasses import replace
from datetime import date

import geopandas as gpd
import shapely

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.reseau import Membre, Reseau
from geo.sources.dila import Organisme

WEST, SOUTH, SIDE = 600_000.0, 6_800_000.0, 10_000.0

ADDRESS = """
   <Adresse type="géopostale">
      <Ligne>Bâtiment B</Ligne>
      <Ligne>7 rue de l’Exemple</Ligne>
      <CodePostal>77100</CodePostal>
      <NomCommune>Alpha</NomCommune>
      <Localisation>
         <Latitude>48.3</Latitude>
         <Longitude>1.7</Longitude>
         <Précision>8</Précision>
      </Localisation>
      <Accessibilité type="ACC">plain-pied</Accessibilité>
   </Adresse>"""

POSTAL = """
   <Adresse type="postale">
      <Ligne>BP 12</Ligne>
      <CodePostal>77101</CodePostal>
      <NomCommune>Alpha Cedex</NomCommune>
   </Adresse>"""


def xml(
    inside=ADDRESS, *, ident="cio-77001-01", insee="77001", day="2021-03-04", nom="CIO - Alpha"
):
    """A whole file, as bytes; the network is the start of the identifier."""
    pivot = ident.rsplit("-", 2)[0]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Organisme id="{ident}" codeInsee="{insee}" dateMiseAJour="{day}" pivotLocal="{pivot}">'
        f"<Nom>{nom}</Nom>{inside}</Organisme>"
    ).encode()


def plage_j(first, last, *hours, note=None):
    """One ``PlageJ`` with its hours, each a pair of times, and maybe a note."""
    inside = "".join(f'<PlageH début="{start}:00" fin="{end}:00"/>' for start, end in hours)
    notes = f"<Note>{note}</Note>" if note is not None else ""
    return f'<PlageJ début="{first}" fin="{last}">{inside}{notes}</PlageJ>'


def opening(*ranges, comment=None):
    """The hours of a record."""
    remark = f"<Commentaire>{comment}</Commentaire>" if comment is not None else ""
    return f"<Ouverture>{''.join(ranges)}</Ouverture>{remark}"


def to_degrees(x, y, *, epsg=2154):
    """Longitude and latitude of a point in metres, with every decimal."""
    point = gpd.GeoSeries([shapely.Point(x, y)], crs=epsg).to_crs(4326)[0]
    return point.x, point.y


def _square(west, south, epsg=2154):
    box = shapely.box(west, south, west + SIDE, south + SIDE)
    return gpd.GeoSeries([box], crs=epsg).to_crs(4326)[0]


def territory():
    """Communes of the synthetic territory: what `COMMUNE_COLUMNS` asks, as far as it is read."""
    north = SOUTH + 100_000
    rows = [
        ("77001", "Alpha", "commune", _square(WEST, SOUTH)),
        ("77002", "Bêta", "commune", _square(WEST + SIDE, SOUTH)),
        ("78003", "Gamma", "commune", _square(WEST + 2 * SIDE, SOUTH)),
        ("75056", "Paris", "commune", _square(WEST, north)),
        ("75101", "Paris 1er Arrondissement", "arrondissement", _square(WEST, north)),
        ("97401", "Oméga", "commune", _square(340_000.0, 7_690_000.0, 2975)),
    ]
    frame = gpd.GeoDataFrame(rows, columns=["code_commune", "nom", "type", "geometry"], crs=4326)
    return frame.set_index("code_commune")


def record(x=WEST + SIDE / 2, y=SOUTH + SIDE / 2, *, epsg=2154, **facts):
    """Facts of a record in the middle of Alpha, or at a point in metres."""
    lon, lat = to_degrees(x, y, epsg=epsg)
    made = Organisme(
        id="cio-77001-01",
        pivot="cio",
        code_commune="77001",
        nom="CIO - Alpha",
        date_maj=date(2021, 3, 4),
        ville="Alpha",
        latitude=repr(lat),
        longitude=repr(lon),
        precision="8",
    )
    return replace(made, **facts)


def _reseau(code, *codes_dila, membre=Membre.OUI):
    return Reseau(
        code=code,
        nom=code,
        membre=membre,
        publics=(Profil.JEUNE,),
        missions=(Mission.ACCUEIL,),
        codes_dila=codes_dila,
    )


RESEAUX = (
    _reseau("cio", "cio"),
    _reseau("information-jeunesse", "cij"),
    _reseau("mission-locale", "mission_locale"),
)
