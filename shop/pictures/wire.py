"""Speak between the web server and its picture workers: a JSON head, then raw bytes. Nothing is unpickled."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

MOST_HEAD = 64 * 1024  # bytes
MOST_BLOB = 256 * 1024 * 1024  # bytes
_LENGTH = struct.Struct(">I")


class Garbled(Exception):
    """Tell that the other side ended in mid-sentence or says what nobody understands."""


@dataclass(frozen=True)
class Message:
    """A small JSON object, and raw bytes in the order the object names them."""

    head: dict[str, Any]
    blobs: Sequence[bytes] = ()


def send(stream: BinaryIO, message: Message) -> None:
    """Write a message; OSError where the other side is gone."""
    head = json.dumps({**message.head, "sizes": [len(blob) for blob in message.blobs]}).encode()
    stream.write(_LENGTH.pack(len(head)) + head)
    stream.writelines(message.blobs)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """Read the next message; None at a clean end, Garbled otherwise."""
    first = stream.read(_LENGTH.size)
    if not first:
        return None
    if len(first) < _LENGTH.size:
        raise Garbled
    head = _read_head(_read(stream, _LENGTH.unpack(first)[0], MOST_HEAD))
    blobs = [_read(stream, size, MOST_BLOB) for size in head.pop("sizes")]
    return Message(head, blobs)


def _read_head(data: bytes) -> dict[str, Any]:
    try:
        head = json.loads(data)
    except ValueError as error:
        raise Garbled from error
    sizes = head.get("sizes") if isinstance(head, dict) else None
    if not isinstance(sizes, list) or not all(isinstance(size, int) for size in sizes):
        raise Garbled
    return dict(head)


def _read(stream: BinaryIO, size: int, most: int) -> bytes:
    if not 0 <= size <= most:
        raise Garbled
    data = stream.read(size)
    if len(data) < size:
        raise Garbled
    return data
