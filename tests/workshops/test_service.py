"""The town's list of villages, workshops, members and online shops."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.roles import Role
from shop.workshops import service
from shop.workshops.rules import AlreadyMember, BadLink, NameTaken, NobodyThere
from tests import making
from tests.threads import at_once, errors_in


def acts() -> list[str]:
    return list(db.session.scalars(select(Entry.act).order_by(Entry.id)))


def test_before_it_is_named_there_is_no_town(app: Flask) -> None:
    assert service.find_town() is None
    making.a_town("大集镇")
    town = service.find_town()
    assert town is not None
    assert (town.name, town.is_demo) == ("大集镇", False)


def test_villages_and_workshops_have_names_of_their_own(app: Flask) -> None:
    village = making.a_village("Dinglou")
    making.a_workshop("Chunlan", village=village)
    with pytest.raises(NameTaken):
        making.a_village("Dinglou")
    with pytest.raises(NameTaken):
        making.a_workshop("Chunlan", village=village)
    assert acts() == ["village.created", "workshop.created"]


def test_of_several_with_one_name_at_the_same_moment_one_is_there(app: Flask) -> None:
    village_id = making.a_village().id

    def add(_number: int) -> None:
        with transaction():
            village = db.session.get_one(service.Village, village_id)
            service.create_workshop(name="Chunlan", village=village, actor=None, now=now())

    assert [type(error) for error in errors_in(at_once(app, 5, add))] == [NameTaken] * 4
    assert len(service.list_workshops()) == 1


def test_workshops_are_listed_by_village_and_name(app: Flask) -> None:
    for village, names in {"B": ["2", "1"], "A": ["3"]}.items():
        home = making.a_village(village)
        for name in names:
            making.a_workshop(name, village=home)
    assert [(w.village.name, w.name) for w in service.list_workshops()] == [
        ("A", "3"),
        ("B", "1"),
        ("B", "2"),
    ]


def test_who_works_there_finds_the_workshop_and_nobody_else_does(app: Flask) -> None:
    inside, outside = making.a_person(), making.a_person("", *Role)
    workshop = making.a_workshop("Chunlan", inside)
    assert service.workshop_of(workshop.public_id, inside) is workshop
    assert list(service.workshops_of(inside)) == [workshop]
    for public_id in (workshop.public_id, "nothing"):
        with pytest.raises(NotFound):
            service.workshop_of(public_id, outside)
    assert list(service.workshops_of(outside)) == []


@pytest.mark.parametrize(
    ("roles", "keeps"),
    [
        ((), False),
        ((Role.JUROR,), False),
        ((Role.KEEPER,), True),
        ((Role.OFFICER,), True),
        ((Role.ADMINISTRATOR,), True),
    ],
)
def test_members_keepers_and_the_office_keep_its_page_right(
    app: Flask, roles: tuple[Role, ...], keeps: bool
) -> None:
    member, somebody = making.a_person(), making.a_person("", *roles)
    workshop = making.a_workshop("", member)
    assert service.may_keep(workshop, member)
    assert service.may_keep(workshop, somebody) is keeps
    assert not service.may_keep(workshop, None)
    if keeps:
        assert service.workshop_to_keep(workshop.public_id, somebody) is workshop
        return
    with pytest.raises(NotFound):
        service.workshop_to_keep(workshop.public_id, somebody)


def test_a_registered_person_joins_once(app: Flask) -> None:
    person, workshop = making.a_person(phone="13800000001"), making.a_workshop()
    making.join(workshop, person)
    with pytest.raises(AlreadyMember), transaction():
        service.add_member(workshop, phone="+86 138 0000 0001", actor=None, now=now())
    with pytest.raises(NobodyThere), transaction():
        service.add_member(workshop, phone="13800000002", actor=None, now=now())
    assert [member.person for member in workshop.members] == [person]
    entry = db.session.scalars(select(Entry).where(Entry.act == "workshop.member_added")).one()
    assert person.public_id in entry.details_text
    assert "138" not in entry.details_text.replace(person.public_id, "")


def test_a_shop_is_on_the_list_once_per_platform(app: Flask) -> None:
    one, other = making.a_workshop(), making.a_workshop()
    making.an_online_shop(one, "Fans", "taobao")
    making.an_online_shop(other, "Fans", "douyin")
    with pytest.raises(NameTaken):
        making.an_online_shop(other, "Fans", "taobao")
    with pytest.raises(BadLink):
        making.an_online_shop(other, "Skirts", link="javascript:alert(1)")
    assert [shop.name for shop in other.shops] == ["Fans"]


def test_a_closed_shop_stays_on_the_list_with_the_day_it_closed(app: Flask) -> None:
    member = making.a_person()
    workshop = making.a_workshop("", member)
    shop = making.an_online_shop(workshop)
    for _ in range(2):
        with transaction():
            service.close_shop(workshop, shop.public_id, actor=member, now=now())
    assert shop.closed_at is not None
    assert acts().count("shop.closed") == 1
    assert [one.id for one in workshop.shops] == [shop.id]


def test_nobody_closes_another_workshops_shop(app: Flask) -> None:
    member = making.a_person()
    own, shop = making.a_workshop("", member), making.an_online_shop(making.a_workshop())
    with pytest.raises(NotFound), transaction():
        service.close_shop(own, shop.public_id, actor=member, now=now())
    assert making.fresh(shop).closed_at is None


def test_what_a_workshop_says_of_itself_is_kept_and_logged(app: Flask) -> None:
    member = making.a_person()
    workshop = making.a_workshop("", member)
    said = {"brand": "春兰", "about": "Fans", "phone": "0530", "address": "Dinglou 1"}
    with transaction():
        service.edit_workshop(workshop, **said, actor=member, now=now())
    fresh = making.fresh(workshop)
    assert {name: getattr(fresh, name) for name in said} == said
    assert acts()[-1] == "workshop.edited"
