"""Findings with less in them: no mode, no place, one commune, nobody, nothing measured."""

from dataclasses import replace

import numpy as np

from geo.access.inventory import absences, active_reseaux

TIMED = ("access", "coverage", "needs", "doors", "equity")


def without_modes(findings):
    """Nobody travels."""
    indicators = findings.indicators
    empty = {name: getattr(findings, name).iloc[:0] for name in TIMED}
    return replace(
        findings, modes=(), cutoffs_s={}, references={}, gaps=(),
        indicators=indicators[indicators["mode"] == "tous"], **empty,
    )  # fmt: skip


def without_places(findings):
    """The directory is empty: nothing is reached, and the figures say so."""
    told = findings.inventory
    found = told.found * 0
    inventory = replace(
        told,
        places=told.places.iloc[:0],
        found=found,
        labelled=told.labelled * 0,
        active=active_reseaux(found, told.reseaux),
        absences=absences(found, told.reseaux),
        groups=told.groups.iloc[:0],
        ages=told.ages.iloc[:0],
        reconciliation=told.reconciliation.assign(found=0, found_antennes=0, found_twice=0),
    )
    access = findings.access.assign(
        travel_time_s=np.inf, place_id=None, is_estimate=False, one_door=False, two_doors=False
    )
    return replace(findings, inventory=inventory, access=access, indicators=_nothing(findings))


def one_commune(findings, code):
    """The bassin has a single commune."""
    origins = findings.origins
    drop = origins.index[origins["code_bassin"] == code][1:]
    access = findings.access
    return replace(
        findings,
        origins=origins.drop(index=drop),
        access=access[~access["origin_id"].isin(drop)],
    )


def without_people(findings):
    """Nobody lives anywhere; shares and times are missing."""
    indicators = findings.indicators
    counts = indicators["indicator"].str.startswith("habitants")
    places = indicators["indicator"].str.match("points_[^p]|points_pmr|rese|age")
    value = indicators["value"].where(places, np.where(counts, 0.0, np.nan))
    return replace(
        findings,
        indicators=indicators.assign(value=value),
        origins=findings.origins.assign(population=0),
        publics=findings.publics.assign(people=np.nan),
        needs=findings.needs.assign(population=0, covered_population=0),
        doors=findings.doors.assign(one_door=0, two_doors=0, beyond=0, nobody=0),
    )


def unmeasured(findings, mode):
    """Nothing is known of a mode anywhere."""
    access, indicators = findings.access, findings.indicators
    of_mode = access["mode"] == mode
    return replace(
        findings,
        access=access.assign(
            measured=access["measured"] & ~of_mode,
            travel_time_s=access["travel_time_s"].where(~of_mode, np.inf),
        ),
        indicators=indicators.assign(value=indicators["value"].where(indicators["mode"] != mode)),
        **{
            name: table[table["mode"] != mode]
            for name in ("needs", "doors", "coverage", "equity")
            for table in [getattr(findings, name)]
        },
    )


def _nothing(findings):
    """Give the indicators of a region without a place."""
    table = findings.indicators
    zero = table["indicator"].str.match("points_|reseaux|part_(couverte|aidee_sur|une|deux)")
    zero |= table["indicator"] == "habitants_deux_portes"
    missing = table["indicator"].str.match("age_|duree_|gini")
    value = table["value"].where(~zero, 0.0).where(~missing)
    return table.assign(value=value, is_estimate=False)
