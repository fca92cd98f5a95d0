"""Supplier offers and promotions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "supplier_offer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("product_id", sa.ForeignKey("product.id"), nullable=False),
        sa.Column("supplier", sa.String(60), nullable=False),
        sa.Column("stock", sa.Integer, nullable=False),
        sa.Column("price", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("product_id", "supplier"),
    )
    op.create_table(
        "promotion",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("promotion")
    op.drop_table("supplier_offer")
