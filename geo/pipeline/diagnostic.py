"""Find all that diagnostics are written from, once for the whole region."""

import pandas as pd

from geo.access.door_shares import door_table
from geo.access.inventory_report import Inventory
from geo.access.need_coverage import NEEDS, need_helpers, reseau_helpers
from geo.access.need_coverage_table import need_coverage_of, reseau_coverage_of
from geo.diagnostics.findings import Findings
from geo.domain.couverture import ALL_RESEAUX
from geo.domain.run import Run
from geo.pipeline.credits import read_credits
from geo.pipeline.diagnosis.access import access_table, equity_table, outcomes_by_mode
from geo.pipeline.diagnosis.gaps import gap_reports
from geo.pipeline.diagnosis.ground import DiagnosticAsked, Ground, read_ground
from geo.pipeline.diagnosis.indicators import Tables, indicator_table
from geo.pipeline.diagnosis.publics import public_table
from geo.pipeline.diagnosis.run import diagnosis_streets, planned_diagnosis
from geo.pipeline.diagnosis.sites import site_table
from geo.pipeline.inventory import InventoryAsked, build_inventory
from geo.progress import Reporter
from geo.settings import Settings
from geo.store.diagnostics import diagnosed_on, previous_run, read_indicators
from geo.store.engine import Connection
from geo.store.surveys import read_publics
from geo.tables import INDICATOR_COLUMNS

__all__ = ["DiagnosticAsked", "find_diagnosis"]


def find_diagnosis(
    conn: Connection, settings: Settings, asked: DiagnosticAsked, report: Reporter
) -> Findings:
    """
    Find all that the diagnostics of a region are written from.

    Parameters
    ----------
    conn
        Any connection.
    settings
        Where the manifest of the sources is.
    asked
        What to diagnose.
    report
        Shows the steps.

    Returns
    -------
    findings
        Of the store's present content, beside the run that it is compared with; nothing is kept.
        There may be no place, no bassin, or nobody who reaches a door: what is not known is
        missing.

    Raises
    ------
    StoreEmptyError
        If territories, réseaux or rules were never loaded.
    SourceError
        If the store does not hold the region or the network lacks a mode.
    InputError
        If a mode can neither be estimated nor has a network.
    """
    ground = read_ground(conn, asked, report)
    with report.step("Inventaire"):
        inventory = build_inventory(conn, ground.people, InventoryAsked(today=asked.on))
        publics = public_table(ground, read_publics(conn))
    with report.step("Accès, besoins et portes"):
        outcomes = outcomes_by_mode(ground)
        access = access_table(ground, outcomes)
        equity = equity_table(ground, access)
        counted = _counted(ground, inventory, equity)
    gaps = gap_reports(ground, report)
    with report.step("Sites qui aideraient le plus"):
        sites = site_table(ground, access, inventory.places)
    trial = tuple(one.times.mode for one in ground.surveys if not one.times.publiable)
    run = planned_diagnosis(conn, ground, asked, inventory.set_aside)
    streets = diagnosis_streets(ground, run)
    previous = previous_run(conn, run)
    return Findings(
        run=run,
        previous=previous,
        indicators=indicator_table(ground, counted, on=asked.on, trial_modes=trial),
        previous_indicators=_indicators_of(conn, previous),
        previous_on=None if previous is None else diagnosed_on(conn, previous.run_id),
        on=asked.on,
        modes=ground.modes,
        cutoffs_s=ground.cutoffs_s,
        references=ground.references,
        doubts=ground.gaps.doubts,
        trial_modes=trial,
        region_code=ground.region_code,
        region_name=ground.region_name,
        bassins=ground.bassins,
        communes=ground.communes,
        origins=ground.origins,
        access=access,
        publics=publics,
        inventory=inventory,
        coverage=counted.coverage,
        needs=counted.needs,
        doors=counted.doors,
        gaps=gaps,
        equity=equity,
        sites=sites,
        services=ground.gaps.services,
        competences=tuple(ground.gaps.competences),
        reseau_names=dict(ground.reseaux["nom"]),
        credits=read_credits(conn, settings, streets),
        streets=streets,
        door_outcomes=outcomes,
    )


def _indicators_of(conn: Connection, run: Run | None) -> pd.DataFrame:
    if run is None:
        return pd.DataFrame(columns=list(INDICATOR_COLUMNS))
    return read_indicators(conn, run.run_id)


def _counted(ground: Ground, inventory: Inventory, equity: pd.DataFrame) -> Tables:
    """Count residents by réseau, need and number of doors, at the cut-off of each mode."""
    reseaux = [ALL_RESEAUX, *_held(ground)]
    rules = ground.gaps
    near = reseau_helpers(ground.people, ground.places, reseaux)
    able = need_helpers(ground.people, ground.places, rules.competences, rules.services)
    at = [(survey, [ground.cutoffs_s[survey.times.mode]]) for survey in ground.surveys]
    coverage = [reseau_coverage_of(one, near, reseaux, cutoffs_s=cutoff) for one, cutoff in at]
    needs = [need_coverage_of(one, able, NEEDS, cutoffs_s=cutoff) for one, cutoff in at]
    doors = [door_table(one, rules.competences, cutoffs_s=cutoff) for one, cutoff in at]
    return Tables(
        inventory=inventory,
        coverage=pd.concat(coverage, ignore_index=True),
        needs=pd.concat(needs, ignore_index=True),
        doors=pd.concat(doors, ignore_index=True),
        equity=equity,
    )


def _held(ground: Ground) -> list[str]:
    """List the doors that the directory has a place of: that no other is near is no news."""
    held = set(ground.places.reseau)
    doors = ground.reseaux[ground.reseaux["is_door"].astype(bool)]
    return [str(code) for code in doors.index if code in held]
