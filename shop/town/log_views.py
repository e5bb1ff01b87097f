"""Pages of the log: who did what, what was signed, who witnessed it."""

from __future__ import annotations

import io
import json

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.audit import countersigning, keys, service
from shop.audit.models import Checkpoint, Entry
from shop.audit.rules import Filters, Verification
from shop.audit.upkeep import checkpoint_if_grown
from shop.audit.verification import verify
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotFound, RuleBroken
from shop.town.log_forms import CountersignForm, WitnessForm
from shop.town.service import names_of_actors
from shop.town.words import act_in_words
from shop.web.guards import actor, may_open
from shop.web.language import say
from shop.web.paging import Page, before_id, here

PAGE = 50
CONSISTENCY = "log-consistency/1"


def add_to(bp: Blueprint) -> None:
    """Add the pages of the log to the office's blueprint."""
    bp.add_url_rule("/town/log", "log", log)
    bp.add_url_rule("/town/log/signed", "checkpoints", checkpoints)
    bp.add_url_rule("/town/log/signed/<int:number>.txt", "checkpoint_note", checkpoint_note)
    bp.add_url_rule("/town/log/consistency.json", "consistency", consistency)
    bp.add_url_rule("/town/log/sign", "sign_log", sign_log, methods=["POST"])
    bp.add_url_rule("/town/log/countersign", "countersign", countersign, methods=["POST"])
    bp.add_url_rule("/town/log/witness", "admit_witness", admit_witness, methods=["POST"])


def log() -> ResponseReturnValue:
    """Show who did what, newest first; on asking, recompute the whole chain."""
    kind, subject = request.args.get("kind") or None, request.args.get("subject") or None
    entries = service.list_entries(before_id(), PAGE + 1, Filters(subject_kind=kind, subject_id=subject))
    return render_template(
        "town/log.html",
        listed=_page(entries),
        names=names_of_actors(entries),
        size=service.log_size(),
        checked=_verified() if request.args.get("verify") else None,
        subject=subject,
        act_in_words=act_in_words,
        overdue=countersigning.is_overdue(now()),
    )


def _page(entries: list[Entry]) -> Page[Entry]:
    rows = entries[:PAGE]
    more = here(before=rows[-1].id) if len(entries) > PAGE else None
    return Page(rows, more, here() if "before" in request.args else None)


def _verified() -> Verification:
    folder = keys.key_folder(current_app.config)
    return verify(keys.trusted_keys(folder), witnesses=keys.witness_keys(folder))


def checkpoints() -> ResponseReturnValue:
    """Show what was signed, by whom; take in what a witness has signed."""
    return _signed_page(CountersignForm(), WitnessForm())


def _signed_page(countersigned: CountersignForm, witness: WitnessForm) -> str:
    signed = service.list_checkpoints()
    folder = keys.key_folder(current_app.config)
    return render_template(
        "town/checkpoints.html",
        checkpoints=signed,
        below=countersigning.countersignatures_of(signed),
        witnesses=keys.witness_keys(folder),
        own=keys.installation_key(current_app.config).public,
        witnessed_at=countersigning.witnessed_at(),
        overdue=countersigning.is_overdue(now()),
        grown=service.log_size() - (signed[0].size if signed else 0),
        countersigned=countersigned,
        witness=witness if may_open("town.admit_witness") else None,
    )


def checkpoint_note(number: int) -> ResponseReturnValue:
    """Give a checkpoint with all its signatures as a file for the witness."""
    checkpoint = _checkpoint(number)
    name = f"checkpoint-{checkpoint.id}.txt"
    return _file(countersigning.note_of(checkpoint), "text/plain", name)


def consistency() -> ResponseReturnValue:
    """Give the proof that the log of one checkpoint begins the log of another, as a file for the witness."""
    pair = [_checkpoint(request.args.get(name, type=int)) for name in ("old", "new")]
    old, new = sorted(pair, key=lambda one: (one.size, one.id))
    path = service.consistency(old.size, new.size) if old.size else []
    said = {"format": CONSISTENCY, "origin": new.origin, "old": old.size, "new": new.size}
    whole = json.dumps(said | {"path": [step.hex() for step in path]}, indent=1) + "\n"
    return _file(whole, "application/json", f"consistency-{old.id}-{new.id}.json")


def _checkpoint(number: int | None) -> Checkpoint:
    found = db.session.get(Checkpoint, number) if number is not None and number < 2**31 else None
    if found is None:
        raise NotFound
    return found


def _file(text: str, kind: str, name: str) -> Response:
    return send_file(io.BytesIO(text.encode()), mimetype=kind, as_attachment=True, download_name=name)


def sign_log() -> ResponseReturnValue:
    """Sign what the log stands for now; pressed twice, it is signed once."""
    with transaction():
        made = checkpoint_if_grown(keys.installation_key(current_app.config), now=now())
    flash(
        _("Signed. Send the newest file to the witness.") if made else _("Nothing is new since the last."),
        "good",
    )
    return redirect(url_for(".checkpoints"))


def countersign() -> ResponseReturnValue:
    """Take in a checkpoint that a witness has signed."""
    form = CountersignForm()
    if form.sent():
        known = keys.witness_keys(keys.key_folder(current_app.config))
        try:
            with transaction():
                countersigning.countersign(form.words("note"), known, actor=actor(), now=now())
        except RuleBroken as error:
            form.fail("note", say(error.message, **error.params))
        else:
            flash(_("The witness's signature fits. It is kept."), "good")
            return redirect(url_for(".checkpoints"))
    return _signed_page(form, WitnessForm(formdata=None)), 422


def admit_witness() -> ResponseReturnValue:
    """Make a witness's public key known."""
    form = WitnessForm()
    if form.sent():
        try:
            with transaction():
                key = countersigning.admit_witness(form.words("key"), actor=actor(), now=now())
        except RuleBroken as error:
            form.fail("key", say(error.message, **error.params))
        else:
            flash(_("%(name)s is a witness from now on.", name=key.name), "good")
            return redirect(url_for(".checkpoints"))
    return _signed_page(CountersignForm(formdata=None), form), 422
