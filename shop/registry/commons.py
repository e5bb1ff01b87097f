"""Keep the commons: folk, relic and institute patterns that everybody may make and nobody may own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from shop.audit.service import record
from shop.core.clock import china
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.ids import new_public_id
from shop.core.jobs import ask_for
from shop.core.numbering import next_number
from shop.core.roles import Actor
from shop.core.search import has_words
from shop.pictures.models import Picture
from shop.pictures.service import review_public, showcase
from shop.registry.models import CommonsPattern, CommonsPicture
from shop.registry.rules.applying import check_count
from shop.registry.rules.commons import CommonsKind, NeedsRetiringReason, RetiredAlready, check_credit

COMPARE_PATTERN = "compare-pattern"  # the long work of holding a new pattern against the register


@dataclass(frozen=True)
class Pattern:
    """What the office says of a pattern; `credit` is how an institute is to be named."""

    name: str
    kind: CommonsKind
    source: str
    about: str = ""
    credit: str = ""


def enter_pattern(
    said: Pattern, pictures: Sequence[Picture], *, actor: Actor | None, now: datetime
) -> CommonsPattern:
    """Enter a pattern into the commons. NeedsCredit; NeedsPhotos or TooManyPhotos."""
    check_count(len(pictures))
    check_credit(said.kind, said.credit)
    year = china(now).year
    pattern = CommonsPattern(
        public_id=new_public_id(),
        number=f"P{year}-{next_number(f'commons-{year}'):03d}",
        name=said.name,
        kind=said.kind,
        source=said.source,
        about=said.about,
        credit=said.credit if said.kind is CommonsKind.INSTITUTE else "",
        created_at=now,
        created_by_id=actor.id if actor else None,
        pictures=[CommonsPicture(picture=one, position=place) for place, one in enumerate(pictures)],
    )
    db.session.add(pattern)
    review_public(pictures)
    ask_for(COMPARE_PATTERN, pattern.public_id, now=now)
    _record("commons.entered", pattern, actor, now)
    return pattern


def retire_pattern(pattern: CommonsPattern, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a pattern back: it is compared no more; its page stays, and says why."""
    db.session.refresh(pattern, ["retired_at"], with_for_update=True)
    if pattern.retired_at is not None:
        raise RetiredAlready
    if not reason:
        raise NeedsRetiringReason
    pattern.retired_at, pattern.retired_reason = now, reason
    db.session.flush()
    _record("commons.retired", pattern, actor, now)


def _record(act: str, pattern: CommonsPattern, actor: Actor | None, now: datetime) -> None:
    hashes = [row.picture.sha256 for row in pattern.pictures]
    details = {"number": pattern.number, "kind": str(pattern.kind), "pictures": hashes}
    record(act, actor=actor, subject=("commons", pattern.public_id), now=now, details=details)


def get_pattern(public_id: str) -> CommonsPattern:
    """Give a pattern, also one that was taken back: everybody may read both."""
    pattern = db.session.scalar(_whole().where(CommonsPattern.public_id == public_id))
    if pattern is None:
        raise NotFound
    return pattern


def patterns(words: str = "", kind: str = "", *, retired: bool = False) -> Select[CommonsPattern]:
    """Select the patterns that stand (or those taken back), by words and by kind."""
    stands = CommonsPattern.retired_at.is_not(None) if retired else CommonsPattern.retired_at.is_(None)
    query = _whole().where(stands)
    if kind:
        query = query.where(CommonsPattern.kind == kind)
    columns = (CommonsPattern.name, CommonsPattern.number, CommonsPattern.source, CommonsPattern.about)
    return query.where(*has_words(words, *columns))


def _whole() -> Select[CommonsPattern]:
    pictures = selectinload(CommonsPattern.pictures).joinedload(CommonsPicture.picture)
    return select(CommonsPattern).options(pictures)


def commons_pictures() -> Select[int]:
    """Select the ids of the pictures that stand in the commons."""
    query = select(CommonsPicture.picture_id).join(CommonsPattern)
    return query.where(CommonsPattern.retired_at.is_(None))


@showcase
def _shown_among_commons(picture_id: int) -> Select[int]:
    """Select where the commons show a picture to everybody; a pattern taken back keeps its page."""
    return select(CommonsPicture.id).where(CommonsPicture.picture_id == picture_id)
