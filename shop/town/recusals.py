"""Note in the log when an officer is told to step aside: the refused act itself leaves nothing behind."""

from __future__ import annotations

from flask import Blueprint, request

from shop.audit.service import record
from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import ShopError
from shop.town.report import STEPPED_ASIDE
from shop.web.errors import look_on
from shop.web.guards import SAFE, find_actor
from shop.workshops.rules import StepAside


def add_to(_bp: Blueprint) -> None:
    """Look on whenever an act is stopped."""
    look_on(note_stepping_aside)


def note_stepping_aside(error: ShopError) -> None:
    """Note who was told to step aside from what; a page that was only looked at is no act."""
    person = find_actor()
    if not isinstance(error, StepAside) or person is None or request.method in SAFE:
        return
    details = {"act": request.endpoint or "", **(request.view_args or {})}  # public ids, which were found
    with transaction():
        record(STEPPED_ASIDE, actor=person, subject=("person", person.public_id), now=now(), details=details)
