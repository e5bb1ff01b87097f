"""Make the proof of a certificate: one file that shows, without us and offline, what was entered when.

It holds what the certificate states, the salts that open the log's seals, the log's entries about it with
their way up to a signed checkpoint, the checkpoint with all signatures, and the public keys that check them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from shop.audit import keys, service
from shop.audit.countersigning import best_checkpoint, countersignatures_of, note_of
from shop.audit.models import Checkpoint, Entry
from shop.audit.service import record
from shop.audit.upkeep import checkpoint_if_grown
from shop.core.db import db
from shop.core.errors import N_, RuleBroken
from shop.core.roles import Actor
from shop.registry.facts import (
    FIXED,
    FIXED_SEALED,
    SEALED,
    entries_with_facts,
    facts_of,
    salt_of,
    sealed_facts,
)
from shop.registry.models import Design

FORMAT = "design-register-proof/1"
_ENTERED = frozenset({"design.registered", "design.imported"})


class NeverRegistered(RuleBroken):
    """Tell that only what was registered once has a certificate."""

    message = N_("This design was never registered, so there is nothing to certify yet.")


class RecordsDiffer(RuleBroken):
    """Tell that nothing can be certified where register and log disagree."""

    message = N_(
        "The register does not say what the log wrote down of this design: nothing can be certified. "
        "Please call whoever looks after this system."
    )


def settle(design: Design, *, actor: Actor | None, now: datetime) -> list[Entry]:
    """See to it, within the caller's transaction, that log and checkpoint vouch for what we would state.

    Give the entries that do: the one of the registration, and the newest where that is another. Where only
    names or marked parts have changed since, they are written down anew. NeverRegistered, RecordsDiffer.
    """
    if design.registered_at is None:
        raise NeverRegistered
    told = entries_with_facts(design.public_id)
    if not _is_told(design, told, record_anew=False):
        if not _is_told(design, told, record_anew=True):
            raise RecordsDiffer
        about = ("design", design.public_id)
        told.append(record("design.stated", actor=actor, subject=about, now=now, details=facts_of(design)))
    if best_checkpoint(told[-1].id) is None:
        checkpoint_if_grown(keys.installation_key(current_app.config), now=now)
    return _vouching(told[-1])


def vouching_entries(design: Design) -> tuple[list[Entry], Checkpoint] | None:
    """Give what vouches for a design now, without writing anything; None before anybody has settled it."""
    told = entries_with_facts(design.public_id)
    if design.registered_at is None or not _is_told(design, told, record_anew=False):
        return None
    checkpoint = best_checkpoint(told[-1].id)
    return (_vouching(told[-1]), checkpoint) if checkpoint else None


def _is_told(design: Design, told: Sequence[Entry], *, record_anew: bool) -> bool:
    """Tell whether the newest entry says what is so; `record_anew`: or says nothing against it."""
    now_so, newest = facts_of(design), told[-1].details if told else {}
    if not record_anew:
        return all(key in newest and newest[key] == value for key, value in now_so.items())
    seals, said = now_so["sealed"], newest.get("sealed", {})
    assert isinstance(seals, dict)
    plain_fits = all(newest[key] == now_so[key] for key in FIXED if key in newest)
    return plain_fits and all(said[key] == seals[key] for key in FIXED_SEALED if key in said)


def _vouching(newest: Entry) -> list[Entry]:
    """Give the entry of the registration, and the newest where that is another."""
    query = select(Entry).where(Entry.subject_kind == "design", Entry.subject_id == newest.subject_id)
    first = db.session.scalar(query.where(Entry.act.in_(_ENTERED)).order_by(Entry.id).limit(1))
    return [newest] if first in (None, newest) else [first, newest]


def proof_of(design: Design, entries: Sequence[Entry], checkpoint: Checkpoint) -> dict[str, Any]:
    """Give the proof as plain values for a JSON file; hashes and salts in hex."""
    open_now = {key: value for key, value in facts_of(design).items() if key != "sealed"}
    return {
        "format": FORMAT,
        "states": open_now | sealed_facts(design),
        "salts": {key: salt_of(design, key).hex() for key in SEALED},
        "entries": [_proved(entry, checkpoint) for entry in entries],
        "note": note_of(checkpoint),
        "key": _key_of(checkpoint),
        "witness_keys": _signers(checkpoint),
    }


def _proved(entry: Entry, checkpoint: Checkpoint) -> dict[str, Any]:
    proved = service.inclusion(entry, checkpoint.size)
    path = [step.hex() for step in proved.proof]
    return {"entry": proved.text, "salt": proved.salt.hex(), "path": path}


def _key_of(checkpoint: Checkpoint) -> str:
    trusted = keys.trusted_keys(keys.key_folder(current_app.config))
    return next((key.line().strip() for key in trusted if key.key_id == checkpoint.key_id), "")


def _signers(checkpoint: Checkpoint) -> list[str]:
    """Give the public keys of the witnesses who signed this checkpoint."""
    signed = {one.key_id for one in countersignatures_of([checkpoint]).get(checkpoint.id, [])}
    known = keys.witness_keys(keys.key_folder(current_app.config))
    return [key.line().strip() for key in known if key.key_id in signed]


def as_file(proof: dict[str, Any]) -> bytes:
    """Write the proof as ASCII JSON, one thing a line, so that people can read it too."""
    return json.dumps(proof, ensure_ascii=True, indent=1).encode("ascii") + b"\n"
