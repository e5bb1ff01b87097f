"""Create people, check who they are, change what they may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from shop.accounts.models import Person, PersonRole
from shop.accounts.rules import (
    LastAdministrator,
    PhoneTaken,
    WrongPassword,
    WrongSignIn,
    check_password,
    new_password,
    tidy_phone,
)
from shop.audit.service import record
from shop.core.db import add_or_raise, db
from shop.core.errors import NotAllowed, NotFound, RuleBroken
from shop.core.ids import new_public_id
from shop.core.roles import OFFICE, Actor, Role

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # about 40 ms


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


def find_by_phone(phone: str) -> Person | None:
    """Find the person with this phone number, however it is written."""
    try:
        plain = tidy_phone(phone)
    except RuleBroken:
        return None
    return db.session.scalar(select(Person).where(Person.phone == plain))


def get_person(public_id: str) -> Person:
    """Give the person with this public id."""
    person: Person | None = db.session.scalar(select(Person).where(Person.public_id == public_id))
    if person is None:
        raise NotFound
    return person


def check_sign_in(phone: str, password: str) -> Person:
    """Give the person with this phone number and password; a wrong phone takes as long as a right one."""
    person = find_by_phone(phone)
    right = _fits(person.password_hash if person else _nobodys_hash(), password)
    if person is None or not right or person.closed_at is not None:
        raise WrongSignIn
    return person


def _fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def load_session(kept: str) -> Person | None:
    """Give the person of a session, unless the session was ended or the account closed."""
    number, _dot, stamp = kept.partition(".")
    if not number.isdigit():
        return None
    person = db.session.get(Person, int(number))
    if person is None or person.closed_at is not None or person.session_stamp != stamp:
        return None
    return person


def create_person(
    *, name: str, phone: str, roles: Iterable[Role], actor: Actor | None, now: datetime, password: str = ""
) -> tuple[Person, str]:
    """Create a person; give them and the first password, which they must change when it was made here."""
    wanted = frozenset(roles) | {Role.VILLAGER}
    _check_may_give(wanted - {Role.VILLAGER}, actor)
    if find_by_phone(phone) is not None:
        raise PhoneTaken
    first = password or new_password()
    person = Person(
        name=name,
        phone=tidy_phone(phone),
        password_hash=_hasher.hash(first),
        must_change_password=not password,
        created_at=now,
        public_id=new_public_id(),
        role_rows=[PersonRole(role=role) for role in sorted(wanted)],
    )
    add_or_raise(person, PhoneTaken())
    record("person.created", actor=actor, subject=("person", person.public_id), now=now)
    return person, first


def _check_may_give(roles: frozenset[Role], actor: Actor | None) -> None:
    """Let the office give roles, only an administrator those of the office; `flask` itself (no actor) any."""
    if actor is None or not roles:
        return
    needed = {Role.ADMINISTRATOR} if roles & OFFICE else OFFICE
    if not actor.roles & needed:
        raise NotAllowed


def change_password(person: Person, *, present: str, wanted: str, now: datetime) -> None:
    """Change one's own password; every session elsewhere ends."""
    if not _fits(person.password_hash, present):
        raise WrongPassword
    check_password(wanted, person.phone)
    person.password_hash = _hasher.hash(wanted)
    person.must_change_password = False
    person.session_stamp = new_public_id()
    record("person.password_changed", actor=person, subject=("person", person.public_id), now=now)


def reset_password(person: Person, *, actor: Actor, now: datetime) -> str:
    """Give a person a new first password at the counter; every session of theirs ends."""
    _check_may_give(person.roles - {Role.VILLAGER}, actor)
    first = new_password()
    person.password_hash = _hasher.hash(first)
    person.must_change_password = True
    person.session_stamp = new_public_id()
    record("person.password_reset", actor=actor, subject=("person", person.public_id), now=now)
    return first


def change_roles(person: Person, roles: Iterable[Role], *, actor: Actor, now: datetime) -> None:
    """Say anew what a person is to the town; somebody must stay administrator."""
    wanted = frozenset(roles) | {Role.VILLAGER}
    changed = wanted ^ person.roles
    _check_may_give(changed, actor)
    if Role.ADMINISTRATOR in person.roles - wanted and _count_administrators() == 1:
        raise LastAdministrator
    person.role_rows = [row for row in person.role_rows if row.role in wanted] + [
        PersonRole(role=role) for role in sorted(wanted - person.roles)
    ]
    details = {"roles": sorted(wanted)}
    record(
        "person.roles_changed", actor=actor, subject=("person", person.public_id), now=now, details=details
    )


def _count_administrators() -> int:
    """Count them, and keep others from changing who they are until this act is over."""
    query = select(PersonRole).where(PersonRole.role == Role.ADMINISTRATOR).with_for_update()
    return len(db.session.scalars(query).all())


def list_people() -> Sequence[Person]:
    """List everybody, by name."""
    return db.session.scalars(select(Person).order_by(Person.name, Person.id)).unique().all()
