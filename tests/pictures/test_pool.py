"""Workers: replaced when they die, ended when they take too long, never more than there is room for."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shop.core.settings import ROOT
from shop.pictures import pool as pools
from shop.pictures.intake import take_in
from shop.pictures.pool import Pool, Worker
from shop.pictures.rules import BrokenPhoto, Busy, NotAPhoto, TookTooLong, TooManyPixels
from shop.pictures.wire import Message
from tests.pictures.bad_files import png
from tests.pictures.drawn import jpeg

Make = Callable[..., Pool]
ODD = f"""
import os, sys, time
sys.path.insert(0, {str(ROOT)!r})
from shop.pictures.wire import Message, receive, send
send(sys.stdout.buffer, Message({{"ready": os.getpid()}}))
while message := receive(sys.stdin.buffer):
"""  # a worker of another temper: what it does with a message follows


@pytest.fixture
def make() -> Iterator[Make]:
    made: list[Pool] = []

    def make(body: str = "", **options: object) -> Pool:
        if body:
            options["command"] = (sys.executable, "-c", ODD + "    " + body)
        made.append(Pool(**options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for pool in made:
        pool.close()


def test_a_worker_reads_a_photo_as_we_would_ourselves(make: Make) -> None:
    assert pools.take_in(jpeg(), pool=make(workers=1)) == take_in(jpeg())


def test_a_refusal_comes_back_as_the_error_it_is(make: Make) -> None:
    pool = make(workers=1)
    with pytest.raises(BrokenPhoto):
        pools.take_in(jpeg()[:-500], pool=pool)
    assert pools.take_in(jpeg(), pool=pool).width == 240


def test_what_is_no_photo_does_not_even_start_a_worker(make: Make) -> None:
    pool = make(workers=1)
    with pytest.raises(NotAPhoto):
        pools.take_in(b"hello", pool=pool)
    assert pool.pids() == set()


def test_one_worker_does_many_photos(make: Make) -> None:
    pool = make(workers=2)
    pools.take_in(jpeg(), pool=pool)
    first = pool.pids()
    pools.take_in(jpeg(), pool=pool)
    assert pool.pids() == first
    assert len(first) == 1


def test_a_worker_that_was_killed_is_replaced_and_nobody_notices(make: Make) -> None:
    pool = make(workers=1)
    pools.take_in(jpeg(), pool=pool)
    for pid in pool.pids():
        os.kill(pid, signal.SIGTERM)
    assert pools.take_in(jpeg(), pool=pool).width == 240


def test_a_photo_that_kills_its_worker_twice_is_called_broken_and_the_next_one_is_read(
    make: Make, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    pool = make(f"open({str(seen)!r}, 'a').write('x'); os._exit(139)", workers=1)
    with pytest.raises(BrokenPhoto):
        pool.ask(Message({"act": "take_in"}))
    assert seen.read_text() == "xx"
    with pytest.raises(BrokenPhoto):  # there is still a place for a worker
        pool.ask(Message({"act": "take_in"}))


def test_a_worker_that_takes_too_long_is_ended_and_replaced(make: Make) -> None:
    pool = make(
        "time.sleep(60) if message.head['slow'] else send(sys.stdout.buffer, message)", workers=1, seconds=0.5
    )
    with pytest.raises(TookTooLong):
        pool.ask(Message({"slow": True}))
    assert pool.ask(Message({"slow": False})).head == {"slow": False}


@pytest.mark.parametrize(
    "nonsense",
    ["b'\\xff' * 9", "b'\\0\\0\\0\\x02[]'", "b'\\0\\0\\0\\x04nope'", "b'\\0\\0\\0\\x0e{\"sizes\": [-1]}'"],
)
def test_a_worker_that_talks_nonsense_is_not_believed(nonsense: str, make: Make) -> None:
    pool = make(f"os.write(1, {nonsense}); os._exit(0)", workers=1)
    with pytest.raises(BrokenPhoto):
        pool.ask(Message({}))


def test_a_worker_that_cannot_start_is_our_fault_and_not_the_photo_s(make: Make) -> None:
    pool = make(workers=1, command=(sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(RuntimeError):
        pools.take_in(jpeg(), pool=pool)


def test_a_worker_has_a_share_and_then_a_fresh_one_takes_its_place(make: Make) -> None:
    pool = make(workers=1, share=2)
    seen = []
    for _ in range(3):
        pools.take_in(jpeg(), with_copies=False, pool=pool)
        seen.append(pool.pids())
    assert seen[0] == seen[1] != seen[2]
    assert len(seen[2]) == 1


def test_when_all_places_are_taken_the_next_one_is_told_to_come_again(make: Make, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    pool = make(f"open({str(gate)!r}).read(); send(sys.stdout.buffer, message)", workers=1, waiting=0)
    answers: list[Message] = []
    asking = threading.Thread(target=lambda: answers.append(pool.ask(Message({"act": "wait"}))))
    asking.start()
    with gate.open("w"), pytest.raises(Busy):  # it opens as soon as the worker has begun
        pool.ask(Message({}))
    asking.join()
    assert [answer.head for answer in answers] == [{"act": "wait"}]


def test_those_who_wait_are_served_one_after_the_other(make: Make) -> None:
    pool = make(workers=1, waiting=3)
    answers: list[object] = []
    asking = [
        threading.Thread(target=lambda: answers.append(pools.take_in(jpeg(), pool=pool))) for _ in range(4)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert answers == [take_in(jpeg())] * 4
    assert len(pool.pids()) == 1


def test_a_picture_that_wants_more_memory_than_there_is_is_too_large(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_IMAGE_MEMORY", str(500 * 1024**2))
    pool = make(workers=1)
    with pytest.raises(TooManyPixels):
        pools.take_in(png(8000, 8000, bytes((8000 * 4 + 1) * 8000), colours=6), pool=pool)
    assert pools.take_in(jpeg(), pool=pool).width == 240


def test_a_worker_knows_none_of_the_server_s_secrets(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@somewhere/shop")
    answer = make("send(sys.stdout.buffer, Message({'known': sorted(os.environ)}))", workers=1).ask(
        Message({})
    )
    assert "PATH" in answer.head["known"]
    assert "DATABASE_URL" not in answer.head["known"]


def test_closing_the_pool_ends_its_workers(make: Make) -> None:
    pool = make(workers=1)
    pools.take_in(jpeg(), pool=pool)
    (pid,) = pool.pids()
    pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_worker_ends_when_the_server_is_gone() -> None:
    worker = Worker()
    assert worker.process.stdin is not None
    worker.process.stdin.close()
    assert worker.process.wait(timeout=20) == 0
    worker.end()
