"""Create the tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GENESIS = "0" * 64

# In the order in which they can be dropped.
TABLES = (
    "sealed_contents",
    "reveals",
    "report_behaviours",
    "ledger_entries",
    "decisions",
    "additions",
    "set_steps",
    "reports",
    "sign_ins",
    "definition_sets",
    "api_tokens",
    "accounts",
    "month_keys",
    "ledger_years",
    "audit_heads",
    "audit_entries",
    "audit_checkpoints",
    "agencies",
)


def upgrade() -> None:
    """Create every table, and the empty log's head."""
    create_accounts()
    create_audit()
    create_definition_sets()
    create_reports()
    create_reviews()
    create_sealed()
    create_ledger()


def downgrade() -> None:
    """Drop every table."""
    for table in TABLES:
        op.drop_table(table)


def create_accounts() -> None:
    """Create the tables of accounts."""
    op.create_table(
        "agencies",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("name", name=op.f("uq_agencies_name")),
    )
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("password_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_series", sa.Integer(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('officer', 'supervisor', 'analyst', 'trainer', "
            "'privacy_officer', 'administrator')",
            name=op.f("ck_accounts_role_is_known"),
        ),
        sa.CheckConstraint(
            "username = lower(username)", name=op.f("ck_accounts_username_is_lower_case")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.agency_id"], name=op.f("fk_accounts_agency_id_agencies")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("username", name=op.f("uq_accounts_username")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("api_token_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_api_tokens_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("api_token_id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_api_tokens_secret_sha256")),
    )
    op.create_index(op.f("ix_api_tokens_account_id"), "api_tokens", ["account_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("sign_in_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_sign_ins_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("sign_in_id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_sign_ins_token_sha256")),
    )
    op.create_index(op.f("ix_sign_ins_account_id"), "sign_ins", ["account_id"], unique=False)


def create_audit() -> None:
    """Create the tables of audit."""
    op.create_table(
        "audit_checkpoints",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_audit_checkpoints")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=48), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=48), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_entries")),
    )
    op.create_index(
        "ix_audit_entries_action", "audit_entries", ["action", "position"], unique=False
    )
    op.create_index(
        "ix_audit_entries_actor", "audit_entries", ["actor_id", "position"], unique=False
    )
    op.create_index(
        "ix_audit_entries_subject", "audit_entries", ["subject", "position"], unique=False
    )
    op.create_table(
        "audit_heads",
        sa.Column("audit_head_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("audit_head_id", name=op.f("pk_audit_heads")),
    )
    op.execute(
        sa.text(
            "INSERT INTO audit_heads (audit_head_id, size, head) VALUES (1, 0, :head)"
        ).bindparams(head=GENESIS)
    )


def create_definition_sets() -> None:
    """Create the tables of definition sets."""
    op.create_table(
        "definition_sets",
        sa.Column("definition_set_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("edition", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accept_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR author_id IS NULL OR approver_id IS NOT NULL",
            name=op.f("ck_definition_sets_published_by_a_second_person"),
        ),
        sa.CheckConstraint(
            "state <> 'published' OR effective_from IS NOT NULL",
            name=op.f("ck_definition_sets_published_has_a_date"),
        ),
        sa.CheckConstraint(
            "approver_id IS NULL OR approver_id <> author_id",
            name=op.f("ck_definition_sets_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["approver_id"],
            ["accounts.account_id"],
            name=op.f("fk_definition_sets_approver_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["accounts.account_id"],
            name=op.f("fk_definition_sets_author_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"],
            ["definition_sets.definition_set_id"],
            name=op.f("fk_definition_sets_based_on_id_definition_sets"),
        ),
        sa.PrimaryKeyConstraint("definition_set_id", name=op.f("pk_definition_sets")),
    )
    op.create_index(op.f("ix_definition_sets_state"), "definition_sets", ["state"], unique=False)
    op.create_index(
        "uq_definition_sets_published_version",
        "definition_sets",
        ["set_id", "version"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "set_steps",
        sa.Column("set_step_id", sa.Integer(), nullable=False),
        sa.Column("definition_set_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_set_steps_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["definition_set_id"],
            ["definition_sets.definition_set_id"],
            name=op.f("fk_set_steps_definition_set_id_definition_sets"),
        ),
        sa.PrimaryKeyConstraint("set_step_id", name=op.f("pk_set_steps")),
    )
    op.create_index(
        op.f("ix_set_steps_definition_set_id"), "set_steps", ["definition_set_id"], unique=False
    )


def create_reports() -> None:
    """Create the tables of reports."""
    op.create_table(
        "reports",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("idempotency_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("definition_set_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.String(length=64), nullable=False),
        sa.Column("set_version", sa.String(length=32), nullable=False),
        sa.Column("set_sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occurred_zone", sa.String(length=64), nullable=False),
        sa.Column("sector", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("redacted", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("coded_answers", sa.JSON(), nullable=False),
        sa.Column("place_shown", sa.String(length=200), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("score_version", sa.String(length=32), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("queue_place", sa.BigInteger(), nullable=True),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claim_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'held' OR redacted IS NOT NULL", name=op.f("ck_reports_shown_only_if_redacted")
        ),
        sa.CheckConstraint(
            "score IS NULL OR (score >= 0 AND score <= 1000)",
            name=op.f("ck_reports_score_in_range"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_reports_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.agency_id"], name=op.f("fk_reports_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"],
            ["accounts.account_id"],
            name=op.f("fk_reports_claimed_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["definition_set_id"],
            ["definition_sets.definition_set_id"],
            name=op.f("fk_reports_definition_set_id_definition_sets"),
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "account_id",
            "idempotency_sha256",
            name=op.f("uq_reports_account_id_idempotency_sha256"),
        ),
        sa.UniqueConstraint("receipt", name=op.f("uq_reports_receipt")),
    )
    op.create_index("ix_reports_account", "reports", ["account_id", "report_id"], unique=False)
    op.create_index("ix_reports_agency", "reports", ["agency_id", "report_id"], unique=False)
    op.create_index(
        "ix_reports_claim",
        "reports",
        ["claimed_by_id"],
        unique=False,
        sqlite_where=sa.text("claimed_by_id IS NOT NULL"),
        postgresql_where=sa.text("claimed_by_id IS NOT NULL"),
    )
    op.create_index("ix_reports_place", "reports", ["place_shown", "received_at"], unique=False)
    op.create_index("ix_reports_queue", "reports", ["queue_place", "report_id"], unique=False)
    op.create_index(
        "ix_reports_queue_sector", "reports", ["sector", "queue_place", "report_id"], unique=False
    )
    op.create_index(
        "ix_reports_queue_state", "reports", ["state", "queue_place", "report_id"], unique=False
    )
    op.create_table(
        "report_behaviours",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.String(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("queue_place", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.report_id"],
            name=op.f("fk_report_behaviours_report_id_reports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_id", "indicator_id", name=op.f("pk_report_behaviours")),
    )
    op.create_index(
        "ix_report_behaviours_indicator",
        "report_behaviours",
        ["indicator_id", "report_id"],
        unique=False,
    )
    op.create_index(
        "ix_report_behaviours_queue",
        "report_behaviours",
        ["indicator_id", "queue_place", "report_id"],
        unique=False,
    )


def create_reviews() -> None:
    """Create the tables of reviews."""
    op.create_table(
        "additions",
        sa.Column("addition_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("redacted", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_additions_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_additions_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("addition_id", name=op.f("pk_additions")),
    )
    op.create_index(op.f("ix_additions_report_id"), "additions", ["report_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("from_state", sa.String(length=24), nullable=False),
        sa.Column("to_state", sa.String(length=24), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("innocent_explanation", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("referred_to", sa.Text(), nullable=False),
        sa.Column("officer_text", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_decisions_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_decisions_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_report_id"), "decisions", ["report_id"], unique=False)


def create_sealed() -> None:
    """Create the tables of sealed."""
    op.create_table(
        "month_keys",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("master_id", sa.String(length=32), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_month_keys")),
    )
    op.create_table(
        "reveals",
        sa.Column("reveal_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("span_number", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_reveals_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_reveals_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("reveal_id", name=op.f("pk_reveals")),
    )
    op.create_index(
        "ix_reveals_report_account", "reveals", ["report_id", "account_id"], unique=False
    )
    op.create_table(
        "sealed_contents",
        sa.Column("context", sa.String(length=64), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["month"], ["month_keys.month"], name=op.f("fk_sealed_contents_month_month_keys")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_sealed_contents_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("context", name=op.f("pk_sealed_contents")),
    )
    op.create_index(op.f("ix_sealed_contents_month"), "sealed_contents", ["month"], unique=False)
    op.create_index(
        op.f("ix_sealed_contents_report_id"), "sealed_contents", ["report_id"], unique=False
    )


def create_ledger() -> None:
    """Create the tables of ledger."""
    op.create_table(
        "ledger_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_ledger_years")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_ledger_entries_numbers_start_at_1")),
        sa.CheckConstraint(
            "purged_at IS NULL OR closed_at IS NOT NULL",
            name=op.f("ck_ledger_entries_purged_is_closed"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.report_id"], name=op.f("fk_ledger_entries_report_id_reports")
        ),
        sa.PrimaryKeyConstraint("year", "number", name=op.f("pk_ledger_entries")),
        sa.UniqueConstraint("report_id", name=op.f("uq_ledger_entries_report_id")),
    )
    op.create_index("ix_ledger_entries_closed", "ledger_entries", ["closed_at"], unique=False)
    op.create_index("ix_ledger_entries_received", "ledger_entries", ["received_at"], unique=False)
