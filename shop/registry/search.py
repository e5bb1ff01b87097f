"""Find designs on view: by words, by what they are narrowed to, by a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, column, func, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import joinedload, selectinload

from shop.core.clock import china
from shop.core.db import db, transaction
from shop.matching import Match
from shop.pictures import index
from shop.pictures.taken import Taken
from shop.registry.models import Design, DesignPicture, DesignWords
from shop.registry.models.search import FTS, write_words
from shop.registry.rules import ON_VIEW
from shop.registry.rules.designs import SHOWN_ROLES
from shop.registry.rules.search import Word, as_fts5, as_tsquery, narrowed, read_words
from shop.registry.screening import pictures_in_register, with_designs

MOST_LOOKED_AT = 16  # pictures: as many as the engine compares at all
_BATCH = 500
_FTS = table(FTS, column("rowid"), column(FTS))


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: words, and one kind, village (its number), maker (its id), year, standing."""

    words: str = ""
    kind: str = ""
    village: str = ""
    maker: str = ""
    year: str = ""
    standing: str = ""

    def narrowed_by(self) -> dict[str, str]:
        """Give what narrows the list beside words."""
        names = ("kind", "village", "maker", "year", "standing")
        return {name: value for name in names if (value := getattr(self, name))}


@dataclass(frozen=True)
class Resemblance:
    """A design on view that a photo resembles, with the picture and the match that show it best."""

    design: Design
    shown: DesignPicture
    match: Match


def look_for(asked: Asked) -> tuple[Select[Design], Any]:
    """Select the designs on view that were asked for; give also the column by which to page, newest first."""
    words = (*read_words(asked.words), *(narrowed(*pair) for pair in asked.narrowed_by().items()))
    query = select(Design).options(
        joinedload(Design.workshop), selectinload(Design.pictures).joinedload(DesignPicture.picture)
    )
    if asked.words and not read_words(asked.words):  # signs only: no design is found by them
        return query.where(Design.id < 0), Design.id
    key, found = _found(words)
    return query.join(*found).where(*_stands(), *_has(words)), key


def _found(words: Sequence[Word]) -> tuple[Any, Any]:
    """Give the column of keys, and the table with the join to it."""
    if not _is_sqlite():
        return DesignWords.design_id, (DesignWords, Design.id == DesignWords.design_id)
    key, found = (_FTS.c.rowid, _FTS) if words else (DesignWords.design_id, DesignWords)
    return key, (
        found,
        Design.id == key + 0,
    )  # so SQLite reads them once and in order, not anew for each design


def _has(words: Sequence[Word]) -> list[ColumnElement[bool]]:
    if not words:
        return []
    if _is_sqlite():
        return [_FTS.c[FTS].op("MATCH")(as_fts5(words))]
    return [DesignWords.words.op("@@")(cast(as_tsquery(words), TSQUERY))]


def _stands() -> list[ColumnElement[bool]]:
    """Give the condition that a design is on view now, whatever the words say."""
    # with `|| ''` SQLite takes no index for it: nearly all designs are on view, and the order is the words'
    state = Design.state + "" if _is_sqlite() else Design.state
    return [state.in_(sorted(ON_VIEW))]


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def first_year() -> int | None:
    """Give the year of the oldest design on view; None where there is none."""
    first = select(func.min(DesignWords.design_id)).scalar_subquery()
    oldest = db.session.scalar(select(Design).where(Design.id == first))
    return china(oldest.submitted_at or oldest.created_at).year if oldest else None


def resembling(taken: Taken) -> list[Resemblance]:
    """Give the designs on view that a photo resembles, the surest first, each once. StillReading (Busy)."""
    matches = index.compare(taken.fingerprint, pictures_in_register(), limit=MOST_LOOKED_AT)
    best: dict[int, Resemblance] = {}
    for match, row in with_designs(matches):
        if row.design.state in ON_VIEW and row.role in SHOWN_ROLES:
            best.setdefault(row.design_id, Resemblance(row.design, row, match))
    return list(best.values())


def is_too_plain(taken: Taken) -> bool:
    """Tell whether a photo shows too little that could be told from others."""
    from shop.matching import Fingerprint

    return Fingerprint.from_bytes(taken.fingerprint).plain


def write_all_words() -> int:
    """Write the words of all designs anew, some hundreds an act; give how many designs were gone through."""
    done, last = 0, 0
    while ids := list(
        db.session.scalars(select(Design.id).where(Design.id > last).order_by(Design.id).limit(_BATCH))
    ):
        with transaction():
            write_words(db.session.connection(), ids)
        done, last = done + len(ids), ids[-1]
    with transaction():  # which words are common and which are rare
        db.session.execute(text(f"ANALYZE {DesignWords.__tablename__}"))
    return done
