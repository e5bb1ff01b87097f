"""Let PostgreSQL propose candidates, where one machine's memory is outgrown (decision 0022).

`SHOP_INDEX_SHARDS` names one or more databases. Each picture's features lie as rows, by their words, in the
one that its key falls to; a search asks all of them and merges what they answer. All processes share what
stands there; one of them brings it up to date, the others find it done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from sqlalchemy import Connection, Engine, create_engine, text

from shop.matching import Fingerprint
from shop.matching.candidates import Candidate, Ids, packed_ids, question_of, vote
from shop.matching.lexicon import Asked, ask, neighbours, words_of
from shop.matching.pixels import Array
from shop.matching.shelf import nearest
from shop.matching.source import Shelved

_TABLES = (
    "CREATE TABLE IF NOT EXISTS shelved (key bigint PRIMARY KEY, stamp bigint NOT NULL)",
    "CREATE TABLE IF NOT EXISTS posting (word integer NOT NULL, key bigint NOT NULL, id bigint, code bytea)",
    "CREATE INDEX IF NOT EXISTS posting_word ON posting (word)",
    "CREATE INDEX IF NOT EXISTS posting_key ON posting (key)",
)
_SHELVE = (  # the row's lock makes two processes that bring the same picture go one after the other
    "INSERT INTO shelved VALUES (:key, :stamp) ON CONFLICT (key) DO UPDATE SET stamp = excluded.stamp"
)
_POST = (
    "INSERT INTO posting SELECT * FROM unnest("
    "CAST(:words AS int[]), CAST(:keys AS bigint[]), CAST(:ids AS bigint[]), CAST(:codes AS bytea[]))"
)
_STAMPS = "SELECT key, stamp FROM shelved WHERE key = ANY(:keys)"
_LOOK_UP = "SELECT word, id, code FROM posting WHERE word = ANY(CAST(:words AS int[]))"


class Shards:
    """Candidates from PostgreSQL databases, each picture in the one that its key falls to (a `Source`)."""

    def __init__(self, urls: Sequence[str], name: str) -> None:
        """Connect; `name` is that of the schema, which is made where there is none."""
        within = {"options": f"-csearch_path={name}"}
        self._engines = [create_engine(url, connect_args=within) for url in urls]
        self._askers = ThreadPoolExecutor(len(urls), "shard")
        for engine in self._engines:
            with engine.begin() as connection:
                for statement in (f"CREATE SCHEMA IF NOT EXISTS {name}", *_TABLES):
                    connection.execute(text(statement))

    def close(self) -> None:
        """Let the connections go."""
        self._askers.shutdown()
        for engine in self._engines:
            engine.dispose()

    def add(self, pictures: Sequence[Shelved]) -> None:
        """Take pictures in, in place of what their keys had; plain ones are known, never proposed."""
        for engine in self._engines:
            mine = sorted((one for one in pictures if self._home(one[0]) is engine), key=lambda one: one[0])
            with engine.begin() as connection:
                for key, stamp, marks in mine:
                    connection.execute(text(_SHELVE), {"key": key, "stamp": stamp})
                    connection.execute(text("DELETE FROM posting WHERE key = :key"), {"key": key})
                    _post(connection, key, marks)

    def remove(self, keys: Iterable[int]) -> None:
        """Forget pictures; nothing happens where one is not known."""
        for engine in self._engines:
            mine = {"keys": sorted(key for key in keys if self._home(key) is engine)}
            with engine.begin() as connection:
                connection.execute(text("DELETE FROM shelved WHERE key = ANY(:keys)"), mine)
                connection.execute(text("DELETE FROM posting WHERE key = ANY(:keys)"), mine)

    def candidates(self, query: Fingerprint, limit: int) -> list[Candidate]:
        """Return at most `limit` known pictures worth a closer look, most votes first."""
        question = question_of(query)
        if question is None:
            return []
        asked = ask(question)
        answers = list(self._askers.map(lambda engine: _look_up(engine, asked), self._engines))
        return vote(question, *nearest(answers), limit)

    def stamps(self, among: Iterable[int] | None = None) -> Mapping[int, int]:
        """Return the stamps that the known pictures came with, or those among some."""
        keys = None if among is None else sorted(among)
        query = "SELECT key, stamp FROM shelved" if keys is None else _STAMPS
        found: dict[int, int] = {}
        for engine in self._engines:
            with engine.connect() as connection:
                rows = connection.execute(text(query), {} if keys is None else {"keys": keys})
                found.update((row[0], row[1]) for row in rows)
        return found

    def _home(self, key: int) -> Engine:
        return self._engines[key % len(self._engines)]

    def __len__(self) -> int:
        """Return how many pictures are known."""
        return len(self.stamps())

    def __contains__(self, key: object) -> bool:
        """Tell whether a picture is known."""
        return isinstance(key, int) and key in self.stamps([key])


def _post(connection: Connection, key: int, marks: Fingerprint) -> None:
    if marks.plain:
        return
    words, codes = words_of(marks)
    rows = {"words": words.tolist(), "keys": [key] * len(words), "ids": packed_ids(key, marks).tolist()}
    connection.execute(text(_POST), {**rows, "codes": [code.tobytes() for code in codes]})


def _look_up(engine: Engine, asked: Asked) -> tuple[Array, Ids]:
    with engine.connect() as connection:
        rows = connection.execute(text(_LOOK_UP), {"words": asked.words.tolist()}).all()
    words, ids = (np.array([row[i] for row in rows], np.int64) for i in (0, 1))
    codes = np.frombuffer(b"".join(bytes(row[2]) for row in rows), np.uint8)
    return neighbours(asked, words, ids, codes.reshape(len(rows), asked.distances.shape[1]))
