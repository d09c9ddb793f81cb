"""Places, and the log of what was imported."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from geo.domain.horaires import Reserve
from geo.domain.mission import Mission
from geo.domain.point_accueil import AccessibilitePmr, ModeAccueil, PrecisionPosition, Signalement
from geo.domain.profil import Profil
from geo.domain.rejet import Motif
from geo.store.schema.columns import (
    NONE,
    NOW,
    POINT,
    TEXTS,
    commune_column,
    metadata,
    named,
    on_earth,
    one_of,
    subset,
)

imports = Table(
    "imports",
    metadata,
    Column("import_id", Integer, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("fichier", Text, nullable=False),
    Column("empreinte", Text, nullable=False),
    Column("entier", Boolean, nullable=False),
    Column("lus", Integer, nullable=False),
    Column("acceptes", Integer, nullable=False),
    Column("rejetes", Integer, nullable=False),
    Column("ajoutes", Integer, nullable=False),
    Column("modifies", Integer, nullable=False),
    Column("retires", Integer, nullable=False),
    Column("version_code", Text, nullable=False),
    Column("importe_le", DateTime(timezone=True), nullable=False, server_default=NOW),
    CheckConstraint("acceptes + rejetes = lus", name="compte"),
    CheckConstraint("acceptes >= 0 AND rejetes >= 0", name="positif"),
    CheckConstraint(
        "ajoutes >= 0 AND modifies >= 0 AND retires >= 0 AND ajoutes + modifies <= acceptes",
        name="changements",
    ),
    Index("ix_imports_source", "source", "import_id"),
)

rejets = Table(
    "rejets",
    metadata,
    Column("rejet_id", Integer, primary_key=True, autoincrement=True),
    Column(
        "import_id", Integer, ForeignKey("imports.import_id", ondelete="CASCADE"), nullable=False
    ),
    Column("id_source", Text, nullable=False),
    Column("motif", Text, nullable=False),
    Column("detail", Text, nullable=False),
    one_of("motif", Motif),
    Index("ix_rejets_import_id", "import_id"),
)

points_accueil = Table(
    "points_accueil",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("reseau", Text, ForeignKey("reseaux.code", deferrable=True), nullable=False),
    Column("nom", Text, nullable=False),
    Column("nom_recherche", Text, nullable=False),
    commune_column(),
    Column("adresse", Text),
    Column("code_postal", Text),
    Column("ville", Text),
    Column("adresse_postale", Text),
    Column("telephone", Text),
    Column("telephone_note", Text),
    Column("site_web", Text),
    Column("accessibilite_pmr", Text, nullable=False),
    Column("accessibilite_note", Text),
    Column("horaires", Text),
    Column("horaires_note", Text),
    Column("horaires_reserves", TEXTS, nullable=False, server_default=NONE),
    Column("missions", TEXTS, nullable=False, server_default=NONE),
    Column("publics", TEXTS, nullable=False, server_default=NONE),
    Column("modes_accueil", TEXTS, nullable=False, server_default=NONE),
    Column("label", Text),
    Column("label_debut", Date),
    Column("label_fin", Date),
    Column("zone_competence", TEXTS),
    Column("signalements", TEXTS, nullable=False, server_default=NONE),
    Column("doublons", TEXTS, nullable=False, server_default=NONE),
    Column("precision_position", Text, nullable=False),
    Column("date_maj", Date),
    Column("geom", POINT, nullable=False),
    CheckConstraint("id ~ '^[a-z][a-z0-9]*--[A-Za-z0-9_.-]+$'", name="id"),
    # a whole import replaces the rows of its source: the two must agree
    CheckConstraint("starts_with(id, source || '--')", name="source"),
    named(),
    one_of("accessibilite_pmr", AccessibilitePmr),
    CheckConstraint("btrim(horaires) <> ''", name="horaires"),
    subset("horaires_reserves", Reserve),
    subset("missions", Mission),
    subset("publics", Profil),
    subset("modes_accueil", ModeAccueil),
    CheckConstraint("label_fin >= label_debut", name="label"),
    CheckConstraint("cardinality(zone_competence) > 0", name="zone_competence"),
    subset("signalements", Signalement),
    CheckConstraint("NOT id = ANY (doublons)", name="doublons"),
    one_of("precision_position", PrecisionPosition),
    on_earth(),
    Index("ix_points_accueil_geom", "geom", postgresql_using="gist"),
    Index("ix_points_accueil_geog", text("(geom::geography)"), postgresql_using="gist"),
    Index("ix_points_accueil_reseau", "reseau"),
    Index("ix_points_accueil_code_commune", "code_commune"),
)
