"""
Tables of the store, as SQLAlchemy Core sees them; created by the migrations only.

Names are the ones of ``DOMAIN``: one French word, the same in SQL, JSON and CSV.
A change here needs a migration beside it: a test compares the two.
"""

from geo.store.schema.columns import metadata
from geo.store.schema.places import imports, points_accueil, rejets
from geo.store.schema.rules import (
    competences,
    incertitudes,
    publics,
    reseaux,
    services_a_distance,
    temps_reference,
)
from geo.store.schema.runs import (
    acces_proches,
    couverture,
    deux_portes,
    diagnostics,
    indicateurs,
    runs,
)
from geo.store.schema.territories import (
    bassins,
    bassins_communes,
    communes,
    origins,
    partitions_communes,
    sites_candidats,
    territoires,
)

__all__ = [
    "acces_proches",
    "bassins",
    "bassins_communes",
    "communes",
    "competences",
    "couverture",
    "deux_portes",
    "diagnostics",
    "imports",
    "incertitudes",
    "indicateurs",
    "metadata",
    "origins",
    "partitions_communes",
    "points_accueil",
    "publics",
    "rejets",
    "reseaux",
    "runs",
    "services_a_distance",
    "sites_candidats",
    "temps_reference",
    "territoires",
]
