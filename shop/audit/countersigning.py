"""Take in what a second party signed: a witness that the log stood so, on that day, outside this house.

The county or a village committee has a key of its own. Which keys are witnesses' is kept as files in the key
folder (`witness-<key id>.pub`), and not in the database: whoever holds the database must not appoint them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from shop.audit.keys import add_witness, key_folder
from shop.audit.models import Checkpoint, Countersignature
from shop.audit.note import PublicKey, Signature, Statement, read_note, write_note
from shop.audit.service import record
from shop.core.db import db
from shop.core.errors import N_, RuleBroken
from shop.core.roles import Actor

OVERDUE = timedelta(days=40)  # the county comes once a month


class WrongLog(RuleBroken):
    """Tell that a note is about another log."""

    message = N_("This note is about another log: %(origin)s. Choose the note that was made from ours.")


class UnknownCheckpoint(RuleBroken):
    """Tell that we never made such a checkpoint."""

    message = N_("We have no checkpoint %(number)s. Choose the note that was made from ours.")


class ChangedNote(RuleBroken):
    """Tell that a note does not say what our checkpoint says."""

    message = N_(
        "This note does not say what our checkpoint %(number)s says. If the witness did sign it so, then our "
        "log was changed: keep the file, and call the county."
    )


class NobodySigned(RuleBroken):
    """Tell that no second signature stands under a note."""

    message = N_("Nobody but us has signed this note. Send it to the witness first; they add their line.")


class UnknownWitness(RuleBroken):
    """Tell that a signature is from nobody we know as a witness."""

    message = N_(
        "No witness known here has signed this note. Let the administrator enter the witness's public key "
        "first."
    )


class BadSignature(RuleBroken):
    """Tell that a witness's line does not belong under this note."""

    message = N_("The signature of %(name)s does not fit this note: the file was changed. Ask for it again.")


class OldNote(RuleBroken):
    """Tell that a witness has signed something newer since."""

    message = N_("%(name)s has signed checkpoint %(newer)s already: this older one adds nothing.")


def admit_witness(line: str, *, actor: Actor | None, now: datetime) -> PublicKey:
    """Make a witness's public key known to this installation; NotANote, OwnKey."""
    key = add_witness(key_folder(current_app.config), line)
    record("witness.admitted", actor=actor, subject=("witness", key.key_id), now=now)
    return key


def countersign(
    text: str, witnesses: Sequence[PublicKey], *, actor: Actor | None, now: datetime
) -> list[Countersignature]:
    """Keep the signatures of witnesses under a note of ours; a line that we hold already changes nothing.

    NotANote, WrongLog, UnknownCheckpoint, ChangedNote, NobodySigned, UnknownWitness, BadSignature, OldNote.
    """
    said, signatures = read_note(text)
    checkpoint = _ours(said)
    others = [one for one in signatures if one.key_id != checkpoint.key_id]
    if not others:
        raise NobodySigned
    known = {key.key_id: key for key in witnesses}
    lines = [one for one in others if one.key_id in known]
    if not lines:
        raise UnknownWitness
    for line in lines:
        if known[line.key_id].name != line.name or not known[line.key_id].signed(said.text(), line.raw):
            raise BadSignature(name=line.name)
    return [_keep(checkpoint, line, actor, now) for line in lines]


def _ours(said: Statement) -> Checkpoint:
    """Give our checkpoint that a note is about."""
    newest = db.session.scalar(select(Checkpoint).order_by(Checkpoint.id.desc()).limit(1))
    if newest is not None and newest.origin != said.origin:
        raise WrongLog(origin=said.origin)
    checkpoint = db.session.get(Checkpoint, said.number)
    if checkpoint is None:
        raise UnknownCheckpoint(number=said.number)
    if checkpoint.statement != said:
        raise ChangedNote(number=said.number)
    return checkpoint


def _keep(checkpoint: Checkpoint, line: Signature, actor: Actor | None, now: datetime) -> Countersignature:
    newer, held = _held(line.key_id, checkpoint.id)
    if held is not None:
        return held
    if newer > checkpoint.id:
        raise OldNote(name=line.name, newer=newer)
    row = Countersignature(
        checkpoint_id=checkpoint.id, name=line.name, key_id=line.key_id, signature=line.raw, received_at=now
    )
    db.session.add(row)
    db.session.flush()
    about = ("checkpoint", str(checkpoint.id))
    record("checkpoint.countersigned", actor=actor, subject=about, now=now, details={"key": line.key_id})
    return row


def _held(key_id: str, checkpoint_id: int) -> tuple[int, Countersignature | None]:
    """Give the newest checkpoint that a key has signed (0 for none), and its signature under this one."""
    theirs = Countersignature.key_id == key_id
    newest = db.session.scalar(select(func.max(Countersignature.checkpoint_id)).where(theirs))
    this = Countersignature.checkpoint_id == checkpoint_id
    return newest or 0, db.session.scalar(select(Countersignature).where(theirs, this))


def countersignatures_of(checkpoints: Sequence[Checkpoint]) -> dict[int, list[Countersignature]]:
    """List the signatures of witnesses under each of these checkpoints, by its number."""
    ids = [one.id for one in checkpoints]
    query = select(Countersignature).where(Countersignature.checkpoint_id.in_(ids))
    found: dict[int, list[Countersignature]] = {}
    for row in db.session.scalars(query.order_by(Countersignature.id)):
        found.setdefault(row.checkpoint_id, []).append(row)
    return found


def note_of(checkpoint: Checkpoint) -> str:
    """Give a checkpoint as a text to keep elsewhere: our signature, and below it every witness's line."""
    lines = [Signature(checkpoint.origin, checkpoint.key_id, checkpoint.signature)]
    below = countersignatures_of([checkpoint]).get(checkpoint.id, [])
    lines += [Signature(one.name, one.key_id, one.signature) for one in below]
    return write_note(checkpoint.statement, *lines)


def witnessed_at() -> datetime | None:
    """Give when a witness's signature last came; None before the first."""
    return db.session.scalar(select(func.max(Countersignature.received_at)))


def is_overdue(now: datetime) -> bool:
    """Tell whether no witness has looked for too long."""
    last = witnessed_at()
    return last is None or now - last > OVERDUE


def best_checkpoint(covering: int) -> Checkpoint | None:
    """Find the checkpoint that proves an entry best: the newest that a witness signed, else the newest."""
    counts = select(Checkpoint).where(Checkpoint.size > covering).order_by(Checkpoint.id.desc()).limit(1)
    witnessed = counts.where(Checkpoint.id.in_(select(Countersignature.checkpoint_id)))
    return db.session.scalar(witnessed) or db.session.scalar(counts)
