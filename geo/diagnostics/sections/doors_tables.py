"""Tables of the chapter on the two doors: by commune, by mode, by public and need."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.diagnostics.findings import Findings
from geo.diagnostics.sections.access_tables import need_columns, need_is_guessed
from geo.diagnostics.sections.answers import EVERYONE, needs_in_order, outcomes
from geo.diagnostics.sections.cautions import estimate_words
from geo.diagnostics.sections.estimates import is_estimated, with_estimates
from geo.diagnostics.sections.figures import indicator, indicator_column
from geo.diagnostics.sections.maps import UNKNOWN_CLASS
from geo.diagnostics.sections.residents import residents, times_of
from geo.diagnostics.sections.words import (
    by_mode,
    is_region,
    mode_title,
    name_of,
    need_name,
    profile_name,
)
from geo.domain.dossier import Colonne, Tableau
from geo.domain.indicateur import CENSUS, RULES, TIMES
from geo.domain.profil import Profil
from geo.domain.unite import Figure, Unite

COMMUNES = "portes_communes"

BEST, SECOND, FAR, FAR_OR_NOBODY = "une porte", "deux portes", "plus loin", "plus loin ou personne"
"""Classes of communes, from best to worst; the last two are one class."""

SHOWN, SHOWN_NEEDS = 5, 6
"""Communes, publics that the document shows."""

VISIBLE_SHARE = 0.0005
"""Half of the last digit of a share."""

OUTCOMES = (
    ("une_porte", "Une porte", "Aidés par la première porte"),
    ("deux_portes", "Deux portes", "Aidés par une seconde porte, pas par la première"),
    ("au_dela", "Plus loin", "Un lieu est compétent, au-delà de la durée raisonnable"),
    ("personne", "Personne", "Aucun lieu connu n’est compétent"),
)


def words_of(findings: Findings, code: str) -> tuple[str, str, str]:
    """
    Name the classes of communes.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.

    Returns
    -------
    words
        From best to worst; the last says that it may be nobody, where there are such residents.
    """
    told = [outcomes(findings, code, mode, **EVERYONE) for mode in findings.modes]
    nobody = any(one is not None and one.nobody for one in told)
    return (BEST, SECOND, FAR_OR_NOBODY if nobody else FAR)


def classes_of(findings: Findings, code: str, mode: str) -> "pd.Series[int]":
    """
    Put communes in the classes of `words_of`.

    Parameters
    ----------
    findings
        All that was found.
    code
        Of a bassin, or of the region.
    mode
        One of those of the findings.

    Returns
    -------
    classes
        Indexed like `geo.diagnostics.sections.residents.residents`; `UNKNOWN_CLASS` where nothing
        is known.
    """
    told = times_of(findings, code, mode)
    one, two = (told[column].eq(True) for column in ("one_door", "two_doors"))  # noqa: FBT003 - missing is not yes
    best = np.where(one, 0, np.where(two, 1, 2))
    classes = np.where(told["measured"], best, UNKNOWN_CLASS).astype(np.int64)
    return pd.Series(classes, index=told.index)


def people_by_doors(findings: Findings, code: str, mode: str) -> list[int]:
    """
    Count residents by class of `words_of`.

    Parameters
    ----------
    findings, code, mode
        As of `classes_of`.

    Returns
    -------
    people
        A count a class, then those of whom nothing is known.
    """
    classes = classes_of(findings, code, mode).to_numpy()
    people = residents(findings, code)["population"].to_numpy(dtype=np.int64)
    return [int(people[classes == rank].sum()) for rank in (*range(3), UNKNOWN_CLASS)]


def doors_communes_table(findings: Findings, code: str, main: str) -> Tableau:
    """
    List communes with how many doors their people push: the twin of the map.

    Parameters
    ----------
    findings, code
        As of `classes_of`.
    main
        The mode of the map.

    Returns
    -------
    table
        A row a commune, those that are worst off first, then the most populous.
    """
    here, words = residents(findings, code), words_of(findings, code)
    classes = {mode: classes_of(findings, code, mode).to_numpy() for mode in findings.modes}
    codes = here["code_commune"].to_numpy(dtype=str)
    order = np.lexsort((codes, -here["population"].to_numpy(), -classes[main]))
    rows: list[tuple[Figure, ...]] = [
        (
            str(here["nom"].iloc[rank]), codes[rank].item(),
            name_of(findings, here["code_bassin"].iloc[rank]), int(here["population"].iloc[rank]),
            *(_word(words, int(told[rank])) for told in classes.values()),
        )
        for rank in order.tolist()
    ]  # fmt: skip
    shown = ["commune", *(["bassin"] if is_region(findings, code) else []), "habitants"]
    guessed = communes_guessed(findings, code)
    table = Tableau(
        code=COMMUNES,
        titre="Portes à pousser pour s’informer (tout public), par commune",
        colonnes=(*_commune_columns(), *_outcome_columns(findings, words)),
        lignes=tuple(rows),
        montrees=None if len(rows) <= SHOWN else SHOWN,
        colonnes_montrees=(*shown, *(f"portes_{mode}" for mode in findings.modes)),
        note=f"Les communes les moins bien servies {by_mode(main)} d’abord, les plus peuplées en "
        "tête." + estimate_words(findings, code),
        vide="Aucune commune.",
    )
    return with_estimates(table, guessed[order].tolist())


def communes_guessed(findings: Findings, code: str) -> NDArray[np.bool_]:
    """
    Tell of which communes some time, by any mode, is an estimate.

    Parameters
    ----------
    findings, code
        As of `classes_of`.

    Returns
    -------
    guessed
        Shape ``(communes,)``: in the order of `geo.diagnostics.sections.residents.residents`.
    """
    told = np.zeros(len(residents(findings, code)), dtype=bool)
    for mode in findings.modes:
        times = times_of(findings, code, mode)
        known = times["measured"].to_numpy(dtype=bool)
        reached = np.isfinite(times["travel_time_s"].to_numpy(dtype=np.float64))
        flags = times["is_estimate"].eq(True).to_numpy(dtype=bool)  # noqa: FBT003 - missing is no estimate
        # who reaches nothing has no time of their own: how those around were found tells
        told |= known & np.where(reached, flags, is_estimated(findings, code, mode))
    return told


def doors_modes_table(findings: Findings, code: str) -> Tableau:
    """
    Give residents by number of doors to be told, by mode.

    Parameters
    ----------
    findings, code
        As of `classes_of`.

    Returns
    -------
    table
        A row a mode: shares, then residents.
    """
    table = Tableau(
        code="portes_modes",
        titre="Portes à pousser pour s’informer (tout public), par façon de se déplacer",
        colonnes=(
            Colonne(code="mode", titre="Se déplacer", unite=Unite.TEXTE, definition="Mode"),
            *_shares_and_counts(),
        ),
        lignes=tuple(_by_mode(findings, code, mode) for mode in findings.modes),
        colonnes_montrees=("mode", *(f"part_{one}" for one, _, _ in OUTCOMES)),
        note="Part des habitants." + estimate_words(findings, code),
    )
    return with_estimates(table, (is_estimated(findings, code, mode) for mode in findings.modes))


def doors_needs_table(findings: Findings, code: str, main: str) -> Tableau:
    """
    Give shares of residents helped in one door and two, by public, need and mode.

    Parameters
    ----------
    findings, code
        As of `classes_of`.
    main
        The mode by which those without an answer are counted.

    Returns
    -------
    table
        A row a public and need, those that documents show first.
    """
    rows = []
    for profil, besoin in needs_in_order():
        need = {"profil": profil.value, "besoin": besoin.value}
        one, both = (
            [indicator(findings, code, name, mode=mode, **need).valeur for mode in findings.modes]
            for name in ("part_une_porte", "part_deux_portes")
        )
        nobody = indicator(findings, code, "habitants_sans_reponse", mode=main, **need).valeur
        names = (profile_name(profil), need_name(besoin), profil.value, besoin.value)
        rows.append((*names, *one, *both, nobody))
    led = _helped_most(rows[: len(Profil)], len(findings.modes))
    unanswered = any(row[-1] for row in led)
    ordered = (*led, *(row for row in rows if row not in led))
    table = Tableau(
        code="portes_publics",
        titre="Ce que la seconde porte ajoute : habitants aidés, par public",
        colonnes=_need_columns(findings),
        lignes=ordered,
        montrees=len(led),
        colonnes_montrees=(
            "public", "besoin",
            *(
                f"{doors}_{mode}"
                for mode in findings.modes
                for doors in ("une_porte", "deux_portes")
            ),
            *(["habitants_sans_reponse"] if unanswered else []),
        ),
        note=_needs_note(some=bool(led), unanswered=unanswered) + estimate_words(findings, code),
    )  # fmt: skip
    helping = ("part_une_porte", "part_deux_portes")
    return with_estimates(
        table,
        (
            need_is_guessed(findings, code, helping, need=(str(row[2]), str(row[3])))
            for row in ordered
        ),
    )


def _helped_most(rows: Sequence[tuple[Figure, ...]], modes: int) -> list[tuple[Figure, ...]]:
    """Give the rows where a second door helps most, all modes together; none where it does not."""

    def gain(row: tuple[Figure, ...]) -> float:
        one, both = row[4 : 4 + modes], row[4 + modes : 4 + 2 * modes]
        told = [(float(a or 0), float(b or 0)) for a, b in zip(one, both, strict=True)]
        return sum(after - before for before, after in told)

    helped = [row for row in rows if gain(row) >= VISIBLE_SHARE]
    return sorted(helped, key=lambda row: -gain(row))[:SHOWN_NEEDS]


def _needs_note(*, some: bool, unanswered: bool) -> str:
    if not some:
        return (
            "Une seconde porte n’aide personne de plus, pour le besoin premier de chaque public : "
            "voir le tableau de l’aide par public."
        )
    words = (
        "Part de tous les habitants, comme si tous étaient de ce public : ceux que la première "
        "porte aide, puis ceux qu’aident deux portes au plus. Ici, les publics que la seconde aide "
        "le plus."
    )
    nobody = " Sans réponse : aucun lieu connu n’est compétent, à quelque durée que ce soit."
    return words + (nobody if unanswered else "")


def _word(words: Sequence[str], rank: int) -> str | None:
    return None if rank == UNKNOWN_CLASS else words[rank]


def _commune_columns() -> tuple[Colonne, ...]:
    told = (
        ("commune", "Commune", Unite.TEXTE, "Nom de la commune ou de l’arrondissement", ""),
        ("code_commune", "Code", Unite.CODE, "Code Insee", ""),
        ("bassin", "Bassin", Unite.TEXTE, "Bassin d’emploi dont elle est", ""),
        ("habitants", "Habitants", Unite.NOMBRE, "Population", CENSUS),
    )
    return tuple(
        Colonne(code=code, titre=titre, unite=unite, definition=words, source=source)
        for code, titre, unite, words, source in told
    )


def _outcome_columns(findings: Findings, words: Sequence[str]) -> tuple[Colonne, ...]:
    return tuple(
        Colonne(
            code=f"portes_{mode}", titre=mode_title(findings, mode), unite=Unite.TEXTE,
            definition=f"Portes à pousser pour s’informer {by_mode(mode)} : {', '.join(words)}",
            source=f"{TIMES} ; {RULES}",
        )
        for mode in findings.modes
    )  # fmt: skip


def _shares_and_counts() -> tuple[Colonne, ...]:
    kinds = (
        ("part", Unite.PART, "{} ; part des habitants"),
        ("habitants", Unite.NOMBRE, "{} ; habitants"),
    )
    return tuple(
        Colonne(
            code=f"{kind}_{code}", titre=titre, unite=unite, definition=words.format(definition),
            source=f"{TIMES} ; {RULES}",
        )
        for kind, unite, words in kinds
        for code, titre, definition in OUTCOMES
    )  # fmt: skip


def _by_mode(findings: Findings, code: str, mode: str) -> tuple[Figure, ...]:
    told = outcomes(findings, code, mode, **EVERYONE)
    if told is None:
        return (mode_title(findings, mode), *[None] * (2 * len(OUTCOMES)))
    counts = (told.one, told.two, told.beyond, told.nobody)
    shares = [count / told.total if told.total else None for count in counts]
    return (mode_title(findings, mode), *shares, *counts)


def _need_columns(findings: Findings) -> tuple[Colonne, ...]:
    return (
        *need_columns(),
        *(
            indicator_column(name, code=f"{code}_{mode}", titre=f"{words} {by_mode(mode)}")
            for name, code, words in (
                ("part_une_porte", "une_porte", "Une porte,"),
                ("part_deux_portes", "deux_portes", "Deux au plus,"),
            )
            for mode in findings.modes
        ),
        indicator_column("habitants_sans_reponse", titre="Sans réponse"),
    )
