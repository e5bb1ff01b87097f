"""a fingerprint for each engine, and the triggers that note changes for the index.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WATCHED = {"picture": "id", "fingerprint": "picture_id", "design": "id", "design_picture": "id"}
ACTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def upgrade() -> None:
    """Let a picture have a fingerprint of each engine; set the triggers up."""
    _key_fingerprints_by("picture_id", "engine_version")
    for table, column in WATCHED.items():
        _watch(table, column)


def downgrade() -> None:
    """Take the triggers away, and of each picture's fingerprints all but the newest engine's."""
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in WATCHED:
        for act in ACTS:
            op.execute(f"DROP TRIGGER IF EXISTS note_{act}_of_{table}" + (f' ON "{table}"' if postgres else ""))
        if postgres:
            op.execute(f"DROP FUNCTION IF EXISTS note_change_of_{table}()")
    op.execute(
        "DELETE FROM fingerprint WHERE EXISTS (SELECT 1 FROM fingerprint AS newer WHERE"
        " newer.picture_id = fingerprint.picture_id AND newer.engine_version > fingerprint.engine_version)"
    )
    _key_fingerprints_by("picture_id")


def _key_fingerprints_by(*columns: str) -> None:
    with op.batch_alter_table("fingerprint") as batch_op:
        batch_op.drop_constraint("pk_fingerprint", type_="primary")
        batch_op.create_primary_key("pk_fingerprint", list(columns))


def _watch(table: str, column: str) -> None:
    into = f"INSERT INTO picture_change (source, row_id, act) VALUES ('{table}', "
    if op.get_bind().dialect.name == "sqlite":
        for act, row in ACTS.items():
            op.execute(
                f'CREATE TRIGGER note_{act}_of_{table} AFTER {act} ON "{table}" BEGIN'
                f' {into}{row}."{column}", random()); END'
            )
        return
    which = f"""CASE WHEN TG_OP = 'DELETE' THEN OLD."{column}" ELSE NEW."{column}" END"""
    op.execute(
        f"CREATE OR REPLACE FUNCTION note_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" {into}{which}, pg_current_xact_id()::text::bigint); RETURN NULL; END $$"
    )
    for act in ACTS:
        op.execute(
            f'CREATE TRIGGER note_{act}_of_{table} AFTER {act} ON "{table}"'
            f" FOR EACH ROW EXECUTE FUNCTION note_change_of_{table}()"
        )
