"""Results, as people read them on a terminal."""

from collections.abc import Collection

import pandas as pd
from rich.console import Console
from rich.table import Table

from geo.access.coverage import covered_share
from geo.access.coverage_counts import MEASURED
from geo.access.street_run import (
    MAIN_ROADS,
    MOSTLY,
    TRIAL,
    StreetsUsed,
    network_in_french,
    percentage,
    streets_used,
    times_in_french,
)
from geo.domain.run import Run
from geo.network.estimate import ESTIMATED_MODES, LABELS, PACES, Mode
from geo.store.directory import read_rejects
from geo.store.engine import connect
from geo.store.inputs import read_destinations, read_territory_populations
from geo.store.load import ImportSummary
from geo.store.runs import read_coverage, read_findings
from geo.tables import ALL_RESEAUX, Territories

MOTIFS = {
    "reseau_non_repris": "réseau non repris dans l’annuaire",
    "mairie": "mairie (site candidat, pas un point d’accueil)",
    "hors_territoire": "hors du territoire chargé",
    "sans_position": "sans position",
    "position_fausse": "position fausse",
    "identifiant_en_double": "identifiant en double",
    "illisible": "illisible",
}


TO_MEND = ("illisible", "sans_position", "position_fausse", "identifiant_en_double")
"""Reasons that speak of an error in a record, rather than of what the directory covers."""

REJECTS_SHOWN = 10


def show_import(summary: ImportSummary, url: str, source: str) -> None:
    """Print what an import read, published and rejected, and why."""
    table = Table(title="Points d’accueil", title_justify="left")
    table.add_column("")
    table.add_column("nombre", justify="right")
    table.add_row("lus", number(summary.read))
    table.add_row("[bold]publiés[/]", f"[bold]{number(summary.accepted)}[/]")
    for motif, count in summary.motifs.items():
        table.add_row(f"rejetés : {MOTIFS.get(motif, motif)}", number(count))
    Console().print(table)
    Console().print(
        f"{number(summary.added)} ajoutés, {number(summary.updated)} modifiés, "
        f"{number(summary.removed)} retirés, {number(summary.unchanged)} inchangés."
    )
    if summary.rejected:
        show_rejects(url, source, motifs=TO_MEND, at_most=REJECTS_SHOWN)
        Console().print("Tous les rejets et leurs raisons : deuxportes ingest rejects")


def show_directory(url: str, source: str) -> None:
    """Print how many places are published, and how many records are not."""
    with connect(url) as conn:
        published, rejected = len(read_destinations(conn)), len(read_rejects(conn, source))
    Console().print(
        f"{number(published)} points d’accueil publiés, {number(rejected)} fiches rejetées "
        "(leurs raisons : deuxportes ingest rejects).",
        soft_wrap=True,
    )


def show_rejects(
    url: str, source: str, *, motifs: Collection[str] = tuple(MOTIFS), at_most: int | None = None
) -> None:
    """Print records that are not published, a line each, with the reason."""
    with connect(url) as conn:
        rejects = read_rejects(conn, source)
    for reject in rejects[rejects["motif"].isin(motifs)].head(at_most or len(rejects)).itertuples():
        said = f"{reject.id_source} : {MOTIFS[str(reject.motif)]} — {reject.detail}"
        _print_plain(said)


def show_territories(territories: Territories) -> None:
    """Print what was loaded of a region."""
    counts = territories.communes["type"].value_counts()
    residents = int(territories.origins["population"].sum())
    Console().print(
        f"{number(int(counts.get('commune', 0)))} communes, "
        f"{number(int(counts.get('arrondissement', 0)))} arrondissements, "
        f"{number(len(territories.bassins))} bassins, {number(len(territories.sites))} sites "
        f"candidats, {number(residents)} habitants.",
        soft_wrap=True,
    )


def show_run(url: str, run: Run) -> None:
    """Print, for each region, the residents who have a place within reach."""
    with connect(url) as conn:
        coverage = read_coverage(conn, run.run_id)
        names = read_territory_populations(conn)
        streets = streets_used(run.parametres, read_findings(conn, run.run_id))
    regions = names[names["territory_type"] == "region"].set_index("territory_code")["nom"]
    if streets is not None:
        _show_network(streets)
    for code, name in regions.items():
        Console().print(_region_table(coverage, str(code), name, streets))
    if streets is not None:
        _show_streets(streets)
    _show_left_out(set(coverage["mode"]) | set(streets.modes if streets else ()))
    Console().print(f"Calcul {run.run_id}, version {run.version_code}.", highlight=False)


def _show_network(streets: StreetsUsed) -> None:
    """Print first what the run is worth."""
    _print_plain(_sentence(network_in_french(streets)))
    if streets.main_roads:
        Console().print(f"[bold red]{_sentence(MAIN_ROADS)}[/]", highlight=False, soft_wrap=True)


def _show_left_out(modes: Collection[str]) -> None:
    """Print what the map, the files and the API will say nothing of, as this run is the latest."""
    missing = [LABELS[mode].lower() for mode in ESTIMATED_MODES if mode not in modes]
    if missing:
        _print_plain(
            f"Rien n’est calculé {', '.join(missing)} : ni la carte, ni les tableaux, ni "
            "/v1/couverture n’en diront rien. Tous les modes : deuxportes access run"
        )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _show_streets(streets: StreetsUsed) -> None:
    """Print where times come from, where residents start from, and what is off the network."""
    for mode, used in streets.modes.items():
        words = times_in_french(streets, mode, estimated=mode in PACES)
        said = (
            f"{LABELS[Mode(mode)]} : {words}. "
            f"{percentage(used.share)} des habitants sont sur le réseau : "
            f"{number(used.along_streets)} habitants répartis le long des rues, "
            f"{number(used.at_one_point)} à un point par commune, dont {number(used.off_network)} "
            f"hors du réseau. Points d’accueil hors du réseau : {number(used.places_off_network)}."
        )
        _print_plain(said)
        if mode not in PACES and used.off_network:
            _print_plain(
                "Hors du réseau, ce mode n’a aucun temps : un territoire dont moins de "
                f"{percentage(MEASURED)} des habitants sont sur le réseau n’a pas de couverture."
            )
    _print_plain(f"Rues : {streets.attribution}, {streets.licence}.")
    if not streets.publiable:
        Console().print(f"[bold red]{TRIAL.upper()}[/]")


def _print_plain(said: str) -> None:
    Console().print(said, markup=False, highlight=False, soft_wrap=True)


def _region_table(
    coverage: pd.DataFrame, code: str, name: str, streets: StreetsUsed | None
) -> Table:
    rows = coverage[
        (coverage["territory_type"] == "region")
        & (coverage["territory_code"] == code)
        & (coverage["reseau"] == ALL_RESEAUX)
    ]
    shares = rows.assign(share=covered_share(rows)).pivot_table(
        index="mode", columns="cutoff_s", values="share"
    )
    table = Table(
        title=f"{name} : habitants ayant un point d’accueil en … ou moins",
        title_justify="left",
        caption=_caption(streets, rows),
        caption_justify="left",
    )
    table.add_column("")
    for cutoff_s in shares.columns:
        table.add_column(f"{int(cutoff_s) // 60} min", justify="right")
    for mode, label in LABELS.items():
        if mode.value in shares.index:
            table.add_row(label, *map(percentage, shares.loc[mode]))
    return table


def _caption(streets: StreetsUsed | None, rows: pd.DataFrame) -> str:
    if not rows["is_estimate"].any():
        return ""
    if streets is None:
        return "Durées estimées : distance × détour ÷ vitesse."
    present = [mode for mode in LABELS if mode in set(rows["mode"]) - set(streets.modes)]
    beside = ", ".join(LABELS[mode] for mode in present)
    said = f"{beside} : durées estimées. " if beside else ""
    if streets.share < MOSTLY:
        return f"{said}Durées estimées (distance × détour ÷ vitesse), sauf sur le réseau."
    return f"{said}Durées par les rues ; estimées (distance × détour ÷ vitesse) hors du réseau."


def number(value: int) -> str:
    """
    Write a whole number as French readers expect it.

    Examples
    --------
    >>> number(12463067)
    '12\u202f463\u202f067'
    """
    return f"{value:,}".replace(",", "\u202f")
