"""Pages of messages: what a person was told, newest first."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.messages import service, tending  # noqa: F401 - being imported makes its daily chore known
from shop.messages.models import Message
from shop.messages.wording import in_words
from shop.web.addresses import own_path
from shop.web.guards import actor
from shop.web.paging import page_of

bp = Blueprint("messages", __name__)


@bp.get("/messages")
def index() -> ResponseReturnValue:
    """Show a person what they were told."""
    listed = page_of(service.messages_of(actor()), Message.id)
    worded = replace(listed, rows=[in_words(one, now()) for one in listed.rows])
    return render_template("messages/index.html", listed=worded, unread=service.count_unread(actor()))


@bp.get("/messages/<message_id>")
def read(message_id: str) -> ResponseReturnValue:
    """Lead to what a message is about, and note that its reader has read it; again changes nothing."""
    with transaction():
        url = service.open_message(message_id, actor(), now=now()).url
    return redirect(own_path(url) or url_for(".index"))


@bp.post("/messages/read")
def read_all() -> ResponseReturnValue:
    """Note that a person has read everything."""
    with transaction():
        service.read_all(actor(), now=now())
    flash(_("All messages are marked as read."), "good")
    return redirect(url_for(".index"))
