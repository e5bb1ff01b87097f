"""Keep a few picture workers, and hand each one picture at a time.

A worker is started when it is first needed, replaced when it dies, takes too long or has done its share, and
ended with this process. When all are at work and the queue is full, the next is told to come again (Busy).
"""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, cast

from shop.pictures.rules import REFUSALS, BrokenPhoto, Busy, TookTooLong, check_bytes
from shop.pictures.taken import Taken
from shop.pictures.wire import Garbled, Message, receive, send

SECONDS = 20.0  # for one picture
STARTING = 60.0  # seconds that a worker may take to get ready on a slow machine
SHARE = 300  # pictures a worker does before a fresh one takes its place: decoders leak a little
WAITING = 4  # requests that may wait for a worker; the server's other threads stay free for pages
COMMAND = (sys.executable, "-m", "shop.pictures.worker")
_ROOT = Path(__file__).resolve().parents[2]
_HANDED_ON = frozenset({"PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "SHOP_IMAGE_MEMORY"})


class WorkerGone(Exception):
    """Tell that a worker ended instead of answering."""


class Worker:
    """One worker process."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        """Start it and wait until it is ready; WorkerGone where it cannot start."""
        self.done = 0
        self.process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT, env=_environment()
        )
        try:
            self._exchange(None, STARTING)
        except TookTooLong as error:
            raise WorkerGone from error

    @property
    def is_alive(self) -> bool:
        """Tell whether it can be asked."""
        return self.process.poll() is None

    def ask(self, message: Message, seconds: float = SECONDS) -> Message:
        """Give its answer; WorkerGone where it died over it, TookTooLong where `seconds` were over."""
        self.done += 1
        return self._exchange(message, seconds)

    def _exchange(self, message: Message | None, seconds: float) -> Message:
        """Say something, if anything, and hear the answer; whoever does not answer is ended."""
        overrun = threading.Event()

        def give_up() -> None:
            overrun.set()
            self.process.kill()

        clock = threading.Timer(seconds, give_up)
        clock.daemon = True
        clock.start()
        answer = None
        with contextlib.suppress(OSError, ValueError, Garbled):
            if message is not None:
                send(cast("BinaryIO", self.process.stdin), message)
            answer = receive(cast("BinaryIO", self.process.stdout))
        clock.cancel()
        if answer is None:
            self.end()
            raise TookTooLong if overrun.is_set() else WorkerGone
        return answer

    def end(self) -> None:
        """End it; what it was doing is lost."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                cast("BinaryIO", stream).close()


def _environment() -> dict[str, str]:
    """Give a worker what it needs to run, and none of the server's secrets."""
    kept = {k: v for k, v in os.environ.items() if k.upper() in _HANDED_ON or k.upper().startswith("PYTHON")}
    return {**kept, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class Pool:
    """At most so many workers, and at most so many requests waiting for one of them."""

    def __init__(
        self,
        workers: int = 2,
        waiting: int = WAITING,
        seconds: float = SECONDS,
        share: int = SHARE,
        command: Sequence[str] = COMMAND,
    ) -> None:
        """Make room for them; none is started before it is needed."""
        self._seconds, self._share = seconds, share
        self._command = command
        self._places = threading.BoundedSemaphore(workers + waiting)
        self._free: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        self._at_work: set[Worker] = set()
        for _ in range(workers):
            self._free.put(None)

    def ask(self, message: Message) -> Message:
        """Give a worker's answer; Busy, TookTooLong, or BrokenPhoto where two workers died over it."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            return self._ask(message)
        finally:
            self._places.release()

    def _ask(self, message: Message) -> Message:
        try:
            worker = self._free.get(timeout=self._seconds)
        except queue.Empty:
            raise Busy from None
        try:
            for _ in range(2):  # a worker may have died of something else before: then a fresh one answers
                if worker is None or not worker.is_alive or worker.done >= self._share:
                    worker = self._replace(worker)
                with contextlib.suppress(WorkerGone):
                    return worker.ask(message, self._seconds)
            raise BrokenPhoto
        finally:
            self._free.put(worker)

    def _replace(self, worker: Worker | None) -> Worker:
        if worker is not None:
            self._at_work.discard(worker)
            worker.end()
        try:
            fresh = Worker(self._command)
        except WorkerGone as error:
            raise RuntimeError("a picture worker cannot start; what it said stands in the log") from error
        self._at_work.add(fresh)
        return fresh

    def pids(self) -> set[int]:
        """Give the numbers of the worker processes."""
        return {worker.process.pid for worker in self._at_work}

    def close(self) -> None:
        """End all workers."""
        for worker in list(self._at_work):
            worker.end()


def _workers() -> int:
    """Give how many pictures are worked on at once: SHOP_IMAGE_WORKERS, or two where there are two cores."""
    return max(1, int(os.environ.get("SHOP_IMAGE_WORKERS") or min(2, os.cpu_count() or 1)))


_shared = Pool(_workers())
atexit.register(_shared.close)


def take_in(data: bytes, *, with_copies: bool = True, pool: Pool = _shared) -> Taken:
    """Read a photo in a worker; without copies when it is only to be compared.

    Raises PhotoRefused with the reason, Busy when too many are waiting.
    """
    check_bytes(data)
    return Taken.from_message(_answer(pool, Message({"act": "take_in", "with_copies": with_copies}, [data])))


def fingerprint_copy(data: bytes, width: int, height: int, *, pool: Pool = _shared) -> bytes:
    """Fingerprint a stored copy anew in a worker, in the px of its original of `width` x `height` px."""
    return _answer(pool, Message({"act": "fingerprint", "width": width, "height": height}, [data])).blobs[0]


def _answer(pool: Pool, message: Message) -> Message:
    answer = pool.ask(message)
    refused = answer.head.get("refused")
    if refused is not None:
        raise REFUSALS[refused]
    return answer
