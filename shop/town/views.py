"""Pages of the town office: its desk, its terms, the log of who did what."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from shop.audit import keys
from shop.audit.models import Entry
from shop.audit.rules import Filters
from shop.audit.service import list_entries, log_size
from shop.audit.verification import verify
from shop.town import desk_views, export_views, recusals, service, terms_views
from shop.town.words import act_in_words
from shop.web.paging import Page, before_id, here

bp = Blueprint("town", __name__)
for _pages in (desk_views, export_views, recusals, terms_views):
    _pages.add_to(bp)
PAGE = 50


@bp.get("/town/log")
def log() -> ResponseReturnValue:
    """Show who did what, newest first; on asking, recompute the whole chain."""
    kind, subject = request.args.get("kind") or None, request.args.get("subject") or None
    entries = list_entries(before_id(), PAGE + 1, Filters(subject_kind=kind, subject_id=subject))
    checked = (
        verify(keys.trusted_keys(keys.key_folder(current_app.config))) if request.args.get("verify") else None
    )
    return render_template(
        "town/log.html",
        listed=_page(entries),
        names=service.names_of_actors(entries),
        size=log_size(),
        checked=checked,
        subject=subject,
        act_in_words=act_in_words,
    )


def _page(entries: list[Entry]) -> Page[Entry]:
    rows = entries[:PAGE]
    more = here(before=rows[-1].id) if len(entries) > PAGE else None
    return Page(rows, more, here() if "before" in request.args else None)
