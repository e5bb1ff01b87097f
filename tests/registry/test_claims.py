"""Who marks what on a design, and what the marks do when designs and listings are compared."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from PIL import Image

from shop.core.db import transaction
from shop.core.errors import NotAllowed, NotFound
from shop.core.roles import Role
from shop.matching import Match, Transform
from shop.pictures.models import Picture
from shop.pictures.shapes import RegionKind, box
from shop.registry import claims, path, service
from shop.registry.claims import BelongsToAll, DesignClosed
from shop.registry.handing_in import apply
from shop.registry.meaning import NOTHING_MARKED, Meaning, meanings_of
from shop.registry.models import Design
from shop.registry.rules import ALIKE
from shop.registry.rules.applying import ClaimsTooMuch
from shop.registry.screening import Finding, Screening, screen
from tests.making import (
    a_design,
    a_listing,
    a_mark,
    a_person,
    a_picture,
    a_workshop,
    drawing,
    fresh,
    join,
    jpeg,
)
from tests.registry.making import copy_bytes

SAME_ON_BOTH = True

NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
CLAIM, COMMONS = RegionKind.CLAIM, RegionKind.COMMONS
HEM = (20, 60, 60, 20)


def a_cast() -> tuple[Design, dict[str, object]]:
    """Give a registered design, and somebody of each kind."""
    home = a_workshop()
    people = {
        "family": a_person(),
        "officer": a_person("", Role.OFFICER),
        "officer of the family": a_person("", Role.OFFICER),
        "juror": a_person("", Role.JUROR),
        "stranger": a_person(),
    }
    join(home, people["family"], people["officer of the family"])
    return a_design(home, pictures=[a_picture(home, seed=1)]), people


def mark(design: Design, person: object, place: tuple[float, ...] = HEM, words: str = "牡丹裙摆") -> object:
    with transaction():
        return claims.mark(design, design.cover, words=words, shape=box(*place), actor=person, now=NOW)  # type: ignore[arg-type]


def test_the_family_claims_and_the_office_names_what_is_everybodys(app: Flask) -> None:
    design, people = a_cast()
    kinds = {who: claims.kind_for(design, person) for who, person in people.items()}  # type: ignore[arg-type]
    assert kinds == {
        "family": CLAIM,
        "officer": COMMONS,
        "officer of the family": CLAIM,
        "juror": None,
        "stranger": None,
    }
    assert claims.kind_for(design, None) is None
    assert mark(design, people["family"]).kind == CLAIM
    assert mark(design, people["officer"], (0, 0, 30, 30)).kind == COMMONS
    for who in ("juror", "stranger"):
        with pytest.raises(NotAllowed):
            mark(design, people[who])


def test_what_is_everybodys_can_be_claimed_by_nobody(app: Flask) -> None:
    design, people = a_cast()
    mark(design, people["officer"], (0, 50, 100, 50), "折枝牡丹")
    with pytest.raises(BelongsToAll) as refused:
        mark(design, people["family"])
    assert refused.value.params == {"words": "折枝牡丹"}
    assert mark(design, people["family"], (20, 30, 60, 30)).kind == CLAIM  # a third of it is everybody's


def test_each_takes_only_its_own_marks_away(app: Flask) -> None:
    design, people = a_cast()
    claim, common = mark(design, people["family"]), mark(design, people["officer"], (0, 0, 30, 30))
    for person, region in (("officer", claim), ("family", common), ("stranger", claim)):
        with pytest.raises(NotFound), transaction():
            claims.unmark(fresh(design), region.public_id, actor=people[person], now=NOW)
    with transaction():
        claims.unmark(design, claim.public_id, actor=people["family"], now=NOW)
    ((_picture, left),) = claims.marks_of(design)
    assert left == [common]


def test_nearly_a_whole_photo_cannot_be_claimed_not_even_bit_by_bit(app: Flask) -> None:
    design, people = a_cast()
    mark(design, people["family"], (0, 0, 100, 40))
    with pytest.raises(ClaimsTooMuch):
        mark(design, people["family"], (0, 40, 100, 40))
    assert mark(design, people["family"], (0, 40, 100, 20)).kind == CLAIM
    assert mark(design, people["officer"], (0, 0, 100, 100)).kind == COMMONS  # the office may name it all


def test_a_design_that_left_the_register_is_not_marked(app: Flask) -> None:
    design, people = a_cast()
    with transaction():
        path.withdraw(design, actor=people["family"], now=NOW)
    with pytest.raises(DesignClosed):
        mark(design, people["family"])


def test_a_copy_names_the_claim_that_it_covers(app: Flask) -> None:
    maker = a_workshop()
    design = a_design(maker, pictures=[a_picture(maker, seed=1)])
    a_mark(design.cover, CLAIM, "牡丹裙摆", (30, 40, 40, 20))
    a_mark(design.cover, CLAIM, "左上角的云", (0, 0, 8, 8))  # the copier has cut it off
    copy = a_design(a_workshop(), pictures=[a_picture(a_workshop(), data=copy_bytes(1))])
    officer = a_person("", Role.OFFICER)
    ((likeness, meaning),) = service.likenesses_for(copy, officer)
    assert likeness.design == design and meaning == Meaning(claims=("牡丹裙摆",))
    assert service.likenesses_for(copy, a_person()) == []


def finding(score: float, verdict: str = ALIKE, meaning: Meaning = NOTHING_MARKED) -> Finding:
    still = Transform(False, 0.0, 1.0, 1.0, 1.0, False, ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))
    return Finding(1, 1, 1, Match(1, score, verdict, still, (), ()), meaning)  # type: ignore[arg-type]


def test_a_hint_that_covers_a_claim_comes_first() -> None:
    weak, strong, claimed = finding(0.1), finding(0.8), finding(0.2, meaning=Meaning(claims=("裙摆",)))
    assert Screening((weak, strong, claimed), 0).of(ALIKE) == [claimed, strong, weak]


def with_motif(seed: int) -> bytes:
    """Draw a picture with a motif in its middle that other pictures wear, too."""
    picture = drawing(seed).copy()
    picture.paste(motif(), (90, 140))
    return jpeg(picture)


def motif() -> Image.Image:
    return drawing(900_002).resize((300, 360))


def register_a_motif_of_everybody() -> None:
    """Register a design that wears a motif which the office has marked as everybody's."""
    maker = a_workshop()
    first = a_design(maker, pictures=[a_picture(maker, data=with_motif(1))])
    a_mark(first.cover, COMMONS, "缠枝莲", (17, 20, 65, 60))


def test_what_shows_only_commons_is_listed_without_a_suspicion(app: Flask) -> None:
    register_a_motif_of_everybody()
    listing = a_listing(a_workshop(), pictures=[a_picture(a_workshop(), data=with_motif(3))])
    assert (listing.state, listing.suspicions) == ("published", [])


def test_what_shows_only_commons_is_registered(app: Flask) -> None:
    register_a_motif_of_everybody()
    other = a_workshop()
    close_up = a_picture(other, data=jpeg(motif().resize((600, 720))))
    assert a_design(other, pictures=[close_up]).state == "registered"
    assert a_design(a_workshop(), pictures=[a_picture(a_workshop(), data=with_motif(1))]).state == "screened"


def test_a_same_picture_that_lies_wholly_in_commons_is_explained(app: Flask) -> None:
    """A commons mark that came between looking and writing still keeps the suspicion away."""
    maker, other = a_workshop(), a_workshop()
    first = a_design(maker, pictures=[a_picture(maker, seed=1)])
    picture = a_picture(other, seed=1)
    found = screen([picture]).findings
    a_mark(first.cover, COMMONS, "公共纹样", (0, 0, 100, 100))
    meaning = meaning_now(first.cover, found[0])
    assert meaning == Meaning(commons=("公共纹样",))
    again = Screening(
        (Finding(picture.id, found[0].design_picture_id, first.id, found[0].match, meaning),), 0
    )
    screening = Screening(again.findings, screen([]).grown_to)
    with transaction():
        design = apply(
            other,
            name="新款",
            category="yangge",
            claims="领口的新绣花",
            pictures=[picture],
            screening=screening,
            actor=None,
            now=NOW,
        )
    assert design.state == "notice"
    ((_likeness, said),) = service.likenesses_for(design, a_person("", Role.OFFICER))
    assert said.commons == ("公共纹样",)


def meaning_now(picture: Picture, one: Finding) -> Meaning:
    return meanings_of([(picture, one.match.reference_region)])[0]
