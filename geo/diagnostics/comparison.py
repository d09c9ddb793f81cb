"""Two diagnostics compared, in a page: what changed most, by indicator and by bassin."""

from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from geo.diagnostics.circumstances import not_judged
from geo.diagnostics.evolution_tables import (
    Names,
    Reading,
    changes_table,
    detail_words,
    thresholds_differ,
)
from geo.diagnostics.evolutions import (
    as_read,
    change_in_french,
    compare_indicators,
    has_changed,
    is_lead,
)
from geo.diagnostics.sections.change import beside, inputs, tally
from geo.diagnostics.sections.figures import named
from geo.diagnostics.sections.words import TRIAL
from geo.domain.dossier import (
    Bloc,
    Chiffre,
    Colonne,
    Dossier,
    Section,
    Tableau,
    Texte,
    TypeTerritoire,
)
from geo.domain.indicateur import find_indicateur
from geo.domain.run import Run, TypeRun
from geo.domain.unite import Figure, Unite, day_in_french
from geo.errors import SourceError

__all__ = ["changes_dossier", "compare_indicators"]

SHOWN = 8
"""Rows that each table of the page shows."""

DIMENSIONS = ("indicator", "reseau", "profile", "mission", "mode", "cutoff_s")

_BETTER = Colonne(
    code="mieux",
    titre="Mieux",
    unite=Unite.NOMBRE,
    definition="nombre de chiffres meilleurs pour les habitants",
)
_WORSE = Colonne(
    code="moins_bien",
    titre="Moins bien",
    unite=Unite.NOMBRE,
    definition="nombre de chiffres moins bons pour les habitants",
)


def changes_dossier(
    before_run: Run,
    after_run: Run,
    before: pd.DataFrame,
    after: pd.DataFrame,
    names: Names,
) -> Dossier:
    """
    Say in a page what changed from one diagnostic to another.

    Parameters
    ----------
    before_run, after_run
        Runs of diagnostics of one region.
    before, after
        Their indicators, `geo.tables.INDICATOR_COLUMNS`.
    names
        Of the territories, by type (``bassin``, ``region``) then code; a code stands for a name
        that is not there.

    Returns
    -------
    dossier
        Without pictures. Its first table has every figure that changed.

    Raises
    ------
    SourceError
        If one is no diagnostic, or they are of different regions.
    """
    region = _region(before_run, after_run)
    comparison = compare_indicators(before, after, apart=not_judged(before_run, after_run))
    name = names.get(TypeTerritoire.REGION.value, {}).get(region, region)
    days = [str(run.parametres["au"]) for run in (before_run, after_run)]
    return Dossier(
        type_territoire=TypeTerritoire.REGION,
        code_territoire=region,
        nom=name,
        region=name,
        titre=f"{name} : ce qui a changé {_between(*days)}",
        au=days[1],
        run_id=after_run.run_id,
        precedent=before_run.run_id,
        essai="" if bool(pd.concat([before, after])["publiable"].all()) else TRIAL,
        sections=tuple(_sections(before_run, after_run, comparison, names)),
        empreintes=dict(sorted(after_run.empreintes.items())),
        licences=(),
    )


def _region(before: Run, after: Run) -> str:
    for run in (before, after):
        if run.type is not TypeRun.DIAGNOSTIC:
            raise SourceError(
                f"{run.run_id} n’est pas un diagnostic : deuxportes indicateurs list montre ceux "
                "que la base garde."
            )
    regions = [str(run.parametres.get("region")) for run in (before, after)]
    if regions[0] != regions[1]:
        raise SourceError(
            f"{before.run_id} parle de la région {regions[0]}, {after.run_id} de la région "
            f"{regions[1]} : deux régions ne se comparent pas ainsi. Choisissez deux calculs de la "
            "même région."
        )
    return regions[0]


def _between(before: str, after: str) -> str:
    if before == after:
        return f"entre deux calculs du {_day(after)}"
    return f"du {_day(before)} au {_day(after)}"


def _day(day: str) -> str:
    return day_in_french(date.fromisoformat(day))


def _sections(before: Run, after: Run, comparison: pd.DataFrame, names: Names) -> Iterator[Section]:
    lead = comparison[is_lead(comparison)]
    changes = changes_table(comparison, names, reseau_names={}, shown=SHOWN, of_several=True)
    yield Section(
        code="evolutions",
        titre="Ce qui a changé",
        blocs=(*_compared(before, after), tally(lead), changes),
    )
    bassins = lead[lead["territory_type"] == TypeTerritoire.BASSIN.value]
    yield Section(
        code="par_indicateur",
        titre="Par indicateur et par bassin",
        blocs=(_by_indicator(bassins, names), _by_bassin(bassins, names)),
    )


def _compared(before: Run, after: Run) -> Iterator[Bloc]:
    """Say what beside the territory is not the same, then which runs are compared."""
    yield from beside(before, after)
    yield Texte(
        modele="Calcul {precedent}, du {precedent_au}, comparé au calcul {run_id}, du {au}.",
        chiffres=(
            named("precedent", "calcul précédent", before.run_id),
            _date("precedent_au", before),
            named("run_id", "calcul", after.run_id),
            _date("au", after),
        ),
    )
    yield from inputs(before, after)


def _date(code: str, run: Run) -> Chiffre:
    return Chiffre(
        code=code, libelle="jour du diagnostic", valeur=str(run.parametres["au"]), unite=Unite.DATE
    )


def _by_indicator(bassins: pd.DataFrame, names: Names) -> Tableau:
    """Say of each figure in how many bassins it is better or worse, and where it moved most."""
    changed = bassins[has_changed(bassins)]
    reading = Reading({}, with_cutoffs=thresholds_differ(bassins))
    rows = [
        _indicator_row(rows.to_dict("records"), names, reading)
        for _, rows in changed.groupby(list(DIMENSIONS), sort=False)
    ]
    return Tableau(
        code="evolutions_indicateurs",
        titre="Par indicateur : où cela a le plus changé",
        colonnes=(
            _words("indicateur", "Indicateur", "nom de l’indicateur"),
            _words("detail", "Pour qui, comment", "réseau, public, besoin et mode"),
            _BETTER, _WORSE,
            _words("hausse", "Plus forte hausse", "bassin où la hausse est la plus forte"),
            _words("baisse", "Plus forte baisse", "bassin où la baisse est la plus forte"),
        ),
        lignes=tuple(sorted(rows, key=_most_changed)),
        montrees=SHOWN,
        note="En nombre de bassins.",
        vide="Aucun chiffre n’a changé dans aucun bassin.",
    )  # fmt: skip


def _most_changed(row: tuple[Figure, ...]) -> int:
    return -sum(count for count in row[2:4] if isinstance(count, int))


def _indicator_row(
    rows: list[dict[Hashable, Any]], names: Names, reading: Reading
) -> tuple[Figure, ...]:
    first = rows[0]
    unite = find_indicateur(str(first["indicator"])).unite
    moved = [(_moved(row, unite), row) for row in rows if not pd.isna(row["change"])]
    most = [pick(moved, key=lambda one: one[0], default=None) for pick in (max, min)]
    ends = [
        _end(one[1], unite, names) if one is not None and sign * one[0] > 0 else ""
        for one, sign in zip(most, (1, -1), strict=True)
    ]
    trial = {"publiable": all(row["publiable"] for row in rows)}
    return (
        find_indicateur(str(first["indicator"])).nom,
        detail_words(first | trial, reading),
        sum(row["is_better"] is True for row in rows),
        sum(row["is_better"] is False for row in rows),
        *ends,
    )


def _moved(row: Mapping[Hashable, Any], unite: Unite) -> Decimal:
    """Give the change as it is read."""
    return as_read(row["after"], unite) - as_read(row["before"], unite)


def _end(row: Mapping[Hashable, Any], unite: Unite, names: Names) -> str:
    code = str(row["territory_code"])
    name = names.get(TypeTerritoire.BASSIN.value, {}).get(code, code)
    return f"{name} : {change_in_french(row['before'], row['after'], unite)}"


def _by_bassin(bassins: pd.DataFrame, names: Names) -> Tableau:
    changed = bassins.assign(changed=has_changed(bassins))
    told = names.get(TypeTerritoire.BASSIN.value, {})
    rows: list[tuple[Figure, ...]] = [
        (
            told.get(str(code), str(code)),
            str(code),
            *(int((rows["changed"] & (rows["is_better"] == way)).sum()) for way in (True, False)),
        )
        for code, rows in changed.groupby("territory_code")
    ]
    return Tableau(
        code="evolutions_bassins",
        titre="Par bassin : chiffres meilleurs ou moins bons",
        colonnes=(
            _words("bassin", "Bassin", "nom du bassin"),
            Colonne(
                code="code_bassin", titre="Code", unite=Unite.CODE, definition="code du bassin"
            ),
            _BETTER,
            _WORSE,
        ),
        lignes=tuple(sorted(rows, key=_most_changed)),
        montrees=SHOWN,
        colonnes_montrees=("bassin", "mieux", "moins_bien"),
        vide="Aucun bassin n’est dans ces calculs.",
    )


def _words(code: str, titre: str, definition: str) -> Colonne:
    return Colonne(code=code, titre=titre, unite=Unite.TEXTE, definition=definition)
