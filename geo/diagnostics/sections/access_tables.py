"""Tables of the chapter on access: by minutes, by class, by réseau, by public and need."""

from collections.abc import Sequence

import numpy as np

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.answers import helped_share, needs_in_order
from geo.diagnostics.sections.cautions import estimate_words
from geo.diagnostics.sections.estimates import is_estimated, with_estimates
from geo.diagnostics.sections.figures import ALL, indicator, indicator_column
from geo.diagnostics.sections.residents import door_codes, within_share
from geo.diagnostics.sections.words import (
    by_mode,
    main_mode,
    mode_title,
    need_name,
    profile_name,
    reseau_name,
)
from geo.domain.couverture import Forme
from geo.domain.dossier import Colonne, Tableau
from geo.domain.indicateur import CENSUS, RULES, TIMES
from geo.domain.profil import Profil
from geo.domain.unite import Figure, Unite

SHARES = "parts_par_duree"

THRESHOLDS_S = (600, 900, 1200, 1800, 2700, 3600)
"""Of the table of shares, seconds, inclusive; the reasonable time of each mode joins them."""


def known_modes(findings: Findings, code: str) -> tuple[str, ...]:
    """
    Give the modes of which enough is known to tell shares of residents.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    modes
        Those whose indicator has a value.
    """
    return tuple(
        mode
        for mode in findings.modes
        if indicator(findings, code, "part_couverte", mode=mode).valeur is not None
    )


def shares_table(findings: Findings, code: str) -> Tableau:
    """
    Give shares of residents by time to the nearest door and mode: the twin of the curves.

    Parameters
    ----------
    findings, code
        As of `known_modes`.

    Returns
    -------
    table
        A row a threshold.
    """
    seconds = sorted({*THRESHOLDS_S, *findings.cutoffs_s.values()})
    told = {
        mode: within_share(findings, code, mode, np.array(seconds, dtype=np.float64))
        for mode in known_modes(findings, code)
    }
    columns: list[list[Figure]] = []
    for mode in findings.modes:
        shares = told.get(mode)
        columns.append([None] * len(seconds) if shares is None else list(shares.tolist()))
    table = Tableau(
        code=SHARES,
        titre="Part des habitants selon la durée vers le lieu le plus proche",
        colonnes=(
            Colonne(
                code="au_plus_s", titre="En au plus", unite=Unite.SECONDES,
                definition="Durée, incluse",
            ),
            *(
                Colonne(
                    code=f"part_{mode}", titre=mode_title(findings, mode), unite=Unite.PART,
                    definition=f"habitants à cette durée au plus {by_mode(mode)} ÷ habitants",
                    source=f"{TIMES} ; {CENSUS}",
                )
                for mode in findings.modes
            ),
        ),
        lignes=tuple(zip(seconds, *columns, strict=True)),
        note="Aller seul, depuis un point par commune." + estimate_words(findings, code),
    )  # fmt: skip
    return with_estimates(table, [is_estimated(findings, code)] * len(seconds))


def reseaux_access_table(findings: Findings, code: str) -> Tableau:
    """
    Give the share of residents near each réseau, by mode.

    Parameters
    ----------
    findings, code
        As of `known_modes`.

    Returns
    -------
    table
        A row a réseau that is a door, any of them first; documents leave out those that nobody is
        near, put last.
    """
    rows = [_reseau_row(findings, code, reseau) for reseau in door_codes(findings)]
    near = [row for row in rows if any(row[2:])]
    far = [row for row in rows if not any(row[2:])]
    ordered = (_reseau_row(findings, code, ALL), *near, *far)
    table = Tableau(
        code="reseaux_a_portee",
        titre="Habitants qui ont un lieu de chaque réseau à portée",
        colonnes=(
            Colonne(code="reseau", titre="Réseau", unite=Unite.TEXTE, definition="Nom du réseau"),
            Colonne(code="code_reseau", titre="Code", unite=Unite.CODE, definition="Son code"),
            *(
                indicator_column(
                    "part_couverte", code=f"part_{mode}", titre=mode_title(findings, mode)
                )
                for mode in findings.modes
            ),
        ),
        lignes=ordered,
        montrees=1 + len(near),
        colonnes_montrees=("reseau", *(f"part_{mode}" for mode in findings.modes)),
        note="Les réseaux que personne n’a à portée ne sont que dans les fichiers. Un réseau ne "
        "sert que certains publics, et peut n’avoir que peu de lieux par choix. Un lieu d’un "
        "territoire voisin compte." + estimate_words(findings, code),
    )
    return with_estimates(table, (_is_guessed(findings, code, str(row[1])) for row in ordered))


def _is_guessed(findings: Findings, code: str, reseau: str) -> bool:
    return any(
        indicator(findings, code, "part_couverte", reseau=reseau, mode=mode).estime
        for mode in findings.modes
    )


def _reseau_row(findings: Findings, code: str, reseau: str) -> tuple[Figure, ...]:
    shares = (
        indicator(findings, code, "part_couverte", reseau=reseau, mode=mode).valeur
        for mode in findings.modes
    )
    name = "Au moins un réseau" if reseau == ALL else reseau_name(findings, reseau)
    return (name, reseau, *shares)


def helped_table(findings: Findings, code: str) -> Tableau:
    """
    Give the share of residents helped at a place, from afar and either, by public and need.

    Parameters
    ----------
    findings, code
        As of `known_modes`.

    Returns
    -------
    table
        A row a public and need, those that documents show first.
    """
    rows = [
        (
            profile_name(profil), need_name(besoin), profil.value, besoin.value,
            *(
                indicator(
                    findings, code, "part_aidee_sur_place", mode=mode, profil=profil.value,
                    besoin=besoin.value,
                ).valeur
                for mode in findings.modes
            ),
            indicator(
                findings, code, "part_aidee_a_distance", profil=profil.value, besoin=besoin.value
            ).valeur,
            *(
                helped_share(findings, code, mode, Forme.L_UN_OU_L_AUTRE, need=(profil, besoin))
                for mode in findings.modes
            ),
        )
        for profil, besoin in needs_in_order()
    ]  # fmt: skip
    table = Tableau(
        code="aide_par_public",
        titre="Habitants aidés, par public : dans un lieu à portée, à distance, l’un ou l’autre",
        colonnes=_helped_columns(findings),
        lignes=tuple(rows),
        montrees=len(Profil),
        colonnes_montrees=_helped_shown(findings),
        note="Part de tous les habitants, comme si tous étaient de ce public. Un besoin est montré "
        "par public ; les fichiers ont les quatre, et toutes les façons de se déplacer."
        + estimate_words(findings, code),
    )
    guessed = (
        need_is_guessed(findings, code, ("part_aidee_sur_place",), need=(str(row[2]), str(row[3])))
        for row in rows
    )
    return with_estimates(table, guessed)


def need_is_guessed(
    findings: Findings, code: str, names: Sequence[str], *, need: tuple[str, str]
) -> bool:
    """
    Tell whether indicators of a need rest on an estimate, by any mode.

    Parameters
    ----------
    findings, code
        As of `known_modes`.
    names
        Of the indicators.
    need
        Codes of the public and of the mission.

    Returns
    -------
    is_guessed
        True where one does.
    """
    told = {"profil": need[0], "besoin": need[1]}
    return any(
        indicator(findings, code, name, mode=mode, **told).estime
        for name in names
        for mode in findings.modes
    )


def _helped_columns(findings: Findings) -> tuple[Colonne, ...]:
    either = "habitants aidés dans un lieu à portée {mode}, ou à distance ÷ habitants"
    return (
        *need_columns(),
        *(
            indicator_column(
                "part_aidee_sur_place", code=f"sur_place_{mode}", titre=mode_title(findings, mode)
            )
            for mode in findings.modes
        ),
        indicator_column("part_aidee_a_distance", code="a_distance", titre="À distance"),
        *(
            Colonne(
                code=f"l_un_ou_l_autre_{mode}", titre=f"À distance ou {by_mode(mode)}",
                unite=Unite.PART, definition=either.format(mode=by_mode(mode)),
                source=f"{TIMES} ; {RULES}",
            )
            for mode in findings.modes
        ),
    )  # fmt: skip


def _helped_shown(findings: Findings) -> tuple[str, ...]:
    main = main_mode(findings)
    return (
        "public", "besoin", *(f"sur_place_{mode}" for mode in findings.modes), "a_distance",
        *(() if main is None else (f"l_un_ou_l_autre_{main}",)),
    )  # fmt: skip


def need_columns() -> tuple[Colonne, ...]:
    """
    Give the columns that name a public and a need.

    Returns
    -------
    columns
        Their names, then their codes.
    """
    told = (
        ("public", "Public", Unite.TEXTE, "Public du service"),
        ("besoin", "Besoin", Unite.TEXTE, "Mission dont il a besoin"),
        ("code_public", "Code du public", Unite.CODE, "Code du public"),
        ("code_besoin", "Code du besoin", Unite.CODE, "Code du besoin"),
    )
    return tuple(
        Colonne(code=code, titre=titre, unite=unite, definition=words)
        for code, titre, unite, words in told
    )
