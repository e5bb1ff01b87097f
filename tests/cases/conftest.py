"""Let each test begin with a search index of its own, as it begins with empty tables."""

from __future__ import annotations

import pytest

from shop.pictures import index


@pytest.fixture(autouse=True)
def _own_index() -> None:
    index._indexes.clear()
