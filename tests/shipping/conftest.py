"""Share the face between the tests: it takes seconds to build."""

from __future__ import annotations

from pathlib import Path

import pytest

from shop.core.fonts import Faces, ensure_fonts


@pytest.fixture(scope="session")
def faces(request: pytest.FixtureRequest) -> Faces:
    return ensure_fonts(Path(request.config.cache.mkdir("fonts")))
