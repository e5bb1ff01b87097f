"""Somebody from the town office, in a town that has a name."""

from __future__ import annotations

import pytest
from flask import Flask

from shop.accounts.models import Person
from shop.core.roles import Role
from tests import making


@pytest.fixture
def officer(app: Flask) -> Person:
    """Give somebody from the town office."""
    making.a_town()
    return making.a_person("Officer Wang", Role.OFFICER)
