"""The office's page of one workshop, with its whole history."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from shop.audit.models import Entry
from shop.town.histories import entries_about, names_of_things, record_of
from shop.town.service import names_of_actors
from shop.town.words import act_in_words
from shop.web.guards import actor
from shop.web.paging import Page, before_id, here
from shop.workshops.service import get_workshop
from shop.workshops.ties import find_tie

PAGE = 50
_PAGES = {  # of what an entry is about: its page, and the name of the id in its address
    "design": ("registry.detail", "design_id"),
    "listing": ("listings.detail", "listing_id"),
    "licence": ("registry.licence", "licence_id"),
    "objection": ("registry.objection", "objection_id"),
    "suspicion": ("cases.suspicion", "suspicion_id"),
    "workshop": ("workshops.detail", "workshop_id"),
}


def add_to(bp: Blueprint) -> None:
    """Add the page of a workshop to the office's blueprint."""
    bp.add_url_rule("/town/workshops/<workshop_id>", "workshop", workshop)


def workshop(workshop_id: str) -> ResponseReturnValue:
    """Show how a workshop stands, and all that happened around it, the newest first."""
    shown = get_workshop(workshop_id)
    entries = entries_about(shown, before=before_id(), most=PAGE + 1)
    more = here(before=entries[PAGE - 1].id) if len(entries) > PAGE else None
    return render_template(
        "town/workshop.html",
        workshop=shown,
        record=record_of(shown),
        tie=find_tie(actor(), [shown.id]),
        listed=Page(entries[:PAGE], more, here() if before_id() is not None else None),
        names=names_of_actors(entries),
        act_in_words=act_in_words,
        page_of_thing=page_of_thing,
        things=names_of_things(entries),
    )


def page_of_thing(entry: Entry) -> str:
    """Give the address of what an entry is about; its own entries, for what has no page."""
    if entry.subject_kind not in _PAGES:
        return url_for("town.log", kind=entry.subject_kind, subject=entry.subject_id)
    endpoint, name = _PAGES[entry.subject_kind]
    return url_for(endpoint, **{name: entry.subject_id})  # type: ignore[arg-type]
