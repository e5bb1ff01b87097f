"""Hold the catalogue against the register without end; what is found takes nothing down, people decide."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from shop.audit.models import Entry
from shop.cases.service import decide
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.jobs import Job, ask_for
from shop.core.roles import Role
from shop.core.running import SILENT, open_house, run_all, run_piece
from shop.listings import monitoring, service
from shop.listings.models import Listing, Suspicion
from shop.listings.monitoring import COMPARE_ALL, compare_everything
from shop.listings.screening import publish
from shop.messages.models import Message
from shop.pictures import index, store
from shop.pictures.models import StoredFingerprint
from shop.registry import path
from shop.registry.models import Design
from shop.registry.path import COMPARE_DESIGN
from shop.registry.priority import decide as agree
from shop.registry.priority import propose
from shop.registry.rules import DesignAct
from shop.registry.rules.priority import ChangeAct
from shop.registry.screening import screen
from shop.workshops.models import Workshop
from tests.making import (
    a_design,
    a_draft,
    a_licence,
    a_listing,
    a_person,
    a_picture,
    a_workshop,
    an_application,
    fresh,
    publish_again,
)
from tests.registry.making import copy_bytes


def registered(seed: int = 1, *members: Any) -> Design:
    maker = a_workshop("", *members)
    return a_design(maker, "牡丹扇", pictures=[a_picture(maker, seed=seed)])


def overlooked(copier: Workshop, seed: int = 1, *, same: bool = False) -> Listing:
    """List a copied photo as an older engine would have let it pass: it found nothing."""
    picture = a_picture(copier, seed=seed) if same else a_picture(copier, data=copy_bytes(seed))
    listing = a_draft(copier, "仿牡丹扇", pictures=[picture])
    with transaction():
        publish(listing, screen([]), actor=None, now=now())
    return listing


def asked_for_everything() -> None:
    with transaction():
        compare_everything(now=now())


def suspicions() -> list[Suspicion]:
    db.session.rollback()
    return list(db.session.scalars(select(Suspicion).order_by(Suspicion.id)).unique())


def kinds_for(person: Any) -> list[str]:
    query = select(Message.kind).where(Message.person_id == person.id, Message.kind.startswith("suspicion"))
    return list(db.session.scalars(query.order_by(Message.id)))


def test_a_design_that_is_admitted_finds_what_was_listed_meanwhile_and_takes_nothing_down(app: Flask) -> None:
    first, second, third = registered(), a_workshop(), a_workshop()
    later = an_application(second, pictures=[a_picture(second, data=copy_bytes(1))])
    assert later.state == "screened"
    a_licence(first.workshop, third)
    listing = a_listing(third, pictures=[a_picture(third, seed=1)])
    run_all(now())
    assert (listing.state, suspicions()) == ("published", [])
    with transaction():
        path.move(later, DesignAct.ADMIT, now=now())
    run_all(now())
    (suspicion,) = suspicions()
    assert (suspicion.likeness.design.id, suspicion.state, suspicion.licence) == (later.id, "open", "none")
    assert fresh(listing).state == "published"


def test_what_an_older_engine_overlooked_is_found_and_both_families_are_told(app: Flask) -> None:
    li, wang = a_person(), a_person()
    design = registered(1, li)
    listing = overlooked(a_workshop("", wang))
    a_listing(a_workshop())
    asked_for_everything()
    run_all(now())
    (suspicion,) = suspicions()
    assert (suspicion.listing.id, suspicion.likeness.design.id) == (listing.id, design.id)
    assert fresh(listing).state == "published" and listing.pictures[0].picture.is_public
    assert (kinds_for(wang), kinds_for(li)) == (["suspicion.hangs"], ["suspicion.of_yours"])
    acts = db.session.scalars(select(Entry.act).where(Entry.subject_id == suspicion.public_id)).all()
    assert acts == ["suspicion.raised"]
    job = db.session.scalars(select(Job).where(Job.kind == COMPARE_ALL)).one()
    assert (job.state, job.done, job.total) == ("done", 2, 2)


def test_comparing_again_and_again_raises_nothing_twice(app: Flask) -> None:
    li = a_person()
    design = registered(1, li)
    overlooked(a_workshop())
    for _turn in range(2):
        asked_for_everything()
        with transaction():
            ask_for(COMPARE_DESIGN, design.public_id, now=now())
        run_all(now())
    assert len(suspicions()) == 1
    assert kinds_for(li) == ["suspicion.of_yours"]


def test_a_restart_in_the_middle_comes_to_the_same_and_doubles_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "PIECE", 1)
    people = [a_person() for _ in range(4)]
    registered()
    for person in people:
        overlooked(a_workshop("", person))
    asked_for_everything()
    while (db.session.scalar(select(Job.done).where(Job.kind == COMPARE_ALL)) or 0) < 2:
        assert run_piece(now())
    whole = monitoring._question_listings

    def dies_after_writing(*args: Any) -> None:
        whole(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(monitoring, "_question_listings", dies_after_writing)
    with pytest.raises(KeyboardInterrupt):
        run_piece(now())
    monkeypatch.setattr(monitoring, "_question_listings", whole)
    db.session.rollback()
    index._indexes.clear()  # as in a new process
    run_all(now() + SILENT)
    assert len(suspicions()) == 4
    assert [kinds_for(person) for person in people] == [["suspicion.hangs"]] * 4
    job = db.session.scalars(select(Job).where(Job.kind == COMPARE_ALL)).one()
    assert (job.state, job.done, job.total) == ("done", 4, 4)


def test_a_pair_that_people_called_no_copy_never_returns_however_it_is_found(app: Flask) -> None:
    design, copier, officer = registered(), a_workshop(), a_person("", Role.OFFICER)
    listing = overlooked(copier)
    asked_for_everything()
    run_all(now())
    with transaction():
        decide(suspicions()[0], is_copy=False, reason="各拍各的", actor=officer, now=now())
    asked_for_everything()
    with transaction():
        ask_for(COMPARE_DESIGN, design.public_id, now=now())
    run_all(now())
    again = a_listing(copier, "换个名字", pictures=[listing.pictures[0].picture])
    asked_for_everything()
    run_all(now())
    assert [one.state for one in suspicions()] == ["not-a-copy"]
    assert (fresh(listing).state, again.state) == ("published", "published")


def test_the_makers_own_listing_a_licensed_one_and_an_earlier_one_are_left_alone(app: Flask) -> None:
    early = a_workshop()
    first = a_listing(early, pictures=[a_picture(early, data=copy_bytes(1))])
    design, reseller = registered(), a_workshop()
    assert design.state == "screened"
    with transaction():
        path.move(design, DesignAct.ADMIT, now=now())
    a_licence(design.workshop, reseller)
    overlooked(reseller)
    overlooked(design.workshop)
    asked_for_everything()
    run_all(now())
    assert suspicions() == []
    assert fresh(first).state == "published"


def test_what_people_call_a_copy_leaves_the_catalogue_then(app: Flask) -> None:
    registered()
    listing, officer = overlooked(a_workshop()), a_person("", Role.OFFICER)
    asked_for_everything()
    run_all(now())
    with transaction():
        decide(suspicions()[0], is_copy=True, reason="同一张照片", actor=officer, now=now())
    assert fresh(listing).state == "withdrawn" and not listing.pictures[0].picture.is_public


def test_while_people_look_a_new_price_takes_nothing_down_but_another_copied_photo_does(app: Flask) -> None:
    registered(1)
    registered(2)
    copier = a_workshop()
    listing = overlooked(copier)
    asked_for_everything()
    run_all(now())
    assert len(publish_again(listing)) == 1
    assert fresh(listing).state == "published"
    copied = a_picture(copier, data=copy_bytes(2))
    with transaction():
        service.set_pictures(listing, [listing.pictures[0].picture, copied])
    publish_again(listing)
    assert fresh(listing).state == "suspected"


def test_a_licence_that_comes_settles_what_hangs_the_next_day(app: Flask) -> None:
    design, copier = registered(), a_workshop()
    overlooked(copier)
    asked_for_everything()
    run_all(now())
    a_licence(design.workshop, copier)
    run_all(now() + timedelta(days=1))
    assert [one.state for one in suspicions()] == ["settled"]


def test_a_new_engine_compares_everything_once(app: Flask) -> None:
    registered()
    overlooked(a_workshop())
    open_house(now())
    run_all(now())
    assert len(suspicions()) == 1
    open_house(now())
    waiting = db.session.scalars(select(Job.kind).where(Job.state == "waiting")).all()
    assert COMPARE_ALL not in waiting


def test_where_one_photo_hangs_in_many_shops_the_whole_catalogue_is_gone_through(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "CROWDED", 3)
    design = registered()
    for _shop in range(3):
        overlooked(a_workshop(), same=True)
    with transaction():
        ask_for(COMPARE_DESIGN, design.public_id, now=now())
    run_all(now())
    assert len(suspicions()) == 3
    assert (
        db.session.scalar(select(Job.state).where(Job.key == design.public_id, Job.kind == COMPARE_ALL))
        == "done"
    )


def test_a_photo_whose_files_are_gone_does_not_keep_the_others_from_being_compared(app: Flask) -> None:
    registered()
    lost = overlooked(a_workshop())
    overlooked(a_workshop())
    picture = lost.pictures[0].picture
    for path_ in (store.here().copy_path(picture.sha256, size, "webp") for size in ("list", "page", "zoom")):
        path_.unlink(missing_ok=True)
    with transaction():
        db.session.execute(delete(StoredFingerprint).where(StoredFingerprint.picture_id == picture.id))
    asked_for_everything()
    run_all(now())
    assert [one.listing.id != lost.id for one in suspicions()] == [True]


def test_the_command_line_lists_what_waits_and_does_it(app: Flask) -> None:
    registered()
    overlooked(a_workshop())
    runner = app.test_cli_runner()
    assert "waits now" in runner.invoke(args=["jobs", "compare-all"]).output
    listed = runner.invoke(args=["jobs", "list"]).output
    assert "waiting" in listed and COMPARE_ALL in listed and COMPARE_DESIGN in listed
    assert "Done:" in runner.invoke(args=["jobs", "run"]).output
    assert runner.invoke(args=["jobs", "list"]).output == "Nothing waits.\n"
    assert len(suspicions()) == 1


def test_when_the_date_of_a_design_is_moved_back_what_was_earlier_is_looked_at(app: Flask) -> None:
    early, maker = a_workshop(), a_workshop()
    a_listing(early, pictures=[a_picture(early, seed=1)])
    design = an_application(maker, pictures=[a_picture(maker, data=copy_bytes(1))])
    one, other = a_person("", Role.OFFICER), a_person("", Role.OFFICER)
    with transaction():
        path.move(design, DesignAct.ADMIT, now=now())
    run_all(now())
    assert suspicions() == []
    with transaction():
        proposed = propose(
            design, new_at=design.priority_at - timedelta(days=9), reason="订单为证", actor=one, now=now()
        )
    with transaction():
        agree(proposed, ChangeAct.APPROVE, actor=other, now=now())
    run_all(now())
    assert [one.likeness.design.id for one in suspicions()] == [design.id]
