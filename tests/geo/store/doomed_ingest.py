"""
A program that imports in a child process, which dies where it is told to.

It reads lines ``what version die_at`` from its input and answers each with the child's process id,
then how it ended. `die_at` counts statements sent, and some of the rows copied; 0 lets it live.
The modules are imported once, here: a child is ready in a few milliseconds.
"""

import itertools
import os
import signal
import sys
from dataclasses import replace
from functools import cache

import psycopg

from geo.store.engine import connect
from geo.store.imports import Provenance
from geo.store.load import (
    PointsImport,
    TerritoriesImport,
    replace_directory,
    replace_territories,
)
from tests import directory

MANY = 500
ONE_ROW_IN = 5  # rows copied at which a child may die


@cache
def points(version):
    """Fourteen places or thousands; in the new version fewer, others, and renamed."""
    kind, _, age = version.rpartition("-")
    some = [point for point in directory.points() if point.source == "dila"]
    if kind == "many":
        some = [
            replace(point, id=f"{point.id}-{number}", doublons=())
            for number, point in zip(range(MANY), itertools.cycle(some), strict=False)
        ]
    if age == "old":
        return some
    kept = [replace(point, nom=f"{point.nom} (nouveau)") for point in some[len(some) // 3 :]]
    return [*kept, replace(some[0], id="dila--nouveau-75101-01", doublons=())]


@cache
def territories(version):
    """The set of the directory, or one of other names and fewer bassins."""
    told = directory.territories()
    if version == "old":
        return told
    moved = told.bassins_communes.replace({"code_bassin": {"1102": "1103"}})
    return replace(
        told,
        communes=told.communes.assign(nom=told.communes["nom"] + " (nouveau)"),
        bassins=told.bassins.drop("1102"),
        bassins_communes=moved,
        origins=told.origins.drop("95127"),
    )


@cache
def merged(version):
    """Réseaux, rules, territories, places; in the new version a commune and a réseau are gone."""
    rules = directory.rules()
    if version == "old":
        return directory.reseaux(), rules, directory.territories(), points("few-old")
    reseaux = [one for one in directory.reseaux() if one.code != "apec"]
    rules = replace(
        rules,
        competences=tuple(line for line in rules.competences if line.reseau != "apec"),
        services=rules.services[:1],
        reference_times=rules.reference_times[1:],
    )
    moved = [
        replace(point, code_commune="93048") if point.code_commune == "93066" else point
        for point in points("few-old")
        if point.reseau != "apec"
    ]
    return reseaux, rules, directory.without_commune("93066"), moved


MADE = {"points": points, "territories": territories, "reference": merged}


def ingest(connection, what, version):
    """Import one version."""
    made = MADE[what](version)
    if what == "territories":
        replace_territories(connection, _territories_import(made, version))
    elif what == "points":
        replace_directory(connection, _points_import(made, version))
    else:
        reseaux, rules, told, places = made
        replace_directory(
            connection,
            _points_import(places, version),
            reseaux=reseaux,
            rules=rules,
            territories=_territories_import(told, version),
        )


def _territories_import(told, version):
    return TerritoriesImport(territories=told, provenance=_provenance(version))


def _points_import(rows, version):
    return PointsImport(
        points=rows, rejects=(), source="dila", read=len(rows), provenance=_provenance(version),
        whole=True, allow_shrink=True,
    )  # fmt: skip


def _provenance(version):
    return Provenance(file=version, digest=version, code_version="essai")


def _die_at(step):
    steps, rows = itertools.count(1), itertools.count(1)
    execute, write_row = psycopg.Connection.execute, psycopg.Copy.write_row

    def count():
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted_execute(self, *args, **options):
        count()
        return execute(self, *args, **options)

    def counted_write_row(self, row):
        if next(rows) % ONE_ROW_IN == 0:
            count()
        return write_row(self, row)

    psycopg.Connection.execute, psycopg.Copy.write_row = counted_execute, counted_write_row


def _child(url, what, version, step):
    with connect(url) as connection:
        _die_at(step)
        _say(str(os.getpid()))
        ingest(connection, what, version)


def _say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(url):
    """Serve until the input ends."""
    for line in sys.stdin:
        what, version, step = line.split()
        MADE[what](version)  # once, for all children
        child = os.fork()
        if not child:
            try:
                _child(url, what, version, int(step))
                os._exit(0)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        _say("killed" if os.WIFSIGNALED(status) else f"ended {status}")


if __name__ == "__main__":
    main(sys.argv[1])
