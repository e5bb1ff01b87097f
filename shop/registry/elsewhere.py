"""Ask the higher floors where else a design's pictures were found, which the register cannot know itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from shop.core.roles import Actor, is_office
from shop.registry.models import Design
from shop.workshops.service import is_member


class Elsewhere(Protocol):
    """Where else a design's picture was found, as a higher floor tells it."""

    @property
    def workshop_id(self) -> int:
        """Give whose it is there: a party to every decision."""


Find = Callable[[Design], Sequence[Elsewhere]]
_finders: list[Find] = []


def also_found(find: Find) -> Find:
    """Have a higher floor tell what it keeps about a design's pictures, for its family and the office."""
    if find not in _finders:
        _finders.append(find)
    return find


def found_elsewhere(design: Design) -> list[Elsewhere]:
    """List where else a design's pictures were found."""
    return [one for find in _finders for one in find(design)]


def elsewhere_for(design: Design, actor: Actor | None) -> list[Elsewhere]:
    """List it for the design's family and the office; others see nothing."""
    return found_elsewhere(design) if is_office(actor) or is_member(design.workshop_id, actor) else []
