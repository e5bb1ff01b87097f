"""Creating people, knowing them again, giving them tasks."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from shop.accounts import service
from shop.accounts.models import Person, PersonRole
from shop.accounts.rules import LastAdministrator, PhoneTaken, WeakPassword, WrongPassword, WrongSignIn
from shop.audit.models import Entry
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotAllowed, NotFound
from shop.core.roles import Role
from tests import making
from tests.making import PASSWORD
from tests.threads import at_once, errors_in


def acts() -> list[str]:
    return list(db.session.scalars(select(Entry.act).order_by(Entry.id)))


def create(phone: str, actor: Person | None = None, *roles: Role) -> tuple[Person, str]:
    with transaction():
        return service.create_person(name="Li", phone=phone, roles=roles, actor=actor, now=now())


def change_roles(person: Person, actor: Person, *roles: Role) -> None:
    with transaction():
        service.change_roles(person, roles, actor=actor, now=now())


def test_a_person_signs_in_with_the_first_password_and_must_change_it(app: Flask) -> None:
    person, first = create("138 0000 0001")
    assert service.check_sign_in("+8613800000001", first) is person
    assert person.must_change_password
    assert person.roles == {Role.VILLAGER}
    assert acts() == ["person.created"]


def test_the_password_itself_is_kept_nowhere(app: Flask) -> None:
    person, first = create("13800000001")
    assert person.password_hash.startswith("$argon2id$")
    assert first not in str([vars(row) for row in db.session.scalars(select(Entry))])


def test_a_phone_number_belongs_to_one_person_however_it_is_written(app: Flask) -> None:
    create("13800000001")
    with pytest.raises(PhoneTaken):
        create("+86 138-0000-0001")
    assert len(service.list_people()) == 1


def test_of_several_who_register_one_number_at_once_one_wins_and_the_rest_hear_why(app: Flask) -> None:
    results = at_once(app, 5, lambda _n: create("13800000001")[0].id)
    assert [type(error) for error in errors_in(results)] == [PhoneTaken] * 4
    assert len(service.list_people()) == 1


@pytest.mark.parametrize(
    ("phone", "password"), [("13800000001", "wrong"), ("13800000002", PASSWORD), ("nobody", PASSWORD)]
)
def test_a_wrong_phone_and_a_wrong_password_sound_the_same(app: Flask, phone: str, password: str) -> None:
    making.a_person("Li", phone="13800000001")
    with pytest.raises(WrongSignIn) as caught:
        service.check_sign_in(phone, password)
    assert str(caught.value) == WrongSignIn.message


def test_a_closed_account_neither_signs_in_nor_keeps_its_session(app: Flask) -> None:
    person = making.a_person(phone="13800000001")
    kept = person.get_id()
    assert service.load_session(kept) is person
    with transaction():
        person.closed_at = now()
    assert service.load_session(kept) is None
    with pytest.raises(WrongSignIn):
        service.check_sign_in("13800000001", PASSWORD)


@pytest.mark.parametrize("kept", ["", ".", "x", "1", "999999.abc", "1.wrong", "-1.x", "None.None"])
def test_a_session_that_names_nobody_is_nobodys(app: Flask, kept: str) -> None:
    making.a_person()
    assert service.load_session(kept) is None


def test_a_new_password_ends_the_sessions_elsewhere(app: Flask) -> None:
    person = making.a_person(phone="13800000001")
    kept = person.get_id()
    with transaction():
        service.change_password(person, present=PASSWORD, wanted="three dry fans", now=now())
    assert service.load_session(kept) is None
    assert service.load_session(person.get_id()) is person
    assert service.check_sign_in("13800000001", "three dry fans") is person
    with pytest.raises(WrongSignIn):
        service.check_sign_in("13800000001", PASSWORD)
    assert acts()[-1] == "person.password_changed"


@pytest.mark.parametrize(
    ("present", "wanted", "error"),
    [("wrong", "three dry fans", WrongPassword), (PASSWORD, "short", WeakPassword)],
)
def test_a_password_is_changed_only_by_who_knows_it_and_for_a_good_one(
    app: Flask, present: str, wanted: str, error: type[Exception]
) -> None:
    person = making.a_person(phone="13800000001")
    stamp = person.session_stamp
    with pytest.raises(error), transaction():
        service.change_password(person, present=present, wanted=wanted, now=now())
    assert person.session_stamp == stamp
    assert service.check_sign_in("13800000001", PASSWORD) is person


def test_a_first_password_made_at_the_counter_ends_every_session(app: Flask) -> None:
    officer, person = making.a_person("", Role.OFFICER), making.a_person(phone="13800000001")
    kept = person.get_id()
    with transaction():
        first = service.reset_password(person, actor=officer, now=now())
    assert service.load_session(kept) is None
    assert service.check_sign_in("13800000001", first).must_change_password


WHO_MAY_GIVE = [
    (Role.ADMINISTRATOR, Role.OFFICER, True),
    (Role.ADMINISTRATOR, Role.ADMINISTRATOR, True),
    (Role.OFFICER, Role.KEEPER, True),
    (Role.OFFICER, Role.JUROR, True),
    (Role.OFFICER, Role.OFFICER, False),
    (Role.OFFICER, Role.ADMINISTRATOR, False),
    (Role.KEEPER, Role.JUROR, False),
    (Role.JUROR, Role.KEEPER, False),
    (Role.VILLAGER, Role.KEEPER, False),
]


@pytest.mark.parametrize(("giver", "role", "allowed"), WHO_MAY_GIVE)
def test_nobody_gives_more_than_they_may(app: Flask, giver: Role, role: Role, allowed: bool) -> None:
    actor, person = making.a_person("", giver), making.a_person()
    making.a_person("", Role.ADMINISTRATOR)
    if allowed:
        change_roles(person, actor, role)
        change_roles(person, actor)
        assert person.roles == {Role.VILLAGER}
        assert create("13800000009", actor, role)[0].roles == {Role.VILLAGER, role}
        return
    with pytest.raises(NotAllowed):
        change_roles(person, actor, role)
    with pytest.raises(NotAllowed):
        create("13800000009", actor, role)
    assert person.roles == {Role.VILLAGER}
    assert service.find_by_phone("13800000009") is None


def test_an_officer_neither_unseats_nor_takes_over_a_colleague(app: Flask) -> None:
    officer, colleague = making.a_person("", Role.OFFICER), making.a_person("", Role.OFFICER)
    with pytest.raises(NotAllowed):
        change_roles(colleague, officer)
    with pytest.raises(NotAllowed), transaction():
        service.reset_password(colleague, actor=officer, now=now())
    assert Role.OFFICER in colleague.roles


def test_somebody_stays_administrator(app: Flask) -> None:
    last = making.a_person("", Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        change_roles(last, last)
    making.a_person("", Role.ADMINISTRATOR)
    change_roles(last, last, Role.OFFICER)
    assert last.roles == {Role.VILLAGER, Role.OFFICER}


def test_two_administrators_who_leave_at_the_same_moment_do_not_both_go(app: Flask) -> None:
    ids = [making.a_person("", Role.ADMINISTRATOR).public_id for _ in range(2)]

    def leave(number: int) -> None:
        with transaction():
            person = service.get_person(ids[number])
            service.change_roles(person, (), actor=person, now=now())

    assert [type(error) for error in errors_in(at_once(app, 2, leave))] == [LastAdministrator]
    left = db.session.scalars(select(PersonRole).where(PersonRole.role == Role.ADMINISTRATOR)).all()
    assert len(left) == 1


def test_a_person_who_is_not_there_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        service.get_person("nobody")
    assert service.find_by_phone("13800000001") is None
    assert service.find_by_phone("no phone") is None
