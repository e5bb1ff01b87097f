"""Make designs on every step of their path, patterns, licences, checkpoints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import current_app

from shop.audit.keys import installation_key
from shop.audit.models import Checkpoint
from shop.audit.service import make_checkpoint
from shop.core.clock import china_day, now
from shop.core.db import transaction
from shop.pictures.models import Picture
from shop.registry import drafts
from shop.registry.application import Application, write
from shop.registry.commons import Pattern, enter_pattern
from shop.registry.handing_in import apply
from shop.registry.licence_acts import grant_licence
from shop.registry.models import CommonsPattern, Design, Licence
from shop.registry.path import move, record_state
from shop.registry.rules import DesignAct, DesignState
from shop.registry.rules.commons import CommonsKind
from shop.registry.screening import screen
from shop.workshops.models import Workshop
from tests.making.numbers import numbers
from tests.making.pictures import a_picture


def a_design(
    workshop: Workshop, name: str = "", *, pictures: Sequence[Picture] = (), claims: str = ""
) -> Design:
    """Hand a design in: it is registered, or waits as screened when its photo resembles another's design."""
    design = an_application(workshop, name, pictures=pictures, claims=claims)
    if design.state == DesignState.NOTICE:
        register(design)
    return design


def a_design_draft(workshop: Workshop, name: str = "", **said: Any) -> Design:
    """Begin an application that is not handed in yet."""
    with transaction():
        design = drafts.start(workshop, now=now())
        write(design, Application(name=name or f"草稿{next(numbers)}", **said), now=now())
    return design


def register(design: Design) -> None:
    """Enter a design that stands on notice, as the town office does when the notice is over."""
    with transaction():
        move(design, DesignAct.REGISTER, now=now())
        record_state(design, actor=None, now=now())


def a_checkpoint() -> Checkpoint:
    """Sign the log as it stands, with the key of this installation."""
    with transaction():
        return make_checkpoint(installation_key(current_app.config), now=now())


def an_application(
    workshop: Workshop, name: str = "", *, pictures: Sequence[Picture] = (), claims: str = ""
) -> Design:
    """Hand a design in: it stands on public notice, or waits for the office when it looks like another's."""
    shown = list(pictures) or [a_picture(workshop)]
    screening = screen(shown)
    with transaction():
        return apply(
            workshop,
            name=name or f"款式{next(numbers)}",
            category="yangge",
            claims=claims,
            pictures=shown,
            screening=screening,
            actor=None,
            now=now(),
        )


def a_pattern(
    name: str = "", *, seed: int | None = None, kind: CommonsKind = CommonsKind.FOLK, credit: str = ""
) -> CommonsPattern:
    """Enter a pattern into the commons: the drawing of this seed, or a fresh one."""
    picture = a_picture(None, seed=seed)
    said = Pattern(name or f"纹样{next(numbers)}", kind, "《纹样集》第12页", credit=credit)
    with transaction():
        return enter_pattern(said, [picture], actor=None, now=now())


def a_licence(
    maker: Workshop,
    holder: Workshop,
    *,
    design: Design | None = None,
    covers_photos: bool = True,
    **terms: Any,
) -> Licence:
    """Enter a licence, agreed on, from today for a year, or on other `terms` (fields of LicenceTerms)."""
    today = china_day(now())
    days = {"starts_on": today, "ends_on": today + timedelta(days=365), **terms}
    with transaction():
        return grant_licence(
            maker, holder, design=design, covers_photos=covers_photos, actor=None, now=now(), **days
        )
