"""The database grows by migrations: up, down and up again, and what they build is what the models say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, make_url, text

from shop.core.db import Base, UtcDateTime, db
from shop.core.settings import ROOT
from shop.factory import create_app
from shop.registry.models.search import is_ours
from shop.registry.search import Asked, look_for
from shop.web.limits import limiter
from tests import making


@pytest.fixture
def empty(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Give the application on a database without tables."""
    url = f"sqlite:///{tmp_path / 'shop.db'}" if "sqlite" in database_url else _fresh_database(database_url)
    app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": url}, instance=tmp_path)
    limiter.enabled = False
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _fresh_database(server: str) -> str:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS migrations"))
        connection.execute(text("CREATE DATABASE migrations"))
    engine.dispose()
    return make_url(server).set(database="migrations").render_as_string(hide_password=False)


def revisions() -> list[str]:
    """List the revisions, the first first."""
    script = ScriptDirectory(str(ROOT / "migrations"))
    return [revision.revision for revision in script.walk_revisions()][::-1]


def tables() -> set[str]:
    """List the tables, but those in which SQLite's full-text search keeps itself."""
    return {name for name in inspect(db.engine).get_table_names() if is_ours(name)} - {"alembic_version"}


def differences() -> list[object]:
    """Tell how the database differs from the models."""

    def compare_type(
        _context: object, _found: object, _column: object, _type: object, ours: object
    ) -> bool | None:
        return False if isinstance(ours, UtcDateTime) else None

    opts = {
        "compare_type": compare_type,
        "include_name": lambda name, _kind, _of: is_ours(name),
    }
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Base.metadata))


def test_every_migration_goes_up_down_and_up_again(empty: Flask) -> None:
    for revision in revisions():
        upgrade(revision=revision)
        before = tables()
        downgrade(revision="-1")
        upgrade(revision=revision)
        assert tables() == before
    downgrade(revision="base")
    assert tables() == set()


def test_what_migrations_build_is_what_the_models_say(empty: Flask) -> None:
    upgrade()
    assert differences() == []
    assert tables() == set(Base.metadata.tables)


def test_a_forgotten_migration_would_be_seen(empty: Flask) -> None:
    upgrade()
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE village ADD COLUMN forgotten INTEGER"))
    assert differences() != []


def test_rows_stand_on_the_tables_of_migrations_and_survive_a_second_upgrade(empty: Flask) -> None:
    upgrade()
    person = making.a_person("Li")
    workshop = making.a_workshop("Chunlan", person)
    upgrade()
    db.session.expire_all()
    assert [member.person.name for member in workshop.members] == ["Li"]
    db.session.rollback()
    downgrade(revision="base")
    assert tables() == set()


def test_designs_that_stood_there_before_are_found_by_words_after_the_migration(empty: Flask) -> None:
    upgrade()
    making.a_design(making.a_workshop("春兰舞服"), "牡丹扇", claims="袖口接一截水纱")
    making.an_application(making.a_workshop("云鹤汉服坊"), "荷花伞")
    before = words()
    assert len(before) == 2
    for _ in range(2):
        downgrade(revision="0004")
        upgrade()
        assert words() == before
        query, _key = look_for(Asked("mudan 水纱"))
        assert [found.name for found in db.session.scalars(query).unique()] == ["牡丹扇"]
        db.session.rollback()


def words() -> dict[int, set[str]]:
    rows = db.session.execute(text("SELECT design_id, words FROM design_words")).all()
    db.session.rollback()  # PostgreSQL would wait for a reader before it drops the table
    return {key: set(found.replace("'", "").split()) for key, found in rows}


def test_migrations_are_one_line_without_branches() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
