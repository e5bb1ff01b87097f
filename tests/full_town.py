"""Settle a whole town: somebody in every role, a row of every kind, and private texts that must not leak."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from bench.words.texts import TEXTS
from shop.accounts.models import Person
from shop.core.clock import now
from shop.core.db import Base, db, transaction
from shop.core.roles import Role
from shop.listings.models import Listing, TextHint
from shop.orders.rules import OrderAct
from shop.orders.service import To
from shop.pictures.shapes import RegionKind
from shop.registry.models import Design
from shop.registry.rules.codes import in_groups
from shop.workshops.models import Workshop
from shop.workshops.service import edit_workshop
from tests import making
from tests.licensing import a_request, an_offer
from tests.registry import making_path

# Whoever may not open the thing must not read a byte of these. The first part is whose secret it is.
SECRETS = {
    "maker's address": "Qx7vault-lane 3",
    "maker's phone": "0530-7770001",
    "draft": "Qx7 unseen skirt",
    "order note": "Qx7 ring twice",
    "recipient's name": "赵钱孙",
    "recipient's phone": "13977770002",
    "recipient's street": "泰山路七十七号",
    "held listing": "Qx7 held fan dress",
    "questioned design": "Qx7 questioned fan",
    "first claims": "Qx7 claims in waiting",
    "objection": "Qx7 we danced in it before",
    "design draft": "Qx7 unseen fan",
}
OUTSIDER, ANONYMOUS = "outsider", "anonymous"


@dataclass
class FullTown:
    """The town: its application, its people by role, and the public ids of things by name."""

    app: Flask
    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def browser(self, who: str, language: str = "en") -> FlaskClient:
        """Give somebody's browser, signed in unless they are nobody."""
        browser = self.app.test_client()
        browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if who != ANONYMOUS:
            with browser.session_transaction() as session:
                session["_user_id"], session["_fresh"] = self.people[who].get_id(), True
        return browser


def settle(app: Flask) -> FullTown:
    """Make it all."""
    town = FullTown(app)
    making.a_town()
    _people(town)
    shops = _workshops(town)
    _designs(town, shops)
    _listings(town, shops)
    _on_the_path(town, shops)
    _orders(town, shops)
    town.ids["tie"] = making.a_tie(town.people["maker"], making.a_village()).public_id
    town.ids["message"] = making.a_message(town.people["maker"], url="/desk").public_id
    db.session.rollback()
    return town


def _people(town: FullTown) -> None:
    for name, roles in {
        "maker": (),
        "middleman": (),
        "copier": (),
        OUTSIDER: (),
        "keeper": (Role.KEEPER,),
        "juror": (Role.JUROR,),
        "officer": (Role.OFFICER,),
        "administrator": (Role.ADMINISTRATOR,),
        "mayor": tuple(Role),
    }.items():
        town.people[name] = making.a_person(f"{name.title()} Li", *roles)
        town.ids[f"{name}'s account"] = town.people[name].public_id


def _workshops(town: FullTown) -> dict[str, Workshop]:
    people = town.people
    shops = {
        "maker": making.a_workshop("Chunlan Costumes", people["maker"], people["mayor"]),
        "middleman": making.a_workshop("Middle House", people["middleman"], people["mayor"]),
        "copier": making.a_workshop("Copying House", people["copier"]),
        OUTSIDER: making.a_workshop("Far Away House", people[OUTSIDER]),
    }
    for name, workshop in shops.items():
        town.ids[f"{name}'s workshop"] = workshop.public_id
    town.ids["shop"] = making.an_online_shop(shops["maker"], "春兰旗舰店").public_id
    town.ids["outsider's shop"] = making.an_online_shop(shops[OUTSIDER], "远方店").public_id
    with transaction():
        phone, address = SECRETS["maker's phone"], SECRETS["maker's address"]
        edit_workshop(
            shops["maker"],
            brand="春兰",
            about="",
            phone=phone,
            address=address,
            actor=people["maker"],
            now=now(),
        )
    return shops


def _designs(town: FullTown, shops: dict[str, Workshop]) -> None:
    mine = making.a_picture(shops["maker"], seed=1)
    design = making.a_design(shops["maker"], "Yangge fan dress", pictures=[mine])
    copied = making.a_picture(shops["copier"], seed=1)
    claims = SECRETS["first claims"]
    questioned = making.a_design(
        shops["copier"], SECRETS["questioned design"], pictures=[copied], claims=claims
    )
    assert (design.state, questioned.state) == ("registered", "screened")
    town.ids |= {"design": design.public_id, "questioned design": questioned.public_id}
    town.ids |= {"public picture": mine.public_id, "suspected picture": copied.public_id}
    town.ids["design draft"] = making.a_design_draft(shops["maker"], SECRETS["design draft"]).public_id
    claim = making.a_mark(mine, RegionKind.CLAIM, "Peony hem", (10, 60, 80, 30))
    making.a_mark(mine, RegionKind.COMMONS, "Old cloud pattern", (0, 0, 30, 10))
    frame = making.a_mark(mine, RegionKind.FRAME, "Our slogan", (0, 92, 100, 8), everywhere=True)
    town.ids |= {"claim": claim.public_id, "frame": frame.public_id}
    licence = making.a_licence(shops["maker"], shops["middleman"], design=design, may_sublicense=True)
    town.ids |= {"licence": licence.public_id, "pattern": making.a_pattern("Old clouds").public_id}
    listing = making.a_listing(shops["copier"], SECRETS["held listing"], pictures=[copied])
    town.ids |= {"held listing": listing.public_id, "suspicion": listing.suspicions[0].public_id}
    request = a_request(shops["maker"], shops["copier"], design=design)
    offer = an_offer(shops["maker"], shops["copier"])
    town.ids |= {"licence request": request.public_id, "licence offer": offer.public_id}
    proved = making.a_design(shops["maker"], "Proved fan dress")
    town.ids |= {"proved design": proved.public_id, "checkpoint": str(making.a_checkpoint().id)}
    town.ids["licence code"] = in_groups(licence.check_code or "")


def _listings(town: FullTown, shops: dict[str, Workshop]) -> None:
    secret = making.a_picture(shops["maker"], seed=2)
    draft = making.a_draft(shops["maker"], SECRETS["draft"], pictures=[secret])
    listing = making.a_listing(shops["maker"], "Red fan dress")
    town.ids |= {
        "draft": draft.public_id,
        "secret picture": secret.public_id,
        "listing": listing.public_id,
    }
    town.ids["outsider's listing"] = making.a_listing(shops[OUTSIDER]).public_id
    for owner, name in ((OUTSIDER, "yangge-peony"), ("copier", "copy-peony")):
        title, _line, about = TEXTS[name].partition("\n")
        making.a_listing(shops[owner], title, about=about)
    town.ids["hint"] = db.session.scalars(select(TextHint)).unique().one().public_id
    town.ids["outsider's design"] = making.a_design(shops[OUTSIDER]).public_id


def _on_the_path(town: FullTown, shops: dict[str, Workshop]) -> None:
    """Let a design be objected to and a date be proposed for it, and offer another to the middleman."""
    design = db.session.scalars(select(Design).where(Design.public_id == town.ids["design"])).unique().one()
    objection = making_path.an_objection(design, shops["copier"], SECRETS["objection"])
    change = making_path.a_date_change(design, town.people["officer"])
    offered = making.a_design(shops["maker"], "Offered fan")
    transfer = making_path.an_offer(offered, shops["middleman"])
    town.ids |= {"objection": objection.public_id, "date change": change.public_id}
    town.ids |= {"offered design": offered.public_id, "transfer": transfer.public_id}


def _orders(town: FullTown, shops: dict[str, Workshop]) -> None:
    listing = db.session.scalars(select(Listing).where(Listing.public_id == town.ids["listing"])).one()
    to = To(
        SECRETS["recipient's name"],
        SECRETS["recipient's phone"],
        "山东省青岛市市南区" + SECRETS["recipient's street"],
    )
    for name, acts in {
        "order": (),
        "accepted order": (OrderAct.ACCEPT,),
        "packed order": (OrderAct.ACCEPT, OrderAct.PACK),
    }.items():
        order = making.an_order(shops["middleman"], listing, to=to, note=SECRETS["order note"])
        town.ids[name] = making.move_order(order, *acts).public_id


def everything() -> dict[str, list[str]]:
    """Give every row of every table as text, to tell whether anything at all has changed."""
    db.session.rollback()
    rows = {
        table.name: sorted(map(str, db.session.execute(text(f'SELECT * FROM "{table.name}"'))))
        for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return rows
