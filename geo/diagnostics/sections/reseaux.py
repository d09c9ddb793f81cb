"""Tables of the réseaux of a territory: what each has there, and what was announced."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from geo.access.inventory import months_old
from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.figures import plain
from geo.diagnostics.sections.residents import door_codes, places_of
from geo.diagnostics.sections.words import is_region, name_of, reseau_name
from geo.domain.dossier import Colonne, Tableau
from geo.domain.fraicheur import is_to_confirm
from geo.domain.indicateur import DIRECTORY
from geo.domain.point_accueil import AccessibilitePmr
from geo.domain.reseau import Membre
from geo.domain.unite import Figure, Unite

DOORS, TOTAL = "Lieux du service", "Ensemble de l’annuaire"
"""Rows of totals: the réseaux that are doors, and all of them."""

MEMBERSHIP: Mapping[str, str] = {
    Membre.OUI: "membre",
    Membre.ASSOCIE: "associé",
    Membre.NON: "hors du service",
}

COLUMNS = (
    ("reseau", "Réseau", Unite.TEXTE, "Nom du réseau"),
    ("code_reseau", "Code", Unite.CODE, "Code du réseau ; vide pour un total"),
    ("membre", "Place", Unite.TEXTE, "Membre du service public d’orientation, associé, ou hors"),
    ("lieux", "Lieux", Unite.NOMBRE, "Points d’accueil dans le territoire"),
    ("labellises", "Labellisés", Unite.NOMBRE, "Lieux dont un label est en cours"),
    ("horaires_connus", "Horaires connus", Unite.NOMBRE, "Lieux dont la fiche a des horaires"),
    ("pmr_oui", "Accessibles", Unite.NOMBRE, "Lieux déclarés accessibles (mobilité réduite)"),
    ("pmr_sur_demande", "Sur demande", Unite.NOMBRE, "Lieux accessibles sur demande"),
    ("pmr_non", "Non accessibles", Unite.NOMBRE, "Lieux déclarés non accessibles"),
    ("pmr_inconnue", "Accès inconnu", Unite.NOMBRE, "Lieux dont l’accès n’est pas renseigné"),
    ("a_confirmer", "À confirmer", Unite.NOMBRE, "Lieux dont la fiche est ancienne ou sans date"),
    ("part_a_confirmer", "Part à confirmer", Unite.PART, "a_confirmer ÷ lieux"),
    ("age_median_mois", "Âge médian", Unite.MOIS, "Médiane de l’âge des fiches datées, en mois"),
)

SHOWN = (
    "reseau", "lieux", "horaires_connus", "pmr_oui", "pmr_sur_demande", "pmr_non", "pmr_inconnue",
    "a_confirmer", "age_median_mois",
)  # fmt: skip

ABSENCES = (
    Colonne(
        code="bassins_sans_lieu",
        titre="Bassins sans lieu",
        unite=Unite.NOMBRE,
        definition="Bassins où l’annuaire n’a aucun lieu du réseau",
        source=DIRECTORY,
    ),
    Colonne(
        code="noms_bassins_sans_lieu",
        titre="Lesquels",
        unite=Unite.TEXTE,
        definition="Noms de ces bassins",
        source=DIRECTORY,
    ),
)
"""Columns of the region alone."""

ANNOUNCED = (
    ("reseau", "Réseau", "Nom du réseau"),
    ("found", "Trouvés", "Lieux trouvés dans la région"),
    ("announced", "Annoncés", "Lieux annoncés pour la région"),
    ("lacking", "Manquent", "lieux annoncés qui ne sont pas trouvés , ou zéro"),
    ("beyond", "En plus", "lieux trouvés au-delà de ceux annoncés, ou zéro"),
    ("found_antennes", "Dits antennes", "Lieux trouvés dont le nom dit que c’est une antenne"),
    ("announced_antennes", "Antennes annoncées", "Antennes parmi les lieux annoncés"),
    ("found_twice", "Doublons possibles", "Lieux trouvés peut-être enregistrés deux fois"),
)
"""Columns of the reconciliation: names, in French, and what they are."""

OUTSIDE = {
    "reseau": "reseau", "found": "trouves", "announced": "annonces", "lacking": "manquent",
    "beyond": "en_plus",
    "found_antennes": "trouves_dits_antennes", "announced_antennes": "annonces_antennes",
    "found_twice": "doublons_possibles",
}  # fmt: skip


def reseaux_table(findings: Findings, code: str) -> Tableau:
    """
    Count the places of each réseau, and what their records say.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    table
        A row a réseau that has a place there: those that are doors, their total, the others and
        the total of all.
    """
    places = _told(findings, places_of(findings, code))
    is_door = places["reseau"].isin(door_codes(findings))
    rows: list[tuple[Figure, ...]] = [
        *_rows(findings, places[is_door]),
        (DOORS, None, None, *_counts(places[is_door])),
        *_rows(findings, places[~is_door]),
    ]
    if not is_door.all():
        rows.append((TOTAL, None, None, *_counts(places)))
    whole = is_region(findings, code)
    if whole:
        rows = [(*row, *told) for row, told in zip(rows, _lacking(findings, rows), strict=True)]
    return Tableau(
        code="lieux_reseaux",
        titre="Points d’accueil par réseau, et ce que disent leurs fiches",
        colonnes=(*_columns(), *ABSENCES) if whole else _columns(),
        lignes=tuple(rows) if len(places) else (),
        colonnes_montrees=(*SHOWN, ABSENCES[0].code) if whole else SHOWN,
        note="Un réseau hors du service reste dans l’annuaire : il vient après le total des "
        "lieux du service. L’accès est celui des personnes à mobilité réduite ; ce qui n’est "
        "pas renseigné n’est jamais compté comme accessible.",
        vide="Aucun point d’accueil n’est connu ici.",
    )


def announced_table(findings: Findings) -> Tableau:
    """
    Compare the places found in the region with the totals announced.

    Parameters
    ----------
    findings
        All that was found.

    Returns
    -------
    table
        A row a réseau for which a total was announced, then those that only have places.
    """
    table = findings.inventory.reconciliation
    known = table["announced"].notna()
    told = pd.concat([table[known], table[~known & (table["found"] > 0)]])
    told = told.assign(
        lacking=told["missing"].clip(lower=0), beyond=(-told["missing"]).clip(lower=0)
    )
    columns = [column for column, _, _ in ANNOUNCED[1:]]
    rows = [
        (reseau_name(findings, str(reseau)), *(plain(one, Unite.NOMBRE) for one in values))
        for reseau, values in zip(
            told.index, told[columns].itertuples(index=False, name=None), strict=True
        )
    ]
    return Tableau(
        code="lieux_annonces",
        titre="Lieux trouvés et lieux annoncés",
        colonnes=tuple(
            Colonne(
                code=OUTSIDE[column],
                titre=titre,
                unite=Unite.NOMBRE if column != "reseau" else Unite.TEXTE,
                definition=words,
                source=DIRECTORY,
            )
            for column, titre, words in ANNOUNCED
        ),
        lignes=tuple(rows),
        montrees=int(known.sum()),
        note="Non renseigné : le total annoncé ne le dit pas. Les réseaux sans total annoncé ne "
        "sont que dans les fichiers. Une antenne se lit dans le nom du lieu : un nom qui ne le dit "
        "pas peut en être une.",
        vide="Aucun réseau n’a de lieu, ni de total annoncé.",
    )


def says_labels(findings: Findings) -> bool:
    """
    Tell whether any record says a label, without which nobody knows who holds one.

    Parameters
    ----------
    findings
        All that was found.

    Returns
    -------
    says
        False where labels are « non renseigné ».
    """
    return bool(findings.inventory.places["label"].notna().any())


def absent_here(findings: Findings, code: str, *, everywhere: bool) -> tuple[str, ...]:
    """
    Name the réseaux without a place in a territory.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.
    everywhere
        Whether to name those of which the directory has no place at all, or the others.

    Returns
    -------
    names
        In the order of the réseaux.
    """
    absences = findings.inventory.absences
    told = absences[absences["everywhere"].astype(bool) == everywhere]
    if not is_region(findings, code):
        told = told[[code in parts for parts in told["parts"]]]
    elif not everywhere:
        told = told[:0]
    return tuple(reseau_name(findings, str(reseau)) for reseau in told.index)


def _columns() -> tuple[Colonne, ...]:
    return tuple(
        Colonne(code=one, titre=titre, unite=unite, definition=words, source=DIRECTORY)
        for one, titre, unite, words in COLUMNS
    )


def _lacking(findings: Findings, rows: Sequence[tuple[Figure, ...]]) -> list[tuple[Figure, Figure]]:
    """Give the bassins without a place, of the réseau or the total of each row."""
    found = findings.inventory.found
    inside = found[found.index != ""]
    named = inside.set_axis([name_of(findings, str(code)) for code in inside.index])
    sums = {DOORS: door_codes(findings), TOTAL: tuple(found.columns)}
    return [_absences(named, sums.get(str(row[0]), (str(row[1]),))) for row in rows]


def _absences(found: pd.DataFrame, reseaux: Sequence[str]) -> tuple[Figure, Figure]:
    """Count and name the bassins without a place of any of some réseaux."""
    held = found.reindex(columns=list(reseaux), fill_value=0).sum(axis=1)
    lacking = [str(name) for name in held.index[held == 0]]
    return len(lacking), " ; ".join(lacking) or None


def _told(findings: Findings, places: pd.DataFrame) -> pd.DataFrame:
    """Add what is counted of each place."""
    days = [None if pd.isna(day) else day for day in places["date_maj"]]
    today = findings.on
    return places.assign(
        says_labels=says_labels(findings),
        old=[is_to_confirm(day, today=today) for day in days],
        months=np.array([months_old(day, today=today) for day in days], dtype=np.float64),
    )


def _rows(findings: Findings, places: pd.DataFrame) -> list[tuple[Figure, ...]]:
    """Give a row a réseau that has places, in the order to report."""
    reseaux = findings.inventory.reseaux
    return [
        (
            reseau_name(findings, reseau),
            reseau,
            MEMBERSHIP[reseaux.loc[reseau, "membre"]],
            *_counts(places[places["reseau"] == reseau]),
        )
        for reseau in reseaux.index
        if (places["reseau"] == reseau).any()
    ]


def _counts(places: pd.DataFrame) -> tuple[Figure, ...]:
    access = places["accessibilite_pmr"]
    old = int(places["old"].sum())
    return (
        len(places),
        int(places["labelled"].sum()) if places["says_labels"].all() else None,
        int(places["horaires"].notna().sum()),
        *(
            int((access == one).sum())
            for one in (
                AccessibilitePmr.OUI, AccessibilitePmr.SUR_DEMANDE, AccessibilitePmr.NON,
                AccessibilitePmr.INCONNUE,
            )
        ),
        old,
        old / len(places) if len(places) else None,
        plain(places["months"].median(), Unite.MOIS),
    )  # fmt: skip
