"""
Diagnostics: indicators by run and territory, what each document says, what it was compared with.

Revision: 0004
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PROFILS = (
    "'collegien', 'lyceen', 'apprenti', 'etudiant', 'decrocheur', 'jeune', 'demandeur-emploi', "
    "'salarie', 'independant', 'cadre', 'createur-entreprise', 'personne-handicapee', 'femme', "
    "'tout-public'"
)
MISSIONS = "'accueil', 'information', 'conseil', 'accompagnement'"

STATEMENTS = f"""
ALTER TABLE runs
    ADD COLUMN au DATE,
    ADD COLUMN precedent TEXT,
    DROP CONSTRAINT ck_runs_type,
    ADD CONSTRAINT ck_runs_type CHECK (type IN ('acces', 'diagnostic')),
    ADD CONSTRAINT ck_runs_au CHECK ((type = 'diagnostic') = (au IS NOT NULL)),
    ADD CONSTRAINT ck_runs_precedent CHECK (precedent IS NULL OR (type = 'diagnostic'
        AND precedent <> run_id)),
    ADD CONSTRAINT fk_runs_precedent FOREIGN KEY (precedent) REFERENCES runs (run_id)
        ON DELETE SET NULL;

CREATE TABLE indicateurs (
    run_id TEXT NOT NULL,
    type_territoire TEXT NOT NULL,
    code_territoire TEXT NOT NULL,
    indicateur TEXT NOT NULL,
    reseau TEXT NOT NULL,
    profil TEXT NOT NULL,
    besoin TEXT NOT NULL,
    mode TEXT NOT NULL,
    au_plus_s INTEGER NOT NULL,
    valeur DOUBLE PRECISION,
    estime BOOLEAN NOT NULL,
    publiable BOOLEAN NOT NULL,
    CONSTRAINT pk_indicateurs PRIMARY KEY (run_id, type_territoire, code_territoire, indicateur,
        reseau, profil, besoin, mode, au_plus_s),
    CONSTRAINT fk_indicateurs_run_id FOREIGN KEY (run_id) REFERENCES runs (run_id)
        ON DELETE CASCADE,
    CONSTRAINT ck_indicateurs_type_territoire CHECK (type_territoire IN ('bassin', 'region')),
    CONSTRAINT ck_indicateurs_indicateur CHECK (indicateur ~ '^[a-z0-9]+(_[a-z0-9]+)*$'),
    CONSTRAINT ck_indicateurs_profil CHECK (profil IN ('tous', {PROFILS})),
    CONSTRAINT ck_indicateurs_besoin CHECK (besoin IN ('tous', {MISSIONS})),
    CONSTRAINT ck_indicateurs_au_plus_s CHECK (au_plus_s >= 0),
    CONSTRAINT ck_indicateurs_valeur CHECK (valeur > '-Infinity' AND valeur < 'Infinity')
);

CREATE INDEX ix_indicateurs_suite ON indicateurs (type_territoire, code_territoire, indicateur);

CREATE TABLE diagnostics (
    run_id TEXT NOT NULL,
    type_territoire TEXT NOT NULL,
    code_territoire TEXT NOT NULL,
    contenu TEXT NOT NULL,
    CONSTRAINT pk_diagnostics PRIMARY KEY (run_id, type_territoire, code_territoire),
    CONSTRAINT fk_diagnostics_run_id FOREIGN KEY (run_id) REFERENCES runs (run_id)
        ON DELETE CASCADE,
    CONSTRAINT ck_diagnostics_type_territoire CHECK (type_territoire IN ('bassin', 'region')),
    CONSTRAINT ck_diagnostics_contenu CHECK (btrim(contenu) <> '')
);

CREATE INDEX ix_diagnostics_territoire ON diagnostics (type_territoire, code_territoire)
"""


def upgrade() -> None:
    """Add them; runs of before are of access."""
    for statement in filter(str.strip, STATEMENTS.split(";")):
        op.execute(statement)


def downgrade() -> None:
    """Drop them, with the diagnostics that there are."""
    op.execute("DROP TABLE diagnostics")
    op.execute("DROP TABLE indicateurs")
    op.execute("DELETE FROM runs WHERE type = 'diagnostic'")
    op.execute(
        """
        ALTER TABLE runs DROP COLUMN au, DROP COLUMN precedent,
            DROP CONSTRAINT ck_runs_type,
            ADD CONSTRAINT ck_runs_type CHECK (type IN ('acces'))
        """
    )
