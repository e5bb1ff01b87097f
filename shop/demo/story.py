"""Tell the demo town's story through the same services that its people use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shop.accounts.models import Person
from shop.accounts.service import create_person
from shop.core.db import db, transaction
from shop.demo import cast
from shop.demo.cast import WARDROBE
from shop.demo.drawing import Costume
from shop.demo.easels import DETAIL, FRONT, Wanted
from shop.listings.models import Listing
from shop.listings.rules import grid
from shop.listings.screening import publish
from shop.listings.service import create_listing
from shop.pictures.models import Picture
from shop.pictures.service import keep
from shop.pictures.taken import Taken
from shop.registry.handing_in import apply
from shop.registry.models import Design
from shop.registry.screening import screen
from shop.workshops.models import Village, Workshop
from shop.workshops.service import add_member, create_shop, create_town, create_village, create_workshop

Tell = Callable[[str], None]


@dataclass
class Stage:
    """Where the story stands: the moment, and everybody and everything by name."""

    now: datetime
    taken: dict[Wanted, Taken]
    wardrobe: tuple[Costume, ...]
    people: dict[str, int] = field(default_factory=dict)
    workshops: dict[str, int] = field(default_factory=dict)
    designs: dict[str, int] = field(default_factory=dict)
    listings: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def act(self, minutes: int = 7) -> Iterator[datetime]:
        """Let some minutes pass, then do one act."""
        self.now += timedelta(minutes=minutes)
        with transaction():
            yield self.now

    def person(self, phone: str) -> Person:
        """Give a person of the cast."""
        return db.session.get_one(Person, self.people[phone])

    def workshop(self, name: str) -> Workshop:
        """Give a workshop of the cast."""
        return db.session.get_one(Workshop, self.workshops[name])

    def head(self, name: str) -> Person:
        """Give the head of a workshop's family."""
        house = next(house for house in cast.HOUSES if house.name == name)
        return self.person(house.members[0])

    def design(self, slug: str) -> Design:
        """Give the design of a costume."""
        return db.session.get_one(Design, self.designs[slug])

    def listing(self, slug: str) -> Listing:
        """Give the maker's listing of a costume."""
        return db.session.get_one(Listing, self.listings[slug])

    def picture(self, workshop_name: str, wanted: Wanted) -> Picture:
        """Give a drawing as a photo of the workshop."""
        with self.act(1) as now:
            head, home = self.head(workshop_name), self.workshop(workshop_name)
            return keep(
                self.taken[wanted], file_name=f"{'-'.join(wanted)}.jpg", workshop=home, actor=head, now=now
            )


def settle(stage: Stage) -> None:
    """Found the town: people, villages, workshops, online shops."""
    with stage.act() as now:
        create_town(cast.TOWN, now=now, is_demo=True)
        for player in cast.PLAYERS:
            person, _password = create_person(
                name=player.name,
                phone=player.phone,
                roles=player.roles,
                actor=None,
                now=now,
                password=cast.PASSWORD,
            )
            stage.people[player.phone] = person.id
        villages = {name: create_village(name, actor=None, now=now) for name in cast.VILLAGES}
        for house in cast.HOUSES:
            stage.workshops[house.name] = _move_in(house, villages[house.village], now).id


def _move_in(house: cast.House, village: Village, now: datetime) -> Workshop:
    workshop = create_workshop(
        name=house.name, village=village, actor=None, now=now, brand=house.brand, about=house.about
    )
    workshop.phone, workshop.address = house.phone, house.address
    for phone in house.members:
        add_member(workshop, phone=phone, actor=None, now=now)
    for platform, name in house.shops:
        create_shop(workshop, platform=platform, name=name, link="", actor=None, now=now)
    return workshop


def make_and_list(stage: Stage) -> None:
    """Let the makers register their designs and list their costumes, a few each evening."""
    for number, costume in enumerate(one for one in stage.wardrobe if one.slug not in cast.LATE):
        house = next(house for house in cast.HOUSES if costume.category in house.makes)
        if number % 3 == 0:
            stage.now += timedelta(hours=20)
        pictures = [stage.picture(house.name, (costume.slug, view)) for view in views_of(costume)]
        register(stage, house.name, costume, pictures)
        stage.listings[costume.slug] = list_costume(stage, house.name, costume, pictures, number)


def views_of(costume: Costume) -> tuple[str, ...]:
    """Say which drawings there are of a costume: half of them also have a close-up."""
    return (FRONT, DETAIL) if WARDROBE.index(costume) % 2 == 0 else (FRONT,)


def register(stage: Stage, workshop_name: str, costume: Costume, pictures: list[Picture]) -> int:
    """Hand a design in; give its id."""
    screening = screen(pictures)
    with stage.act() as now:
        design = apply(
            stage.workshop(workshop_name),
            name=costume.name_zh,
            category=costume.category,
            claims=f"自家设计的版型、配色和绣花位置（{costume.name_en}）。",
            pictures=pictures,
            screening=screening,
            actor=stage.head(workshop_name),
            now=now,
        )
    stage.designs.setdefault(costume.slug, design.id)
    return design.id


def list_costume(
    stage: Stage,
    workshop_name: str,
    costume: Costume,
    pictures: list[Picture],
    number: int,
    extra_fen: int = 0,
) -> int:
    """List a costume and publish it, or see it held; give the listing's id."""
    price = 4_800 + (number * 1_700) % 21_000 + extra_fen
    screening = screen(pictures)
    with stage.act() as now:
        actor = stage.head(workshop_name)
        listing = create_listing(
            stage.workshop(workshop_name),
            title=costume.name_zh,
            about=cast.WORDS.get((workshop_name, costume.slug), cast.PLAIN_WORDS).format(costume=costume),
            price_fen=price,
            partner_price_fen=price * 8 // 1000 * 100,
            skus=grid(list(cast.COLOURS[costume.category]), list(cast.sizes_for(costume.category))),
            stock=6 + number % 17,
            pictures=pictures,
            actor=actor,
            now=now,
        )
        publish(listing, screening, actor=actor, now=now)
    return listing.id
