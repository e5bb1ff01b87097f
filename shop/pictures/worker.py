"""Be a picture worker: `python -m shop.pictures.worker` answers on its output what it is asked on its input.

It is a process of its own, so that a file made to break a decoder, or to swallow all memory, ends this
process and not the shop. It ends by itself when the server that started it is gone.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import BinaryIO

from shop.pictures.intake import fingerprint_copy, take_in
from shop.pictures.rules import PhotoRefused
from shop.pictures.wire import Message, receive, send

MEMORY = 2 * 1024**3  # bytes of address space: 70 million dots with transparency need about 1.2 GB


def _take_in(message: Message) -> Message:
    return take_in(message.blobs[0], with_copies=message.head["with_copies"]).to_message()


def _fingerprint(message: Message) -> Message:
    marks = fingerprint_copy(message.blobs[0], message.head["width"], message.head["height"])
    return Message({}, [marks.to_bytes()])


_ACTS: dict[str, Callable[[Message], Message]] = {"take_in": _take_in, "fingerprint": _fingerprint}


def answer(message: Message) -> Message:
    """Do what is asked; a photo that is refused is an answer too."""
    try:
        return _ACTS[message.head["act"]](message)
    except PhotoRefused as refusal:
        return Message({"refused": type(refusal).__name__})


def limit_memory(most: int) -> None:
    """Let this process have no more than `most` bytes, where the system can hold it to that."""
    with contextlib.suppress(
        ImportError, ValueError, OSError
    ):  # Windows has no such limit: the time limit remains
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Say that all is ready, then answer one request after the other until there are no more."""
    send(answers, Message({"ready": os.getpid()}))
    while (message := receive(requests)) is not None:
        send(answers, answer(message))


def main() -> None:
    """Serve on the standard streams; whatever a library prints goes elsewhere."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    limit_memory(int(os.environ.get("SHOP_IMAGE_MEMORY") or MEMORY))
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
