"""Findings cut down to what may really happen: no mode, nobody, no place, one commune, a trial."""

from dataclasses import replace

TABLES = ("access", "coverage", "needs", "doors", "equity", "sites", "indicators")


def without_modes(findings):
    """Nothing was measured: what is told by no mode stays."""
    kept = {name: told[told["mode"] == "tous"] for name, told in tables(findings).items()}
    return replace(findings, modes=(), cutoffs_s={}, references={}, gaps=(), **kept)


def on_trial(findings, *modes):
    """Some modes come from a network that may not be published."""
    told = findings.indicators
    mine = told.assign(publiable=~told["mode"].isin(modes))
    return replace(findings, trial_modes=modes, indicators=mine)


def without_bassins(findings):
    """A region that no one has cut into bassins."""
    told = {
        name: table[table["territory_type"] != "bassin"] if "territory_type" in table else table
        for name, table in tables(findings).items()
    }
    told["sites"] = findings.sites.iloc[:0]
    return replace(
        findings, bassins=findings.bassins.iloc[:0],
        origins=findings.origins.assign(code_bassin=""), **told,
    )  # fmt: skip


def without_gaps(findings):
    """Nobody is out of reach."""
    reports = [
        replace(report, zones=report.zones.iloc[:0], polygons=report.polygons[:0])
        for report in findings.gaps
    ]
    return replace(findings, gaps=tuple(reports))


def without_places(findings):
    """A directory without any place, as far as chapters read it."""
    inventory = replace(findings.inventory, places=findings.inventory.places.iloc[:0])
    return replace(
        findings, inventory=inventory, sites=findings.sites.iloc[:0], services=(),
        access=findings.access.assign(travel_time_s=float("inf"), place_id=None),
    )  # fmt: skip


def of_one_commune(findings, code, commune):
    """Keep one commune of a bassin."""
    others = (findings.origins["code_bassin"] == code) & (
        findings.origins["code_commune"] != commune
    )
    return replace(findings, origins=findings.origins[~others])


def with_previous(findings, change=None):
    """Make the same findings the previous ones, changed by a function of the indicators."""
    then = findings.indicators if change is None else change(findings.indicators.copy())
    return replace(
        findings, previous=replace(findings.run, run_id="diagnostic-0000000000000000"),
        previous_indicators=then, previous_on=findings.on.replace(month=8),
    )  # fmt: skip


def tables(findings):
    """Give the tables that are told by mode."""
    return {name: getattr(findings, name) for name in TABLES}
