"""Say what proposes candidates must be able to do: the seam behind which an engine may live elsewhere.

`shelf.Shelf` is the one built in. Another one may ask several machines and merge what they answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from shop.matching.candidates import Candidate
from shop.matching.fingerprint import Fingerprint

Shelved = tuple[int, int, Fingerprint]  # key, stamp and fingerprint of a picture


class Source(Protocol):
    """Known pictures by key; thread-safe. What `add` has returned from is proposed from then on."""

    def add(self, pictures: Sequence[Shelved]) -> None:
        """Take pictures in, in place of what their keys had; plain ones are known, never proposed."""

    def remove(self, keys: Iterable[int]) -> None:
        """Forget pictures; nothing happens where one is not known."""

    def candidates(self, query: Fingerprint, limit: int) -> list[Candidate]:
        """Return at most `limit` known pictures worth a closer look, most votes first."""

    def stamps(self, among: Iterable[int] | None = None) -> Mapping[int, int]:
        """Return the stamps that the known pictures came with, or those among some.

        They tell which version of a picture is known.
        """

    def __len__(self) -> int:
        """Return how many pictures are known."""

    def __contains__(self, key: object) -> bool:
        """Tell whether a picture is known."""
