"""What the service declares: réseaux, competences, remote services, counts."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    SmallInteger,
    Table,
    Text,
)

from geo.domain.mission import Mission
from geo.domain.profil import Profil
from geo.domain.public import TerritoireCompte
from geo.domain.reseau import Membre
from geo.domain.service_distance import Canal
from geo.store.schema.columns import NONE, TEXTS, counted, metadata, named, one_of, subset

reseaux = Table(
    "reseaux",
    metadata,
    Column("code", Text, primary_key=True),
    Column("nom", Text, nullable=False),
    Column("membre", Text, nullable=False),
    Column("annonce", Integer),
    Column("publics", TEXTS, nullable=False, server_default=NONE),
    Column("missions", TEXTS, nullable=False, server_default=NONE),
    Column("codes_data_inclusion", TEXTS, nullable=False, server_default=NONE),
    Column("codes_dila", TEXTS, nullable=False, server_default=NONE),
    Column("rang", SmallInteger, nullable=False),
    # of those announced, how many are antennes of a structure; NULL where the total does not say
    Column("annonce_antennes", Integer),
    CheckConstraint("code ~ '^[a-z]+(-[a-z]+)*$'", name="code"),
    named(),
    one_of("membre", Membre),
    counted("annonce"),
    CheckConstraint("annonce_antennes BETWEEN 0 AND annonce", name="annonce_antennes"),
    subset("publics", Profil),
    subset("missions", Mission),
    CheckConstraint(
        "membre = 'non' OR (cardinality(publics) > 0 AND cardinality(missions) > 0)", name="porte"
    ),
)

competences = Table(
    "competences",
    metadata,
    Column("reseau", Text, ForeignKey("reseaux.code", deferrable=True), primary_key=True),
    Column("profil", Text, primary_key=True),
    Column("mission", Text, primary_key=True),
    # the referral rule: whether who welcomes this public may send on to another door
    Column("renvoie", Boolean, nullable=False),
    one_of("profil", Profil),
    one_of("mission", Mission),
)

services_a_distance = Table(
    "services_a_distance",
    metadata,
    Column("service_id", Text, primary_key=True),
    Column("nom", Text, nullable=False),
    Column("reseau", Text, ForeignKey("reseaux.code", deferrable=True)),
    Column("canaux", TEXTS, nullable=False),
    Column("telephone", Text),
    Column("site_web", Text),
    Column("publics", TEXTS, nullable=False),
    Column("missions", TEXTS, nullable=False),
    Column("zone_competence", TEXTS, nullable=False),
    Column("horaires", Text),
    Column("horaires_note", Text),
    Column("source", Text, nullable=False),
    Column("consulte_le", Date, nullable=False),
    CheckConstraint("service_id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="service_id"),
    named(),
    subset("canaux", Canal),
    subset("publics", Profil),
    subset("missions", Mission),
    CheckConstraint(
        "cardinality(canaux) > 0 AND cardinality(publics) > 0 AND cardinality(missions) > 0"
        " AND cardinality(zone_competence) > 0",
        name="utile",
    ),
    CheckConstraint("telephone IS NOT NULL OR site_web IS NOT NULL", name="joignable"),
    named("source"),
)

temps_reference = Table(
    "temps_reference",
    metadata,
    Column("mode", Text, primary_key=True),
    Column("au_plus_s", Integer, nullable=False),
    Column("source", Text, nullable=False),
    CheckConstraint("au_plus_s > 0", name="au_plus_s"),
    named("source"),
)

incertitudes = Table(
    "incertitudes",
    metadata,
    Column("estime", Boolean, primary_key=True),
    Column("part", Float, nullable=False),
    Column("source", Text, nullable=False),
    CheckConstraint("part >= 0 AND part < 1", name="part"),
    named("source"),
)

publics = Table(
    "publics",
    metadata,
    Column("type_territoire", Text, primary_key=True),
    Column("code_territoire", Text, primary_key=True),
    Column("profil", Text, primary_key=True),
    Column("nombre", Integer, nullable=False),
    Column("source", Text, nullable=False),
    one_of("type_territoire", TerritoireCompte),
    one_of("profil", Profil),
    counted("nombre"),
    named("source"),
)
