"""Register together the designs whose notice has ended without an objection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.core.errors import NotAllowed, RuleBroken, ShopError
from shop.core.roles import Actor
from shop.registry import path
from shop.registry.models import Design
from shop.registry.rules import DesignAct, NeedsReason


@dataclass(frozen=True)
class Registered:
    """What became of several designs: those that are registered now, and those left, each with why."""

    done: Sequence[Design]
    left: Sequence[tuple[Design, ShopError]]


def register_due(designs: Sequence[Design], *, reason: str, actor: Actor, now: datetime) -> Registered:
    """Register each of these designs for the same reason, as if it were decided alone; NeedsReason.

    Left as it stands is whatever the officer must step aside for, what somebody objects to, what another
    officer was quicker with, and what still stands on notice.
    """
    if not reason:
        raise NeedsReason
    done, left = [], []
    for design in designs:
        try:
            path.decide(design, DesignAct.REGISTER, reason=reason, actor=actor, now=now)
        except (NotAllowed, RuleBroken) as why:  # it raises before it changes anything
            left.append((design, why))
        else:
            done.append(design)
    return Registered(done, left)
