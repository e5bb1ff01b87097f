"""Gather the pages of the register."""

from __future__ import annotations

from flask import Blueprint

from shop.registry import (
    certificate_views,
    commons_views,
    design_views,
    draft_views,
    holding_views,
    licence_check_views,
    licence_offer_views,
    licence_views,
    mark_views,
    objection_views,
    priority_views,
    search_views,
)

bp = Blueprint("registry", __name__)
for _pages in (
    search_views,
    draft_views,
    design_views,
    objection_views,
    holding_views,
    priority_views,
    mark_views,
    licence_views,
    licence_offer_views,
    licence_check_views,
    commons_views,
    certificate_views,
):
    _pages.add_to(bp)
