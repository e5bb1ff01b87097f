"""Measure how quickly the register is looked through: `python -m bench.search --designs 200000`.

By words, beside a plain `LIKE '%…%'` over the same columns in the same run. A page is 24 designs with their
workshops and pictures, as the public list shows them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import selectinload

from bench.search.designs import fill, write_all
from bench.search.report import Row, write
from shop.core.db import db
from shop.core.search import has_words
from shop.factory import create_app
from shop.registry.models import Design
from shop.registry.rules import ON_VIEW
from shop.registry.rules.search import STANDINGS
from shop.registry.search import Asked, look_for
from shop.workshops.models import Village, Workshop

PAGE = 25
QUESTIONS: dict[str, list[Asked]] = {
    "common word of two characters": [Asked(w) for w in ("牡丹", "长裙", "演出", "雪纺", "刺绣")],
    "one character": [Asked(w) for w in ("裙", "扇", "红", "袖", "李")],
    "phrase": [Asked(w) for w in ("牡丹秧歌服", "袖口接一截水纱", "凤凰马面裙", "水蓝孔雀", "织金提花")],
    "rare word": [Asked(w) for w in ("鸬鹚", "箜篌", "獬豸", "鲛绡", "钿钗")],
    "word that is nowhere": [Asked(w) for w in ("鼹鼠", "电扇", "马桶", "螺丝", "裙马")],
    "two common words": [Asked(w) for w in ("牡丹 长裙", "大红 秧歌服", "孔雀 儿童", "凤凰 丝绒")],
    "two words, kind, village and year": [
        Asked("牡丹 长裙", kind="hanfu", village="3", year="2019"),
        Asked("孔雀 儿童", kind="stage", village="7", year="2018"),
        Asked("凤凰", kind="folk", village="11", year="2025"),
        Asked("祥云 褙子", kind="other", village="2", year="2020"),
    ],
    "kind, village and standing, no words": [
        Asked(kind="hanfu", village="3", standing="notice"),
        Asked(kind="stage", village="7", standing="lapsed"),
        Asked(kind="folk", village="11"),
        Asked(kind="other", village="2", standing="notice"),
    ],
    "number": [Asked(w) for w in ("D2019-050123", "150000", "000777", "99123", "D2017-000001")],
    "pinyin": [Asked(w) for w in ("mudan", "changqun", "kong que", "fenghuang", "shuixiu")],
    "first letters": [Asked(w) for w in ("mdcq", "kqwdf", "fhmmq", "yges", "md")],
}
COMMON = "common word of two characters"
UNKNOWN_TO_LIKE = {"pinyin", "first letters"}


def main() -> None:
    """Build the register, ask, and write the table."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        app = _application(Path(folder), asked.database)
        with app.app_context():
            built = _build(asked.designs)
            rows = _measure(asked.designs, asked.rounds)
            size = _size()
            db.session.remove()
            name = db.engine.dialect.name
            db.drop_all()
            db.engine.dispose()
    write(asked.write, name=name, designs=asked.designs, built=built, size=size, rows=rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--designs", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=20, help="questions of each kind")
    parser.add_argument(
        "--database", help="an empty database; SQLite in a temporary folder where none is named"
    )
    parser.add_argument("--folder", type=Path, help="where the temporary folder lies: 3 kB a design")
    parser.add_argument("--write", type=Path, help="file whose section is written anew")
    return parser.parse_args()


def _application(folder: Path, database: str | None) -> Flask:
    url = database or f"sqlite:///{folder / 'bench.db'}"
    return create_app({"SQLALCHEMY_DATABASE_URI": url, "SHOP_WORK": False}, instance=folder)


def _build(designs: int) -> float:
    """Give the CPU seconds that writing all words took."""
    db.create_all()
    writing = db.engine.connect().execution_options(shop_writes=True)
    with writing:
        fill(writing, designs)
        writing.commit()
        start = time.process_time()
        for done in write_all(writing, designs):
            writing.commit()
            if done % 20_000 == 0:
                print(f"{done:,} designs written", flush=True)
        built = time.process_time() - start
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    return built


def _measure(designs: int, rounds: int) -> list[Row]:
    rows = []
    for kind, questions in QUESTIONS.items():
        like = None if kind in UNKNOWN_TO_LIKE else _times(questions, _like, rounds)
        rows.append(Row(kind, _times(questions, _ours, rounds), like))
    before = [designs // 20, designs // 5, designs // 2]
    deep = [(one, place) for one in QUESTIONS[COMMON] for place in before]
    ours, like = (_times(deep, lambda pair, ask=ask: ask(*pair), rounds) for ask in (_ours, _like))
    everything = [(Asked(), place) for place in before]
    plain = _times(everything, lambda pair: _ours(*pair), rounds)
    return [*rows, Row("deep page, common word", ours, like), Row("deep page of all designs", plain, None)]


def _times(questions: list[Any], ask: Callable[[Any], object], rounds: int) -> np.ndarray:
    """Give (n, 2) milliseconds, elapsed and CPU, of questions asked by turns, after one for warmth."""
    times = []
    for number in range(rounds + 1):
        question = questions[number % len(questions)]
        db.session.rollback()
        db.session.expunge_all()
        elapsed, cpu = time.perf_counter(), time.process_time()
        ask(question)
        times.append((time.perf_counter() - elapsed, time.process_time() - cpu))
    print(np.round(1000 * np.percentile(times[1:], [50, 95], axis=0), 1).tolist(), questions[0], flush=True)
    return 1000 * np.array(times[1:])


def _ours(asked: Asked, before: int | None = None) -> object:
    query, key = look_for(asked)
    if before is not None:
        query = query.where(key < before)
    return list(db.session.scalars(query.order_by(key.desc()).limit(PAGE)).unique())


def _like(asked: Asked, before: int | None = None) -> object:
    """Ask as one would without an index of words."""
    states = STANDINGS.get(asked.standing, ON_VIEW)
    query = select(Design).join(Workshop, Workshop.id == Design.workshop_id).join(Village)
    columns = (Design.name, Design.number, Design.claims, Design.materials, Design.keywords)
    query = query.where(
        Design.state.in_(states),
        *has_words(asked.words, *columns, Workshop.name, Workshop.brand, Village.name),
    )
    narrowed = {Design.category: asked.kind, Village.id: int(asked.village or 0)}
    query = query.where(*(column == value for column, value in narrowed.items() if value))
    if asked.year:
        query = query.where(func.extract("year", Design.submitted_at) == int(asked.year))
    if before is not None:
        query = query.where(Design.id < before)
    rows = query.options(selectinload(Design.pictures)).order_by(Design.id.desc()).limit(PAGE)
    return list(db.session.scalars(rows).unique())


def _size() -> float:
    """Give the bytes of the whole database."""
    if db.engine.dialect.name == "postgresql":
        return float(db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    return float(Path(db.engine.url.database or "").stat().st_size)


if __name__ == "__main__":
    main()
