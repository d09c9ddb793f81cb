"""Runs, and what each found."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from geo.domain.couverture import Forme
from geo.domain.dossier import TypeTerritoire
from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.run import TypeRun
from geo.store.schema.columns import ALL, NOW, TOUS, counted, metadata, named, one_of, run_key

runs = Table(
    "runs",
    metadata,
    Column("run_id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("parametres", JSONB, nullable=False),
    Column("empreintes", JSONB, nullable=False),
    Column("version_code", Text, nullable=False),
    Column("cree_le", DateTime(timezone=True), nullable=False, server_default=NOW),
    # when it was last asked for: the latest run is the one asked for last, not the youngest
    Column("demande_le", DateTime(timezone=True), nullable=False, server_default=NOW),
    # what it met on its way, where that is more than its results: origins, territories cut
    Column("constats", JSONB),
    # of a diagnostic: the day it speaks of, and the run it was compared with when it was kept
    Column("au", Date),
    Column("precedent", Text, ForeignKey("runs.run_id", ondelete="SET NULL")),
    named("run_id"),
    one_of("type", TypeRun),
    CheckConstraint("(type = 'diagnostic') = (au IS NOT NULL)", name="au"),
    CheckConstraint(
        "precedent IS NULL OR (type = 'diagnostic' AND precedent <> run_id)", name="precedent"
    ),
    Index("ix_runs_type", "type", "demande_le"),
)

acces_proches = Table(
    "acces_proches",
    metadata,
    run_key(),
    # no foreign key on the next three: an old run outlives the directory it measured
    Column("origine_id", Text, primary_key=True),
    Column("reseau", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("point_id", Text, nullable=False),
    Column("distance_m", Float, nullable=False),
    Column("duree_s", Float, nullable=False),
    Column("estime", Boolean, nullable=False),
    # beside a time on a network: what the estimate says of the same place
    Column("duree_estimee_s", Float),
    CheckConstraint("distance_m >= 0 AND distance_m < 'Infinity'", name="distance_m"),
    CheckConstraint("duree_s >= 0 AND duree_s < 'Infinity'", name="duree_s"),
    CheckConstraint(
        "duree_estimee_s >= 0 AND duree_estimee_s < 'Infinity'", name="duree_estimee_s"
    ),
    CheckConstraint("NOT estime OR duree_estimee_s IS NULL", name="estime"),
)

couverture = Table(
    "couverture",
    metadata,
    run_key(),
    Column("type_territoire", Text, primary_key=True),
    Column("code_territoire", Text, primary_key=True),
    Column("reseau", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("au_plus_s", Integer, primary_key=True),
    Column("population", Integer, nullable=False),
    Column("population_couverte", Integer, nullable=False),
    Column("estime", Boolean, nullable=False),
    # a row is of a réseau, whatever the public and the need, or of both, whatever the réseau
    Column("profil", Text, primary_key=True, server_default=ALL),
    Column("besoin", Text, primary_key=True, server_default=ALL),
    Column("forme", Text, primary_key=True, server_default=text("'physique'")),
    one_of("type_territoire", ("bassin", "region")),
    one_of("profil", (TOUS, *Profil)),
    one_of("besoin", (TOUS, *Mission)),
    one_of("forme", Forme),
    counted("au_plus_s"),
    CheckConstraint("population_couverte BETWEEN 0 AND population", name="population_couverte"),
)

deux_portes = Table(
    "deux_portes",
    metadata,
    run_key(),
    Column("type_territoire", Text, primary_key=True),
    Column("code_territoire", Text, primary_key=True),
    Column("profil", Text, primary_key=True),
    Column("besoin", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("au_plus_s", Integer, primary_key=True),
    Column("population_1", Integer, nullable=False),
    Column("population_2", Integer, nullable=False),
    Column("population_plus", Integer, nullable=False),
    Column("population_aucune", Integer, nullable=False),
    Column("estime", Boolean, nullable=False),
    one_of("type_territoire", ("bassin", "region")),
    one_of("profil", Profil),
    one_of("besoin", Mission),
    counted("au_plus_s"),
    CheckConstraint(
        "population_1 >= 0 AND population_2 >= 0 AND population_plus >= 0"
        " AND population_aucune >= 0",
        name="populations",
    ),
)

indicateurs = Table(
    "indicateurs",
    metadata,
    run_key(),
    Column("type_territoire", Text, primary_key=True),
    Column("code_territoire", Text, primary_key=True),
    Column("indicateur", Text, primary_key=True),
    Column("reseau", Text, primary_key=True),
    Column("profil", Text, primary_key=True),
    Column("besoin", Text, primary_key=True),
    Column("mode", Text, primary_key=True),
    Column("au_plus_s", Integer, primary_key=True),
    # NULL where nobody knows, which is not 0
    Column("valeur", Float),
    Column("estime", Boolean, nullable=False),
    Column("publiable", Boolean, nullable=False),
    one_of("type_territoire", TypeTerritoire),
    CheckConstraint("indicateur ~ '^[a-z0-9]+(_[a-z0-9]+)*$'", name="indicateur"),
    one_of("profil", (TOUS, *Profil)),
    one_of("besoin", (TOUS, *Mission)),
    counted("au_plus_s"),
    CheckConstraint("valeur > '-Infinity' AND valeur < 'Infinity'", name="valeur"),
    # a territory's indicator from run to run
    Index("ix_indicateurs_suite", "type_territoire", "code_territoire", "indicateur"),
)

diagnostics = Table(
    "diagnostics",
    metadata,
    run_key(),
    Column("type_territoire", Text, primary_key=True),
    Column("code_territoire", Text, primary_key=True),
    # text, not JSONB: it is given back as it was written, its members in their order
    Column("contenu", Text, nullable=False),
    one_of("type_territoire", TypeTerritoire),
    named("contenu"),
    Index("ix_diagnostics_territoire", "type_territoire", "code_territoire"),
)
