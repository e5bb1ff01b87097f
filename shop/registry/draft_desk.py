"""Hold an application as it lies before a family: what is typed, the photos taken in, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import FieldList, Form, FormField, HiddenField

from shop.core.errors import NotFound, RuleBroken
from shop.core.roles import Actor
from shop.pictures.form_photos import FormPhotos, photos_of_form, shown
from shop.pictures.models import Picture
from shop.registry.application import Application, said_of
from shop.registry.draft_forms import DraftForm, values_of, with_roles
from shop.registry.models import Design
from shop.registry.rules import PictureRole
from shop.registry.rules.applying import MOST_PROOFS, NotReady, ProofRefused, StaleDraft
from shop.web.keeping import RESUMED
from shop.web.language import say
from shop.workshops.models import Workshop

Kept = list[dict[str, str]]  # photos as the photo field of a form shows them
_PROOF_FIELDS = {"ProofEmpty": "words"}  # the others speak of the day


@dataclass
class Desk:
    """The form, and the photos that belong to it and to each of its proofs."""

    form: DraftForm
    pictures: list[tuple[Picture, PictureRole]]
    proven: list[Picture | None]

    def says(self) -> Application:
        """Give what the form says."""
        return self.form.says([picture for picture, _role in self.pictures], self.proven)

    def where(self) -> dict[str, str]:
        """Give which page this is, and which wording it had before it."""
        return {"seen": self.form.seen.data or "", "page": (self.form.once.data or "")[:64]}

    def photos(self) -> Kept:
        """Give the photos with their roles, as the form shows them."""
        small = shown([picture for picture, _role in self.pictures])
        return [
            {**photo, "role": role.value}
            for photo, (_picture, role) in zip(small, self.pictures, strict=True)
        ]

    def proof_photos(self) -> list[Kept]:
        """Give the photo of each proof, as the form shows it; none for an empty proof at the end."""
        kept = [shown([picture]) if picture else [] for picture in self.proven]
        return kept + [[] for _more in range(len(self.form.proofs) - len(kept))]

    def leave_room(self) -> None:
        """Let one empty proof stand at the end, to be filled in."""
        entries = list(self.form.proofs)
        if entries and not (_has_words(entries[-1]) or entries[-1].errors or self.proven[-1]):
            return
        if len(entries) < MOST_PROOFS:
            self.form.proofs.append_entry()

    def is_sent(self) -> bool:
        """Tell whether the family sent it just now, and every field can be read."""
        return RESUMED not in request.form and not self.form.errors

    def refuse(self, error: RuleBroken) -> None:
        """Put what a rule says where it belongs."""
        sentence = say(error.message, **error.params)
        if isinstance(error, ProofRefused):
            place = self._field_of_proof(int(str(error.params["place"])))
            self.form.fail_proof(place, _PROOF_FIELDS.get(type(error).__name__, "dated_on"), sentence)
        else:
            self.form.fail(error.field if isinstance(error, NotReady) else "once", sentence)
        if isinstance(error, StaleDraft):  # it is told now: pressing once more is meant
            self.form.seen.data = str(error.params["seen"])

    def first_problem(self) -> str:
        """Give one sentence about what is wrong, for a script to show."""
        return next(_problems(self.form), "")

    def _field_of_proof(self, place: int) -> int:
        """Give where in the form the proof stands that counts as `place`: empty ones are not counted."""
        filled = [
            number
            for number, (entry, picture) in enumerate(zip(self.form.proofs, self.proven, strict=False))
            if _has_words(entry) or picture
        ]
        return filled[place]


def desk_of(design: Design | None) -> Desk:
    """Lay a draft out, or an empty form."""
    if design is None:
        form, said = DraftForm(formdata=None), Application()
    else:
        form, said = DraftForm(formdata=None, data=values_of(design)), said_of(design)
    pictures = [(one.picture, one.role) for one in said.pictures]
    return Desk(form, pictures, [proof.picture for proof in said.proofs])


def desk_sent(workshop: Callable[[], Workshop], actor: Actor) -> Desk:
    """Read what was sent; photos that could be taken in are kept, even where something else is wrong."""
    form = DraftForm()
    if RESUMED not in request.form:
        form.validate()
    photos = _photos(form.photos.data, workshop, actor, "photo_ids")
    desk = Desk(form, with_roles(photos.pictures), [])
    for problem in photos.problems:
        form.fail("photos", problem)
    for place, entry in enumerate(form.proofs):
        found = _photos(entry.photos.data, workshop, actor, f"{entry.name}-photo_ids")
        desk.proven.append(found.pictures[-1] if found.pictures else None)
        for problem in found.problems:
            form.fail_proof(place, "photos", problem)
    return desk


def _has_words(entry: FormField) -> bool:
    return bool(entry.form.dated_on.data or entry.form.words.data)


def _problems(form: Form) -> Iterator[str]:
    for one in form:
        if isinstance(one, FieldList):
            for entry in one:
                yield from _problems(entry.form)
        elif one.errors:
            named = "" if isinstance(one, HiddenField) else f"{one.label.text}: "
            yield f"{named}{one.errors[0]}"


def _photos(
    files: Sequence[FileStorage] | None, workshop: Callable[[], Workshop], actor: Actor, name: str
) -> FormPhotos:
    if not files and not request.form.getlist(name):
        return FormPhotos([], [])
    try:
        return photos_of_form(files, workshop, actor, name=name)
    except NotFound:
        return FormPhotos([], [_("One of the photos is not yours. Choose your photos again.")])
