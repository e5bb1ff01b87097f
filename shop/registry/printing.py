"""Print certificates: who may, the count of copies, and the values that a certificate states."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from shop.audit.countersigning import countersignatures_of
from shop.audit.models import Checkpoint, Entry
from shop.audit.service import record
from shop.core.clock import china_day
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.roles import Actor, is_office
from shop.pictures import store
from shop.pictures.regions import marks_on
from shop.pictures.shapes import RegionKind
from shop.registry import proof_file
from shop.registry.certificate import Certificate, Pictured, Voucher
from shop.registry.models import CertificateCopy, Design, DesignPicture, Transfer
from shop.registry.path import lock
from shop.registry.rules.designs import SHOWN_ROLES
from shop.workshops.service import find_town, is_member

_SIZE = "zoom"  # px enough for paper; the paper itself shrinks what is finer


def may_print(design: Design, actor: Actor | None) -> bool:
    """Tell whether this person may print the certificate: its family, the office."""
    return is_member(design.workshop_id, actor) or is_office(actor)


def print_copy(design: Design, *, actor: Actor, now: datetime) -> int:
    """Count one more print of a design's certificate and give its number; the first is 1.

    NotFound for whoever may not; NeverRegistered; RecordsDiffer where register and log disagree.
    """
    if not may_print(design, actor):
        raise NotFound
    lock(design)  # one print after the other
    proof_file.settle(design, actor=actor, now=now)
    last = db.session.scalar(select(func.max(CertificateCopy.number)).where(_of(design)))
    copy = CertificateCopy(
        design_id=design.id, number=(last or 0) + 1, printed_at=now, printed_by_id=actor.id
    )
    db.session.add(copy)
    db.session.flush()
    about = ("design", design.public_id)
    record("certificate.printed", actor=actor, subject=about, now=now, details={"copy": copy.number})
    return copy.number


def copies_of(design: Design) -> list[CertificateCopy]:
    """List the prints of a design's certificate, the newest first."""
    query = select(CertificateCopy).where(_of(design)).order_by(CertificateCopy.number.desc())
    return list(db.session.scalars(query))


def _of(design: Design) -> ColumnElement[bool]:
    return CertificateCopy.design_id == design.id


def certificate_of(design: Design, number: int, *, page_url: str, proof_url: str) -> Certificate:
    """Give the values of one copy of a design's certificate, as things stand now; RecordsDiffer."""
    copy = next((one for one in copies_of(design) if one.number == number), None)
    found = proof_file.vouching_entries(design)
    if copy is None or found is None or design.priority_at is None or design.registered_at is None:
        raise proof_file.RecordsDiffer
    town = find_town()
    return Certificate(
        town=town.name if town else "",
        number=design.number or "",
        version=design.version,
        name=design.name,
        state=design.state,
        workshop=design.workshop.name,
        village=design.workshop.village.name,
        claims=design.claims,
        priority=design.priority_at,
        registered=design.registered_at,
        expires=design.expires_on,
        former=_former(design),
        pictures=_pictures(design),
        voucher=_voucher(design, *found),
        page_url=page_url,
        proof_url=proof_url,
        copy=number,
        printed_at=copy.printed_at,
    )


def _former(design: Design) -> list[tuple[str, str]]:
    query = select(Transfer).where(Transfer.design_id == design.id, Transfer.state == "accepted")
    rows = db.session.scalars(query.order_by(Transfer.ended_at)).unique()
    return [(one.giver.name, china_day(one.ended_at).isoformat()) for one in rows if one.ended_at]


def _pictures(design: Design) -> list[Pictured]:
    marked = marks_on([row.picture_id for row in design.pictures])
    pictures, first = [], 1
    for row in design.pictures:
        claims = [mark for mark in marked.get(row.picture_id, ()) if mark.kind == RegionKind.CLAIM]
        parts = [(mark.words, mark.shape) for mark in claims]
        pictures.append(Pictured(row.picture.sha256, row.role, _jpeg(row), parts, first))
        first += len(parts)
    return pictures


def _jpeg(row: DesignPicture) -> bytes | None:
    """Read a copy of a picture that others may see; proof of making is only named by its hash."""
    if row.role not in SHOWN_ROLES:
        return None
    return store.here().copy_path(row.picture.sha256, _SIZE, "jpg").read_bytes()


def _voucher(design: Design, entries: list[Entry], checkpoint: Checkpoint) -> Voucher:
    below = countersignatures_of([checkpoint]).get(checkpoint.id, [])
    return Voucher(
        entry=entries[-1].id,
        entry_at=entries[-1].at,
        checkpoint=checkpoint.id,
        checkpoint_at=checkpoint.at,
        root=checkpoint.root.hex(),
        origin=checkpoint.origin,
        key_id=checkpoint.key_id,
        witnesses=[one.name for one in below],
        proof=proof_file.as_file(proof_file.proof_of(design, entries, checkpoint)),
    )
