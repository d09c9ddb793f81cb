"""
Times on street networks: the estimate kept beside each, and what a run found on its way.

Revision: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; runs of before have neither."""
    op.execute("ALTER TABLE runs ADD COLUMN constats JSONB")
    op.execute(
        """
        ALTER TABLE acces_proches ADD COLUMN duree_estimee_s DOUBLE PRECISION,
            ADD CONSTRAINT ck_acces_proches_duree_estimee_s CHECK (duree_estimee_s >= 0 AND
                duree_estimee_s < 'Infinity'),
            ADD CONSTRAINT ck_acces_proches_estime CHECK (NOT estime OR duree_estimee_s IS NULL)
        """
    )


def downgrade() -> None:
    """Drop them, what they hold included."""
    op.execute("ALTER TABLE acces_proches DROP COLUMN duree_estimee_s")
    op.execute("ALTER TABLE runs DROP COLUMN constats")
