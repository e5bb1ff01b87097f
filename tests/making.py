"""Make what a test needs: people, workshops, pictures, designs, listings, orders.

Each function makes one thing through the services, in a transaction of its own, and gives it. What a test
does not say is chosen here, and never twice the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

import numpy as np
from flask import current_app
from PIL import Image, ImageDraw

from shop.accounts.models import Person
from shop.accounts.service import create_person
from shop.audit.keys import installation_key
from shop.audit.models import Checkpoint
from shop.audit.service import make_checkpoint
from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.listings.models import Listing, Suspicion
from shop.listings.rules import grid
from shop.listings.screening import publish
from shop.listings.service import create_listing
from shop.messages.models import Message
from shop.orders import service as orders
from shop.orders.models import PurchaseOrder
from shop.orders.rules import OrderAct, Side
from shop.pictures import regions, store
from shop.pictures.intake import take_in
from shop.pictures.models import MarkedRegion, Picture
from shop.pictures.service import keep
from shop.pictures.shapes import RegionKind, box
from shop.pictures.taken import Taken
from shop.registry import drafts
from shop.registry.application import Application, write
from shop.registry.commons import Pattern, enter_pattern
from shop.registry.handing_in import apply
from shop.registry.licence_acts import grant_licence
from shop.registry.models import CommonsPattern, Design, Licence
from shop.registry.path import move, record_state
from shop.registry.rules import DesignAct, DesignState
from shop.registry.rules.commons import CommonsKind
from shop.registry.screening import screen
from shop.workshops import service as workshops
from shop.workshops.models import OnlineShop, Tie, Town, Village, Workshop
from shop.workshops.ties import declare_tie

PASSWORD = "a good long password"
SOMEBODY = orders.To("王小梅", "13812345678", "山东省青岛市市南区香港中路1号")
_numbers = count(1)
_phones = count(13_900_000_001)


def a_town(name: str = "大集镇", *, is_demo: bool = False) -> Town:
    """Name the town."""
    with transaction():
        return workshops.create_town(name, now=now(), is_demo=is_demo)


def a_person(name: str = "", *roles: Role, phone: str = "", password: str = PASSWORD) -> Person:
    """Register somebody who has chosen a password already (an empty one: a first password is made)."""
    with transaction():
        person, _first = create_person(
            name=name or f"村民{next(_numbers)}",
            phone=phone or str(next(_phones)),
            roles=roles,
            actor=None,
            now=now(),
            password=password,
        )
    return person


def a_village(name: str = "") -> Village:
    """Add a village."""
    with transaction():
        return workshops.create_village(name or f"村{next(_numbers)}", actor=None, now=now())


def a_workshop(name: str = "", *members: Person, village: Village | None = None) -> Workshop:
    """Add a workshop in which these people work."""
    home = village or a_village()
    with transaction():
        workshop = workshops.create_workshop(
            name=name or f"作坊{next(_numbers)}", village=home, actor=None, now=now()
        )
        for person in members:
            workshops.add_member(workshop, phone=person.phone, actor=None, now=now())
    return workshop


def an_online_shop(
    workshop: Workshop, name: str = "", platform: str = "taobao", link: str = ""
) -> OnlineShop:
    """Put an online shop of the workshop on the list."""
    with transaction():
        return workshops.create_shop(
            workshop,
            platform=platform,
            name=name or f"店铺{next(_numbers)}",
            link=link,
            actor=None,
            now=now(),
        )


@cache
def drawing(seed: int) -> Image.Image:
    """Draw a picture (480 x 640 px) like no other seed's, with much for the copy engine to hold on to."""
    dice = np.random.default_rng(seed)
    image = Image.new("RGB", (480, 640), tuple(int(v) for v in dice.integers(120, 255, 3)))
    pen = ImageDraw.Draw(image)
    for _ in range(160):
        x, y, wide, high = (int(v) for v in dice.integers((20, 20, 8, 8), (460, 620, 70, 70)))
        ink = tuple(int(v) for v in dice.integers(0, 255, 3))
        shape = (pen.ellipse, pen.rectangle)[int(dice.integers(2))]
        shape((x - wide, y - high, x + wide, y + high), fill=ink, outline=(0, 0, 0), width=2)
    return image


@cache
def photo_bytes(seed: int) -> bytes:
    """Give the drawing as a JPEG, as a phone would send it."""
    return jpeg(drawing(seed))


def jpeg(image: Image.Image, quality: int = 90) -> bytes:
    """Encode a picture as a JPEG."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


@cache
def _taken(data: bytes) -> Taken:
    return take_in(data)  # in this process: a worker takes seconds to start, and has tests of its own


def a_picture(workshop: Workshop | None, *, seed: int | None = None, data: bytes = b"") -> Picture:
    """Take a photo in for the workshop (none: the office): these bytes, this seed's drawing, or a fresh one."""
    data = data or photo_bytes(next(_numbers) if seed is None else seed)
    taken = _taken(data)
    files = store.here()
    files.keep_original(data, taken.sha256, taken.ending)
    files.keep_copies(taken.sha256, taken.copies)
    with transaction():
        return keep(taken, file_name="IMG_0001.jpg", workshop=workshop, actor=None, now=now())


def a_design(
    workshop: Workshop, name: str = "", *, pictures: Sequence[Picture] = (), claims: str = ""
) -> Design:
    """Hand a design in: it is registered, or waits as screened when its photo resembles another's design."""
    design = an_application(workshop, name, pictures=pictures, claims=claims)
    if design.state == DesignState.NOTICE:
        register(design)
    return design


def a_design_draft(workshop: Workshop, name: str = "", **said: Any) -> Design:
    """Begin an application that is not handed in yet."""
    with transaction():
        design = drafts.start(workshop, now=now())
        write(design, Application(name=name or f"草稿{next(_numbers)}", **said), now=now())
    return design


def register(design: Design) -> None:
    """Enter a design that stands on notice, as the town office does when the notice is over."""
    with transaction():
        move(design, DesignAct.REGISTER, now=now())
        record_state(design, actor=None, now=now())


def a_checkpoint() -> Checkpoint:
    """Sign the log as it stands, with the key of this installation."""
    with transaction():
        return make_checkpoint(installation_key(current_app.config), now=now())


def an_application(
    workshop: Workshop, name: str = "", *, pictures: Sequence[Picture] = (), claims: str = ""
) -> Design:
    """Hand a design in: it stands on public notice, or waits for the office when it looks like another's."""
    shown = list(pictures) or [a_picture(workshop)]
    screening = screen(shown)
    with transaction():
        return apply(
            workshop,
            name=name or f"款式{next(_numbers)}",
            category="yangge",
            claims=claims,
            pictures=shown,
            screening=screening,
            actor=None,
            now=now(),
        )


def a_pattern(
    name: str = "", *, seed: int | None = None, kind: CommonsKind = CommonsKind.FOLK, credit: str = ""
) -> CommonsPattern:
    """Enter a pattern into the commons: the drawing of this seed, or a fresh one."""
    picture = a_picture(None, seed=seed)
    said = Pattern(name or f"纹样{next(_numbers)}", kind, "《纹样集》第12页", credit=credit)
    with transaction():
        return enter_pattern(said, [picture], actor=None, now=now())


def a_mark(
    picture: Picture,
    kind: RegionKind,
    words: str = "",
    place: tuple[float, float, float, float] = (0, 0, 100, 20),
    *,
    everywhere: bool = False,
) -> MarkedRegion:
    """Mark a rectangle on a picture, given as left, top, width and height in percent."""
    with transaction():
        return regions.mark(
            picture,
            kind,
            words=words or f"记号{next(_numbers)}",
            shape=box(*place),
            everywhere=everywhere,
            actor=None,
            now=now(),
        )


def a_licence(
    maker: Workshop,
    holder: Workshop,
    *,
    design: Design | None = None,
    covers_photos: bool = True,
    **terms: Any,
) -> Licence:
    """Enter a licence, agreed on, from today for a year, or on other `terms` (fields of LicenceTerms)."""
    today = china_day(now())
    days = {"starts_on": today, "ends_on": today + timedelta(days=365), **terms}
    with transaction():
        return grant_licence(
            maker, holder, design=design, covers_photos=covers_photos, actor=None, now=now(), **days
        )


def a_draft(
    workshop: Workshop, title: str = "", *, pictures: Sequence[Picture] = (), **values: Any
) -> Listing:
    """Write a draft: two colours in two sizes, 10 pieces of each, at 88 yuan (partners: 60), unless said."""
    wanted = {"about": "", "price_fen": 8800, "partner_price_fen": 6000, "stock": 10, **values}
    wanted.setdefault("skus", grid(["红", "蓝"], ["S", "M"]))
    with transaction():
        return create_listing(
            workshop,
            title=title or f"服装{next(_numbers)}",
            pictures=pictures,
            actor=None,
            now=now(),
            **wanted,
        )


def a_listing(
    workshop: Workshop, title: str = "", *, pictures: Sequence[Picture] = (), **values: Any
) -> Listing:
    """Put a costume into the catalogue, or have it held where its photo is another's registered design."""
    listing = a_draft(workshop, title, pictures=list(pictures) or [a_picture(workshop)], **values)
    publish_again(listing)
    return listing


def publish_again(listing: Listing) -> list[Suspicion]:
    """Screen a listing's photos and publish or hold it; give the suspicions."""
    screening = screen([row.picture for row in listing.pictures])
    with transaction():
        return publish(listing, screening, actor=None, now=now())


def a_suspicion(maker: Workshop, copier: Workshop, *, seed: int | None = None) -> Suspicion:
    """Register a design, and list the very same photo elsewhere without a licence."""
    seed = next(_numbers) if seed is None else seed
    a_design(maker, pictures=[a_picture(maker, seed=seed)])
    listing = a_listing(copier, pictures=[a_picture(copier, seed=seed)])
    return listing.suspicions[0]


def an_order(
    buyer: Workshop,
    listing: Listing,
    *,
    pieces: int = 1,
    to: orders.To = SOMEBODY,
    note: str = "",
    at: datetime | None = None,
) -> PurchaseOrder:
    """Send the maker an order for so many pieces of the first variant (no licence is asked for here)."""
    with transaction():
        wanted = {listing.variants[0].id: pieces}
        return orders.send_order(buyer, listing, pieces=wanted, to=to, note=note, actor=None, now=at or now())


def move_order(order: PurchaseOrder, *acts: OrderAct) -> PurchaseOrder:
    """Let the maker (the buyer for a cancellation) take these steps."""
    for act in acts:
        side = Side.BUYER if act is OrderAct.CANCEL else Side.MAKER
        with transaction():
            orders.take_step(order, act, actor=None, side=side, now=now())
    return order


def join(workshop: Workshop, *people: Person) -> None:
    """Let these people work in the workshop from now on."""
    with transaction():
        for person in people:
            workshops.add_member(workshop, phone=person.phone, actor=None, now=now())


def a_tie(person: Person, to: Village | Workshop) -> Tie:
    """Note that somebody comes from a village, or has relatives in a workshop."""
    with transaction():
        return declare_tie(person, to, actor=None, now=now())


def a_message(person: Person, kind: str = "of.old", **values: Any) -> Message:
    """Send somebody a message now (or `made_at`, with `act_by`, `url`, `read_at`); all else fills its words."""
    own = {name: values.pop(name) for name in ("made_at", "act_by", "url", "read_at") if name in values}
    message = Message(person_id=person.id, kind=kind, params=values, **{"made_at": now(), **own})
    with transaction():
        db.session.add(message)
    return message


def public_ids(things: Iterable[Any]) -> list[str]:
    """Give the public ids of things."""
    return [thing.public_id for thing in things]


def fresh(thing: Any) -> Any:
    """Read a thing anew from the database."""
    db.session.rollback()
    db.session.refresh(thing)
    return thing
