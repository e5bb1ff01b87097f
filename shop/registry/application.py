"""Say what a family says of a design: one value for the form, the draft and the handing in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from shop.core.clock import china_day
from shop.core.db import db
from shop.core.ids import new_public_id
from shop.pictures.models import Picture
from shop.registry.models import Design, DesignPicture, DesignProof
from shop.registry.rules import PictureRole, ProofKind
from shop.registry.rules.applying import (
    MOST_PROOFS,
    NeedsName,
    TooManyProofs,
    check_count,
    check_first_shown,
    check_pictures,
    check_proof,
)

_WORDS = (
    "name",
    "category",
    "claims",
    "materials",
    "keywords",
    "first_shown_on",
    "first_shown_where",
)


@dataclass(frozen=True)
class Shown:
    """One picture, and what it shows of the costume."""

    picture: Picture
    role: PictureRole = PictureRole.FRONT


@dataclass(frozen=True)
class Proof:
    """What proves when and where a design was first shown."""

    kind: ProofKind
    dated_on: date | None = None
    words: str = ""
    picture: Picture | None = None

    def says_something(self) -> bool:
        """Tell whether there is anything in it."""
        return bool(self.dated_on or self.words or self.picture)


@dataclass(frozen=True)
class Application:
    """All that a family says of a design."""

    name: str = ""
    category: str = "other"
    claims: str = ""
    materials: str = ""
    keywords: str = ""
    first_shown_on: date | None = None
    first_shown_where: str = ""
    pictures: tuple[Shown, ...] = field(default=())
    proofs: tuple[Proof, ...] = field(default=())

    def is_blank(self) -> bool:
        """Tell whether nothing is said yet; the kind, of which one always stands there, does not count."""
        said = (getattr(self, name) for name in _WORDS if name != "category")
        return not (any(said) or self.pictures or self.proofs)

    def check(self, now: datetime) -> None:
        """Raise a NotReady for what cannot be handed in like this."""
        today = china_day(now)
        if not self.name:
            raise NeedsName
        check_pictures([shown.role for shown in self.pictures])
        check_first_shown(self.first_shown_on, today)
        self.check_size()
        for place, proof in enumerate(self.proofs):
            says = bool(proof.words or proof.picture)
            check_proof(place, proof.dated_on, today, says=says)

    def check_size(self) -> None:
        """Raise TooManyPhotos or TooManyProofs for what not even a draft holds."""
        if self.pictures:
            check_count(len(self.pictures))
        if len(self.proofs) > MOST_PROOFS:
            raise TooManyProofs(most=MOST_PROOFS)


def said_of(design: Design) -> Application:
    """Read what is said of a design."""
    proofs = (Proof(ProofKind(p.kind), p.dated_on, p.words, p.picture) for p in design.proofs)
    return Application(
        **{name: getattr(design, name) for name in _WORDS},
        pictures=tuple(Shown(row.picture, PictureRole(row.role)) for row in design.pictures),
        proofs=tuple(proofs),
    )


def write(design: Design, said: Application, *, now: datetime) -> None:
    """Let a design be as it is said; rows that stay the same stay the same rows."""
    for name in _WORDS:
        setattr(design, name, getattr(said, name))
    _hang(design, said)
    _prove(design, said, now)
    design.edited_at = now
    db.session.flush()


def _hang(design: Design, said: Application) -> None:
    there = {row.picture_id: row for row in design.pictures}
    rows = []
    for position, shown in enumerate(said.pictures):
        row = there.get(shown.picture.id) or DesignPicture(picture=shown.picture)
        row.position, row.role = position, shown.role
        rows.append(row)
    design.pictures = rows


def _prove(design: Design, said: Application, now: datetime) -> None:
    rows = list(design.proofs)[: len(said.proofs)]
    rows += [
        DesignProof(public_id=new_public_id(), added_at=now) for _more in range(len(said.proofs) - len(rows))
    ]
    for row, proof in zip(rows, said.proofs, strict=True):
        row.kind, row.dated_on = proof.kind, proof.dated_on
        row.words, row.picture = proof.words, proof.picture
    design.proofs = rows
