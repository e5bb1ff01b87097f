"""Number what is made, so that no two are the same."""

from __future__ import annotations

from itertools import count

numbers = count(1)
