"""The form of an application, and what it says of a design."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import DateField, FieldList, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from shop.pictures.models import Picture
from shop.registry.application import Application, Proof, Shown, said_of
from shop.registry.drafts import stamp
from shop.registry.models import Design
from shop.registry.rules import CATEGORIES, PictureRole, ProofKind
from shop.registry.rules.applying import MOST_PROOFS, PROOFS, usual_role
from shop.web.forms import OnceForm, choice, tidy


class DayField(DateField):  # type: ignore[misc]  # WTForms has no types
    """A day that may be left out."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what the browser's calendar sends, or what was typed in its place."""
        typed = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if typed:
            try:
                self.data = date.fromisoformat(typed.replace("/", "-").replace(".", "-"))
            except ValueError as error:
                raise ValueError(_("Write the day like 2026-03-04.")) from error


def _words(label: Any, most: int, *, area: bool = False) -> StringField:
    """Make a field that may be left empty without saying so: nearly all of an application is."""
    too_long = Length(max=most, message=_l("This is too long: at most %(most)s characters.", most=most))
    return (TextAreaField if area else StringField)(label, validators=[too_long], filters=[tidy])


class ProofForm(Form):  # type: ignore[misc]
    """One proof of when and where a design was first shown."""

    kind = choice(_l("What it is"), [(key.value, _l(name)) for key, name in PROOFS.items()])
    dated_on = DayField(_l("Its day"))
    words = _words(_l("Order number, link, or what it shows"), 300)
    photos = MultipleFileField(_l("Photo of it"))


class DraftForm(OnceForm):
    """An application for the register, finished or not."""

    seen = HiddenField()  # the stamp of the wording that this page shows
    photos = MultipleFileField(_l("Photos"))
    name = _words(_l("Name of the costume"), 80)
    category = choice(_l("Kind"), [(key, _l(name)) for key, name in CATEGORIES.items()])
    claims = _words(_l("What is new about it"), 1000, area=True)
    materials = _words(_l("Materials"), 300)
    keywords = _words(_l("Keywords"), 200)
    first_shown_on = DayField(_l("First shown on"))
    first_shown_where = _words(_l("First shown where"), 200)
    proofs = FieldList(FormField(ProofForm), _l("Proofs"), max_entries=MOST_PROOFS)

    def fail_proof(self, place: int, field: str, message: str) -> None:
        """Put a message beside a field of one proof."""
        target = self.proofs[place].form[field]
        target.errors = [*target.errors, message]
        self.proofs.errors = [entry.errors for entry in self.proofs]

    def says(self, pictures: Sequence[Picture], proven: Sequence[Picture | None]) -> Application:
        """Give what is said; `proven` holds the photo of each proof. A proof without anything is left out."""
        proofs = (
            Proof(ProofKind(one.kind.data), one.dated_on.data, one.words.data or "", picture)
            for one, picture in zip((entry.form for entry in self.proofs), proven, strict=True)
        )
        return Application(
            name=self.name.data or "",
            category=self.category.data,
            claims=self.claims.data or "",
            materials=self.materials.data or "",
            keywords=self.keywords.data or "",
            first_shown_on=self.first_shown_on.data,
            first_shown_where=self.first_shown_where.data or "",
            pictures=tuple(Shown(picture, role) for picture, role in with_roles(pictures)),
            proofs=tuple(proof for proof in proofs if proof.says_something()),
        )


def with_roles(pictures: Sequence[Picture]) -> list[tuple[Picture, PictureRole]]:
    """Join the pictures of the present form with what it says that they show, else with a guess."""
    roles = set(PictureRole)
    said = [request.form.get(f"role-{picture.public_id}", "") for picture in pictures]
    return [
        (picture, PictureRole(role) if role in roles else usual_role(place))
        for place, (picture, role) in enumerate(zip(pictures, said, strict=True))
    ]


def values_of(design: Design) -> dict[str, Any]:
    """Give what a form shows of a draft."""
    said = said_of(design)
    proofs = [{"kind": p.kind.value, "dated_on": p.dated_on, "words": p.words} for p in said.proofs]
    return {**vars(said), "proofs": proofs, "photos": None, "seen": stamp(design)}
