"""Pages of the town office: its desk, its terms, the log of who did what."""

from __future__ import annotations

from flask import Blueprint

from shop.town import desk_views, export_views, log_views, recusals, terms_views, workshop_views

bp = Blueprint("town", __name__)
for _pages in (desk_views, export_views, log_views, recusals, terms_views, workshop_views):
    _pages.add_to(bp)
