"""Name the roles that people have in the town."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a person is to the town; one person may be several."""

    VILLAGER = "villager"
    KEEPER = "station_keeper"
    JUROR = "juror"
    OFFICER = "town_officer"
    ADMINISTRATOR = "administrator"


OFFICE = frozenset({Role.OFFICER, Role.ADMINISTRATOR})


class Actor(Protocol):
    """Who does an act: a person, as services see one."""

    @property
    def id(self) -> int:
        """Give the number under which the database keeps them."""

    @property
    def public_id(self) -> str:
        """Give the name under which addresses and the log know them."""

    @property
    def roles(self) -> frozenset[Role]:
        """Give what they are to the town."""


def is_office(actor: Actor | None) -> bool:
    """Tell whether this person sits in the town office."""
    return actor is not None and bool(actor.roles & OFFICE)
