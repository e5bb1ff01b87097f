"""Keep the words of listings comparable, and find those that look like another workshop's earlier ones.

A find is a hint for people and never holds a listing. Who had the words first is a matter of dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, or_, select
from sqlalchemy.orm import aliased

from shop.audit.service import record
from shop.core.clock import china_day
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.ids import new_public_id
from shop.core.roles import Actor, is_office
from shop.listings.models import Listing, ListingBand, ListingWords, TextHint
from shop.listings.rules import SCREENED, ListingState
from shop.matching import words as engine
from shop.registry.models import Licence
from shop.workshops.ties import check_impartial

MOST_COMPARED = 60  # listings that share most bands
MOST_HINTS = 5  # about one listing; the earliest tell most
MOST_HEARD = 400  # workshops whose words show what the trade says


@dataclass(frozen=True)
class _Find:
    words: ListingWords
    likeness: float
    since: datetime


def keep_words(listing: Listing) -> None:
    """Read the listing's title and description for comparing; words that changed but little stay as old."""
    text = f"{listing.title}\n{listing.about}".strip()
    kept = db.session.get(ListingWords, listing.id, with_for_update=True, populate_existing=True)
    if kept is None:
        kept = ListingWords(listing_id=listing.id, workshop_id=listing.workshop_id, text="", bands=[])
        db.session.add(kept)
    if kept.text == text:
        return
    if kept.since is not None and not _alike(kept.text, text):
        kept.since = None
    kept.text = text
    _keep_bands(kept)


def note_public(listing: Listing, *, now: datetime) -> None:
    """Remember since when everybody can read a listing's words, once it hangs in the catalogue."""
    kept = _kept(listing)
    if listing.state == ListingState.PUBLISHED:
        kept.since = kept.since or now


def _kept(listing: Listing) -> ListingWords:
    """Give a listing's words; read those of one that was listed before words were kept."""
    if db.session.get(ListingWords, listing.id) is None:
        keep_words(listing)
    return db.session.get_one(ListingWords, listing.id)


def _alike(one: str, other: str) -> bool:
    return engine.likeness(one, other) >= engine.COPIED_WORDS


def _keep_bands(kept: ListingWords) -> None:
    """Put the text's bands in the place of those that stand."""
    wanted = sorted(set(engine.bands(engine.sketch(engine.read(kept.text)))))
    if kept.bands:
        mine = and_(ListingBand.band.in_(kept.bands), ListingBand.listing_id == kept.listing_id)
        db.session.execute(delete(ListingBand).where(mine))
    kept.bands = wanted
    db.session.flush()
    if wanted:
        rows = [{"band": band, "listing_id": kept.listing_id} for band in wanted]
        db.session.execute(insert(ListingBand), rows)


def compare_words(listing: Listing, *, now: datetime) -> None:
    """Compare a listing's words with all that everybody could read earlier; keep what is found as hints."""
    note_public(listing, now=now)
    kept = _kept(listing)
    _keep_hints(listing, kept, _finds(kept, kept.since or now)[:MOST_HINTS], now)


def _finds(kept: ListingWords, since: datetime) -> list[_Find]:
    """List other workshops' earlier words that these look like, the earliest first.

    What came later than like words of one's own shop is no find: there the words were at home before.
    """
    trade = _trade() if (near := _near(kept, since)) else engine.Trade()
    found = [_Find(one, engine.likeness(kept.text, one.text, trade), one.since or since) for one in near]
    alike = sorted((f for f in found if f.likeness >= engine.COPIED_WORDS), key=lambda f: f.since)
    home = min((f.since for f in alike if f.words.workshop_id == kept.workshop_id), default=since)
    return [f for f in alike if f.words.workshop_id != kept.workshop_id and f.since < home]


def _near(kept: ListingWords, since: datetime) -> Sequence[ListingWords]:
    """List the earlier words that share most bands with these, the closest first."""
    if not kept.bands:
        return []
    closest = (
        select(ListingBand.listing_id, func.count().label("shared"))
        .join(ListingWords, ListingWords.listing_id == ListingBand.listing_id)
        .where(ListingBand.band.in_(kept.bands), ListingBand.listing_id != kept.listing_id)
        .where(ListingWords.since < since)
        .group_by(ListingBand.listing_id, ListingWords.since)
        .order_by(func.count().desc(), ListingWords.since)
        .limit(MOST_COMPARED)
        .subquery()
    )
    return db.session.scalars(
        select(ListingWords).join(closest, closest.c.listing_id == ListingWords.listing_id)
    ).all()


def _trade() -> engine.Trade:
    """Hear what the trade says: of each workshop, for MOST_HEARD of them, its first and its latest words."""
    ends = select(
        func.min(ListingWords.listing_id).label("first"), func.max(ListingWords.listing_id).label("last")
    )
    some = (
        ends.group_by(ListingWords.workshop_id)
        .order_by(ListingWords.workshop_id.desc())
        .limit(MOST_HEARD)
        .subquery()
    )
    query = select(ListingWords.workshop_id, ListingWords.text).join(
        some, or_(ListingWords.listing_id == some.c.first, ListingWords.listing_id == some.c.last)
    )
    rows = db.session.execute(query.order_by(ListingWords.workshop_id)).all()
    return engine.Trade.of([text for _id, text in own] for _id, own in groupby(rows, key=lambda row: row[0]))


def _keep_hints(listing: Listing, kept: ListingWords, finds: Sequence[_Find], now: datetime) -> None:
    """Keep one hint a find; what is found no more goes, what an officer set aside stays so."""
    standing = {hint.earlier_id: hint for hint in _hints_about(listing)}
    for find in finds:
        hint = standing.pop(find.words.listing_id, None) or TextHint(
            listing_id=listing.id, earlier_id=find.words.listing_id, public_id=new_public_id()
        )
        hint.likeness, hint.found_at = find.likeness, now
        hint.text, hint.earlier_text = kept.text, find.words.text
        shared = engine.shared_passages(hint.text, hint.earlier_text)
        hint.passages = [[*here, *there] for here, there in shared]
        db.session.add(hint)
    for gone in standing.values():
        db.session.delete(gone)
    db.session.flush()


def _hints_about(listing: Listing) -> Sequence[TextHint]:
    return db.session.scalars(select(TextHint).where(TextHint.listing_id == listing.id)).all()


def hints(now: datetime) -> Select[TextHint]:
    """Select the hints of the town that no licence in force explains, about listings that hang or wait.

    A licence from whoever had the words earlier silences them, also towards third shops that use them.
    """
    explained = aliased(TextHint)
    source = aliased(Listing)
    licensed = (
        select(explained.id)
        .join(source, source.id == explained.earlier_id)
        .join(Licence, and_(Licence.maker_id == source.workshop_id, Licence.holder_id == Listing.workshop_id))
        .where(explained.listing_id == TextHint.listing_id, _in_force(now))
    )
    query = select(TextHint).join(Listing, Listing.id == TextHint.listing_id)
    query = query.where(Listing.state.in_(SCREENED), TextHint.set_aside_at.is_(None))
    return query.where(~licensed.correlate(TextHint, Listing).exists())


def _in_force(now: datetime) -> ColumnElement[bool]:
    day = china_day(now)
    return and_(Licence.starts_on <= day, Licence.ends_on >= day, Licence.ended_at.is_(None))


def hints_of(listing: Listing, now: datetime) -> Sequence[TextHint]:
    """List what is to be said about a listing's words, the likest first."""
    query = hints(now).where(TextHint.listing_id == listing.id)
    return db.session.scalars(query.order_by(TextHint.likeness.desc(), TextHint.id)).unique().all()


def hints_between(earlier_id: int, later_id: int, now: datetime) -> Sequence[TextHint]:
    """List what is to be said about two workshops' words, the likest first."""
    source = aliased(Listing)
    query = hints(now).join(source, source.id == TextHint.earlier_id)
    query = query.where(source.workshop_id == earlier_id, Listing.workshop_id == later_id)
    return db.session.scalars(query.order_by(TextHint.likeness.desc(), TextHint.id)).unique().all()


def set_aside(public_id: str, *, actor: Actor, now: datetime) -> TextHint:
    """Let the office say that there is nothing in a hint; StepAside for whoever is tied to a side."""
    hint = db.session.scalar(select(TextHint).where(TextHint.public_id == public_id))
    if hint is None or not is_office(actor):
        raise NotFound
    check_impartial(actor, (hint.listing.workshop_id, hint.earlier.workshop_id))
    if hint.set_aside_at is None:
        hint.set_aside_at, hint.set_aside_by_id = now, actor.id
        subject = ("listing", hint.listing.public_id)
        record("listing.words_set_aside", actor=actor, subject=subject, now=now)
    return hint
