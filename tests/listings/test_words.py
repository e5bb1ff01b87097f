"""Keep words comparable, find copied ones, and say so only where it helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from bench.words.texts import TEXTS
from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.listings.models import Listing, ListingBand, ListingWords, TextHint
from shop.listings.rules import ListingState
from shop.listings.service import note_edit, withdraw
from shop.listings.words import MOST_HINTS, compare_words, hints_of
from shop.matching.words import BANDS
from shop.workshops.models import Workshop
from tests.listings.making import changed, edit_address, list_costume
from tests.making import a_draft, a_licence, a_listing, a_person, a_picture, a_workshop, publish_again

SAME_ON_BOTH = True

ORIGINAL, COPY = "yangge-peony", "copy-peony"
SignIn = Callable[[Any], FlaskClient]
pytestmark = pytest.mark.usefixtures("app")


def saying(workshop: Workshop, name: str, **values: Any) -> Listing:
    """List a costume in the words of a made-up text."""
    title, _line, about = TEXTS[name].partition("\n")
    return a_listing(workshop, title, about=about, **values)


def rewrite(listing: Listing, text: str, *, workshop_member: Any) -> None:
    with transaction():
        listing.title, _line, listing.about = text.partition("\n")
        note_edit(listing, actor=workshop_member, now=now())
    if listing.state in (ListingState.PUBLISHED, ListingState.SUSPECTED):
        publish_again(listing)


def hints_about(listing: Listing) -> list[TextHint]:
    db.session.rollback()
    return list(hints_of(listing, now()))


def test_copied_words_leave_a_hint_and_the_listing_hangs_all_the_same() -> None:
    first, second = saying(a_workshop(), ORIGINAL), saying(a_workshop(), COPY)
    (hint,) = hints_about(second)
    assert (hint.earlier_id, second.state) == (first.id, ListingState.PUBLISHED)
    assert 0.5 <= hint.likeness <= 1
    assert any(marked and "领口滚金边" in piece for piece, marked in hint.sides[0])
    assert "".join(piece for piece, _marked in hint.sides[1]) == TEXTS[ORIGINAL]
    assert hints_about(first) == []


def test_honest_neighbours_get_no_hint() -> None:
    listings = [
        saying(a_workshop(), name) for name in ("yangge-peony", "yangge-fan", "yangge-cloud", "kids-tibet")
    ]
    assert [hints_about(listing) for listing in listings] == [[], [], [], []]


def test_a_workshop_may_repeat_itself() -> None:
    ours = a_workshop()
    saying(ours, ORIGINAL)
    assert hints_about(saying(ours, COPY)) == []


def test_a_maker_who_repeats_her_own_words_copies_nobody_who_copied_them_meanwhile() -> None:
    maker, copier = a_workshop(), a_workshop()
    saying(maker, ORIGINAL)
    saying(copier, COPY)
    assert hints_about(saying(maker, ORIGINAL)) == []


def test_words_that_nobody_could_read_yet_cannot_have_been_copied() -> None:
    title, _line, about = TEXTS[ORIGINAL].partition("\n")
    draft = a_draft(a_workshop(), title, about=about, pictures=[a_picture(a_workshop())])
    second = saying(a_workshop(), COPY)
    assert hints_about(second) == []
    publish_again(draft)
    assert [hint.earlier_id for hint in hints_about(draft)] == [second.id]


def test_words_of_a_withdrawn_costume_were_read_before() -> None:
    member = a_person()
    first = saying(a_workshop("", member), ORIGINAL)
    with transaction():
        withdraw(first, actor=member, now=now())
    assert [hint.earlier_id for hint in hints_about(saying(a_workshop(), COPY))] == [first.id]


def test_a_small_change_leaves_words_as_old_as_they_are() -> None:
    member = a_person()
    first = saying(a_workshop("", member), ORIGINAL)
    second = saying(a_workshop(), COPY)
    rewrite(first, TEXTS[ORIGINAL].replace("三年", "四年") + "新到一批。", workshop_member=member)
    assert hints_about(first) == []
    assert [hint.earlier_id for hint in hints_about(second)] == [first.id]


def test_new_words_are_as_young_as_the_change() -> None:
    member = a_person()
    first = saying(a_workshop("", member), "kids-dai")
    other = saying(a_workshop(), ORIGINAL)
    rewrite(first, TEXTS[COPY], workshop_member=member)
    assert [hint.earlier_id for hint in hints_about(first)] == [other.id]


def test_words_of_ones_own_end_the_hint() -> None:
    member = a_person()
    saying(a_workshop(), ORIGINAL)
    second = saying(a_workshop("", member), COPY)
    rewrite(second, TEXTS["kids-dai"], workshop_member=member)
    assert hints_about(second) == []
    assert db.session.scalar(select(func.count()).select_from(TextHint)) == 0


def test_any_licence_in_force_silences_it_and_its_end_lets_it_speak() -> None:
    maker, holder = a_workshop(), a_workshop()
    saying(maker, ORIGINAL)
    second = saying(holder, COPY)
    a_licence(maker, holder, covers_photos=False)
    assert hints_about(second) == []
    assert len(hints_of(second, now() + timedelta(days=400))) == 1


def test_a_licence_of_another_maker_or_another_time_silences_nothing() -> None:
    maker, holder, stranger = a_workshop(), a_workshop(), a_workshop()
    saying(maker, ORIGINAL)
    second = saying(holder, COPY)
    past = china_day(now()) - timedelta(days=10)
    a_licence(maker, holder, starts_on=past, ends_on=past + timedelta(days=3))
    a_licence(stranger, holder)
    a_licence(holder, maker)
    assert len(hints_about(second)) == 1


def test_whoever_holds_the_makers_licence_is_not_held_against_other_copiers() -> None:
    maker, copier, holder = a_workshop(), a_workshop(), a_workshop()
    saying(maker, ORIGINAL)
    saying(copier, COPY)
    a_licence(maker, holder)
    assert hints_about(saying(holder, ORIGINAL)) == []


def test_of_many_the_earliest_are_kept() -> None:
    first = saying(a_workshop(), ORIGINAL)
    for _ in range(MOST_HINTS + 1):
        last = saying(a_workshop(), COPY)
    found = hints_about(last)
    assert len(found) <= MOST_HINTS
    assert first.id in {hint.earlier_id for hint in found}


def test_checking_again_changes_nothing() -> None:
    saying(a_workshop(), ORIGINAL)
    second = saying(a_workshop(), COPY)
    before = [(hint.public_id, hint.passages) for hint in hints_about(second)]
    publish_again(second)
    assert [(hint.public_id, hint.passages) for hint in hints_about(second)] == before != []


def test_a_listing_of_the_time_before_words_were_kept_is_read_when_it_is_checked() -> None:
    saying(a_workshop(), ORIGINAL)
    second = saying(a_workshop(), COPY)
    with transaction():
        for row in (
            *db.session.scalars(select(TextHint)),
            *db.session.scalars(select(ListingBand).where(ListingBand.listing_id == second.id)),
        ):
            db.session.delete(row)
        db.session.delete(db.session.get_one(ListingWords, second.id))
    publish_again(second)
    assert len(hints_about(second)) == 1


@pytest.mark.parametrize("about", ["", "🐦" * 500, "哈" * 2000, "一套齐全，团体可定做，七天内发货。" * 20])
def test_what_says_nothing_is_kept_without_bands_and_found_by_nobody(about: str) -> None:
    listings = [a_listing(a_workshop(), "红色演出服", about=about) for _ in range(2)]
    assert [hints_about(listing) for listing in listings] == [[], []]
    assert db.session.scalar(select(func.count()).select_from(ListingBand)) == 0


def test_bands_follow_the_words() -> None:
    member = a_person()
    listing = saying(a_workshop("", member), ORIGINAL)
    rewrite(listing, TEXTS["kids-dai"], workshop_member=member)
    rows = set(db.session.scalars(select(ListingBand.band).where(ListingBand.listing_id == listing.id)))
    assert rows == set(db.session.get_one(ListingWords, listing.id).bands)
    assert 1 < len(rows) <= BANDS


def test_the_owner_reads_a_kind_word_when_editing_and_nothing_elsewhere(sign_in: SignIn) -> None:
    member = a_person()
    shop = a_workshop("", member)
    maker = a_workshop("Chunlan Costumes")
    saying(maker, ORIGINAL)
    listing = saying(shop, COPY)
    edit = sign_in(member).get(edit_address(listing)).text
    assert "words of your own sell better" in edit
    assert "Chunlan" not in edit
    page = sign_in(member).get(f"/costumes/{listing.public_id}").text
    assert "look like those of" not in page and "Chunlan" not in page


def test_the_office_sees_both_texts_with_what_they_share(sign_in: SignIn) -> None:
    saying(a_workshop("Chunlan Costumes"), ORIGINAL)
    listing = saying(a_workshop(), COPY)
    address = f"/costumes/{listing.public_id}"
    page = sign_in(a_person("", Role.OFFICER)).get(address).text
    assert "The words look like those of Chunlan Costumes" in page
    assert page.count("<mark>") >= 8
    for stranger in (a_person(), a_person("", Role.JUROR), a_person("", Role.KEEPER)):
        assert "look like those of" not in sign_in(stranger).get(address).text


def test_marks_are_written_safely(sign_in: SignIn) -> None:
    nasty = "<script>alert(1)</script>" + TEXTS[ORIGINAL]
    for _ in range(2):
        listing = a_listing(a_workshop(), "牡丹", about=nasty)
    page = sign_in(a_person("", Role.OFFICER)).get(f"/costumes/{listing.public_id}").text
    assert "<script>alert" not in page
    assert "<mark>" in page


def test_a_costume_listed_through_the_form_is_read_too(sign_in: SignIn) -> None:
    saying(a_workshop(), ORIGINAL)
    member = a_person()
    shop = a_workshop("", member)
    title, _line, about = TEXTS[COPY].partition("\n")
    photo = a_picture(shop).public_id
    answer = list_costume(sign_in(member), shop, title=title, about=about, photo_ids=[photo], photos=[])
    assert answer.status_code == 302
    listing = db.session.scalars(select(Listing).where(Listing.workshop_id == shop.id)).one()
    assert len(hints_about(listing)) == 1
    sent = sign_in(member).post(
        edit_address(listing), data=changed(listing, about=TEXTS["kids-dai"], title="孔雀")
    )
    assert sent.status_code == 302
    assert hints_about(listing) == []


def test_looking_for_like_words_asks_the_database_as_often_in_a_large_town(app: Flask) -> None:
    counted = []
    saying(a_workshop(), ORIGINAL)
    for others in (1, 8):
        for _ in range(others):
            saying(a_workshop(), "kids-dai")
        last = saying(a_workshop(), COPY)
        asked: list[str] = []
        with listening(asked), transaction():
            compare_words(db.session.get_one(Listing, last.id), now=now())
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 12


@contextmanager
def listening(asked: list[str]) -> Iterator[None]:
    """Write down what the database is asked."""

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
