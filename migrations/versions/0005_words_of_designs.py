"""the words under which designs on view are found.

Revision: 0005, after 0004.
"""

from __future__ import annotations

from datetime import UTC

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shop.core.clock import china
from shop.registry.rules.search import Written, standing_of, tokens_of

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

FORGET = "INSERT INTO design_fts (design_fts, rowid, words) VALUES ('delete', old.design_id, old.words);"
LEARN = "INSERT INTO design_fts (rowid, words) VALUES (new.design_id, new.words);"
SQLITE_UP = (
    "CREATE VIRTUAL TABLE design_fts USING fts5(words, content='design_words', content_rowid='design_id',"
    " detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER design_fts_insert AFTER INSERT ON design_words BEGIN {LEARN} END",
    f"CREATE TRIGGER design_fts_update AFTER UPDATE ON design_words BEGIN {FORGET} {LEARN} END",
    f"CREATE TRIGGER design_fts_delete AFTER DELETE ON design_words BEGIN {FORGET} END",
)
ON_VIEW = "('registered', 'transferred', 'notice', 'objected', 'lapsed')"
FACTS = f"""SELECT design.id, number, design.name, keywords, materials, claims, category, state,
 submitted_at, workshop.name AS maker, brand, workshop.public_id AS maker_id, village_id, village.name AS village
 FROM design JOIN workshop ON workshop.id = workshop_id JOIN village ON village.id = village_id
 WHERE state IN {ON_VIEW} AND design.id > :last ORDER BY design.id LIMIT 500"""


def upgrade() -> None:
    """Go up."""
    op.create_table(
        'design_words',
        sa.Column('design_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('words', sa.Text().with_variant(postgresql.TSVECTOR(), 'postgresql'), nullable=False),
        sa.ForeignKeyConstraint(
            ['design_id'], ['design.id'], name=op.f('fk_design_words_design_id_design'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('design_id', name=op.f('pk_design_words')),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE_UP:
            op.execute(statement)
    else:
        op.create_index('design_fts', 'design_words', ['words'], postgresql_using='gin')
        op.execute("ALTER TABLE design_words ALTER COLUMN words SET STATISTICS 1000")
    _fill_in()
    op.execute("ANALYZE design_words")


def _fill_in() -> None:
    """Write the words of the designs that are on view already, some hundreds at a time."""
    connection, last = op.get_bind(), 0
    facts = sa.text(FACTS).columns(submitted_at=sa.DateTime(timezone=True))
    put = sa.text("INSERT INTO design_words (design_id, words) VALUES (:design_id, :words)")
    while rows := connection.execute(facts, {"last": last}).all():
        connection.execute(put, [{"design_id": row.id, "words": _words(row)} for row in rows])
        last = rows[-1].id


def _words(row: sa.Row) -> str:
    at = row.submitted_at
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite keeps no zone
    by = (("kind", row.category), ("village", str(row.village_id)), ("maker", row.maker_id))
    by += (("year", str(china(moment).year)), ("standing", standing_of(row.state)))
    short = (row.name, row.keywords, row.materials, row.maker, row.brand, row.village)
    return " ".join(tokens_of(Written(row.number or "", short, (row.claims,), by)))


def downgrade() -> None:
    """Go down."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE design_fts")
    op.drop_table('design_words')
