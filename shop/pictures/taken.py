"""Hold what was read of a photo, and carry it between the worker and the server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from shop.pictures.rules import ENDINGS
from shop.pictures.wire import Message

CopyName = tuple[str, str]  # size and format


@dataclass(frozen=True)
class Taken:
    """A photo that was read: what it is, its copies by size and format, its fingerprint.

    `width` and `height` are the original's px, turned upright; the fingerprint's points are in the same px.
    """

    sha256: str
    media_type: str
    width: int
    height: int
    engine_version: int
    fingerprint: bytes = field(repr=False)
    copies: dict[CopyName, bytes] = field(default_factory=dict, repr=False)

    @property
    def ending(self) -> str:
        """Give the ending of the original's file."""
        return ENDINGS[self.media_type]

    def to_message(self) -> Message:
        """Put it into a message."""
        names = ("sha256", "media_type", "width", "height", "engine_version")
        head = {name: getattr(self, name) for name in names}
        return Message({**head, "copies": list(self.copies)}, [self.fingerprint, *self.copies.values()])

    @classmethod
    def from_message(cls, message: Message) -> Taken:
        """Read the message that `to_message` made."""
        head: dict[str, Any] = dict(message.head)
        names = [(size, ending) for size, ending in head.pop("copies")]
        copies = dict(zip(names, message.blobs[1:], strict=True))
        return cls(**head, fingerprint=message.blobs[0], copies=copies)
