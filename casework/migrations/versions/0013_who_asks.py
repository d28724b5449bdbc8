"""Who asks: credentials of programs, sessions of citizens and what begins them, accounts and sessions of staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_TIME = sa.DateTime(timezone=True)


def _of_a_person(name: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The report and the case that a session or key of a citizen is for; it goes with them."""
    return (
        sa.Column("report_id", sa.String(64)),
        sa.Column("case_id", sa.Integer()),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], f"fk_{name}_report_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], f"fk_{name}_case_id", ondelete="CASCADE"),
    )


def upgrade() -> None:
    op.create_table(
        "client_credentials",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("agency", sa.String(40)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("revoked_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_client_credentials"),
        sa.UniqueConstraint("digest", name="uq_client_credentials_digest"),
    )
    op.create_table(
        "person_sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("acts_as", sa.String(80), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        *_of_a_person("person_sessions"),
        sa.PrimaryKeyConstraint("digest", name="pk_person_sessions"),
    )
    op.create_table(
        "person_keys",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME),
        *_of_a_person("person_keys"),
        sa.PrimaryKeyConstraint("digest", name="pk_person_keys"),
    )
    for name in ("person_sessions", "person_keys"):
        for column in ("report_id", "case_id", "expires_at"):
            op.create_index(f"ix_{name}_{column}", name, [column])
    op.create_table(
        "staff_accounts",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("agency", sa.String(40), nullable=False),
        sa.Column("login", sa.String(80), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("factor", sa.String(400)),
        sa.Column("factor_confirmed_at", _TIME),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("last_sign_in_at", _TIME),
        sa.Column("disabled_at", _TIME),
        sa.Column("is_sample", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("id", name="pk_staff_accounts"),
        sa.UniqueConstraint("agency", "login", name="uq_staff_accounts_agency_login"),
    )
    op.create_table(
        "staff_recovery_codes",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(40), nullable=False),
        sa.Column("used_at", _TIME),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_accounts.id"], "fk_staff_recovery_codes_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_recovery_codes"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(40), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_accounts.id"], "fk_staff_sessions_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_sessions"),
    )
    op.create_index("ix_staff_recovery_codes_account_id", "staff_recovery_codes", ["account_id"])
    op.create_index("ix_staff_sessions_account_id", "staff_sessions", ["account_id"])
    op.create_index("ix_staff_sessions_expires_at", "staff_sessions", ["expires_at"])


def downgrade() -> None:
    for table in (
        "staff_sessions", "staff_recovery_codes", "staff_accounts", "person_keys", "person_sessions", "client_credentials",
    ):  # fmt: skip
        op.drop_table(table)
