"""Number what is made, so that within a test no two are the same; each test begins anew.

So the photos of one test are those of the next, and need not be read by the copy engine again.
"""

from __future__ import annotations

UNSAID = 100_000  # photos that a test does not choose by a seed of its own


class Numbers:
    """Count from 1."""

    def __init__(self) -> None:
        self.last = 0

    def __next__(self) -> int:
        self.last += 1
        return self.last

    def begin_anew(self) -> None:
        """Begin again with 1."""
        self.last = 0


numbers = Numbers()


def unsaid_seed() -> int:
    """Give the seed of a photo that a test leaves to us."""
    return UNSAID + next(numbers)
