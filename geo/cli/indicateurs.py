"""``deuxportes indicateurs``: what is followed for each territory, from one run to another."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.domain.indicateur import BY_CODE

if TYPE_CHECKING:
    from geo.pipeline.indicators import IndicatorsAsked

app = typer.Typer(
    help="Suivre les indicateurs des territoires, d’un diagnostic à l’autre.",
    epilog=(
        "Exemples :\n\ndeuxportes indicateurs list\n\n"
        "deuxportes indicateurs list --bassin 1107\n\n"
        "deuxportes indicateurs export --out indicateurs.csv"
    ),
    no_args_is_help=True,
)

LINES = 40
SUFFIX = ".csv"


def check_codes(codes: list[str] | None) -> list[str] | None:
    """
    Refuse indicators that do not exist.

    Parameters
    ----------
    codes
        Value of ``--indicateur``.

    Returns
    -------
    codes
        The same.

    Raises
    ------
    BadParameter
        If one is not in the catalogue.
    """
    for code in codes or ():
        if code not in BY_CODE:
            raise typer.BadParameter(
                f"{code} : aucun indicateur n’a ce code ; il y a {', '.join(BY_CODE)}.",
                param_hint="--indicateur",
            )
    return codes


Bassin = Annotated[
    str | None, typer.Option("--bassin", metavar="CODE", help="Ce bassin seulement.")
]
Region = Annotated[
    str | None, typer.Option("--region", metavar="CODE", help="Cette région seulement.")
]
Indicators = Annotated[
    list[str] | None,
    typer.Option(
        "--indicateur",
        metavar="CODE",
        callback=check_codes,
        help="Indicateur, répétable ; « deuxportes indicateurs list » donne leurs codes.",
    ),
]
Since = Annotated[
    datetime | None,
    typer.Option(
        "--depuis",
        formats=["%Y-%m-%d"],
        metavar="AAAA-MM-JJ",
        help="Les diagnostics de ce jour et d’après ; tous par défaut.",
    ),
]


@app.command(
    "list",
    epilog="Exemples :\n\ndeuxportes indicateurs list\n\n"
    "deuxportes indicateurs list --bassin 1107\n\n"
    "deuxportes indicateurs list --region 11 --depuis 2026-01-01\n\n"
    "deuxportes indicateurs list --indicateur points_labellises",
)
def show(
    *,
    bassin: Bassin = None,
    region: Region = None,
    indicators: Indicators = None,
    since: Since = None,
    lines: Annotated[
        int, typer.Option("--lignes", min=1, metavar="N", help="Lignes à montrer.")
    ] = LINES,
) -> None:
    """
    Montre le catalogue et les diagnostics gardés ou, d’un territoire, les valeurs dans le temps.

    Sans option : le catalogue. Avec --bassin, --region, --indicateur ou --depuis : les valeurs, une
    colonne par diagnostic. Sans --indicateur, celles à regarder d’abord : tous réseaux ensemble,
    tout public, besoin d’information.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_indicateurs import show_catalogue, show_series
    from geo.pipeline.indicators import find_indicators
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings
    from geo.store.diagnostics import list_runs
    from geo.store.engine import connect

    asked = _asked(bassin, region, indicators, since)
    with open_store(Settings(), console_reporter()) as url, connect(url) as conn:
        if any((bassin, region, indicators, since)):
            show_series(find_indicators(conn, asked), asked.indicators, lines)
        else:
            show_catalogue(list_runs(conn))


@app.command(
    epilog="Exemples :\n\ndeuxportes indicateurs export --out indicateurs.csv\n\n"
    "deuxportes indicateurs export --bassin 1107 --depuis 2026-01-01 --out paris.csv",
)
def export(
    *,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="FICHIER",
            help="Fichier .csv à écrire, remplacé d’un coup s’il existe.",
        ),
    ],
    bassin: Bassin = None,
    region: Region = None,
    indicators: Indicators = None,
    since: Since = None,
) -> None:
    """
    Écrit les indicateurs de tous les diagnostics gardés, une ligne par valeur, pour un tableur.

    À côté, un dictionnaire : chaque colonne, et la formule, l’unité et la source de chaque
    indicateur.
    """
    from geo.cli.progress import console_reporter
    from geo.pipeline.indicators import export_indicators
    from geo.pipeline.open_store import open_store
    from geo.settings import Settings
    from geo.store.engine import connect

    if out.suffix.lower() != SUFFIX:
        raise typer.BadParameter(
            f"{out.name} : donnez un nom qui finit par {SUFFIX}.", param_hint="--out"
        )
    asked = _asked(bassin, region, indicators, since)
    with open_store(Settings(), console_reporter()) as url, connect(url) as conn:
        written = export_indicators(conn, asked, out)
    for path in written:
        typer.echo(path)


def _asked(
    bassin: str | None, region: str | None, indicators: list[str] | None, since: datetime | None
) -> "IndicatorsAsked":
    from geo.pipeline.indicators import IndicatorsAsked

    if bassin is not None and region is not None:
        raise typer.BadParameter(
            "donnez un bassin ou une région, pas les deux.", param_hint="--bassin, --region"
        )
    return IndicatorsAsked(
        bassin=bassin, region=region, indicators=tuple(indicators or ()), since=_day(since)
    )


def _day(since: datetime | None) -> date | None:
    return None if since is None else since.date()
