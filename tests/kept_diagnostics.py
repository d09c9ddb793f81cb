"""Diagnostics for tests of the store, the API and the command: few, and all invented."""

from datetime import date

import pandas as pd

from geo.domain.dossier import TypeTerritoire
from geo.domain.run import TypeRun, build_run
from geo.store.diagnostics import save_diagnostics
from geo.tables import INDICATOR_COLUMNS
from tests.geo.diagnostics import toy

ON = date(2026, 11, 22)
EARLIER = date(2026, 8, 20)
BASSINS = {"1101": "Nord", "1107": "T1 Paris"}
REGION = ("11", "Île-de-France")


def run(on=ON, *, region="11", version="v"):
    """Name a run of a diagnostic."""
    return build_run(
        TypeRun.DIAGNOSTIC,
        parametres={"au": on.isoformat(), "region": region, "modes": {"marche": {}}},
        empreintes={"annuaire": "a"},
        version_code=version,
    )


def indicators(plus=0):
    """A few figures of two bassins and of the region; nobody knows of labels."""
    told = []
    for kind, code, people in (
        ("bassin", "1101", 1500), ("bassin", "1107", 300), ("region", "11", 1800),
    ):  # fmt: skip
        everyone = (kind, code, "tous", "tous", "tous")
        told += [
            ("habitants", *everyone, "tous", 0, people, False, True),
            ("points_accueil", *everyone, "tous", 0, 4 + plus, False, True),
            ("points_accueil", kind, code, "cio", "tous", "tous", "tous", 0, 1, False, True),
            ("points_labellises", *everyone, "tous", 0, None, False, True),
            ("part_deux_portes", kind, code, "tous", "tout-public", "information", "marche", 900,
             0.5 + plus / 100, True, False),
            ("part_deux_portes", kind, code, "tous", "jeune", "conseil", "velo", 1200,
             0.25, True, True),
        ]  # fmt: skip
    return pd.DataFrame(told, columns=list(INDICATOR_COLUMNS)).astype({"value": float})


def dossiers(of, on=ON, codes=(*BASSINS, "11")):
    """Give the toy dossier of some territories, of a run."""
    return [_dossier(of, on, code) for code in codes]


def _dossier(of, on, code):
    name = BASSINS.get(code, REGION[1])
    return toy.dossier(
        type_territoire=TypeTerritoire.BASSIN if code in BASSINS else TypeTerritoire.REGION,
        code_territoire=code,
        nom=name,
        region=REGION[1],
        titre=f"Diagnostic : {name}",
        au=on.isoformat(),
        run_id=of.run_id,
    )


def keep(connection, on=ON, *, plus=0, previous=None, version="v"):
    """Keep a whole diagnostic; give its run."""
    of = run(on, version=version)
    save_diagnostics(
        connection,
        of,
        indicators=indicators(plus),
        dossiers=dossiers(of, on),
        on=on,
        previous=previous,
    )
    return of
