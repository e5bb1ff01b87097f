"""Read the photos that a form carries: those sent one by one before, and those sent with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import FileStorage

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import Busy, RuleBroken
from shop.core.roles import Actor
from shop.pictures import service
from shop.pictures.models import Picture
from shop.web.language import say
from shop.workshops.models import Workshop


@dataclass(frozen=True)
class FormPhotos:
    """The photos of a form that could be taken in, in order, and a sentence for each that could not."""

    pictures: list[Picture]
    problems: list[str]

    def shown(self) -> list[dict[str, str]]:
        """Give the pictures as the photo field of a form shows them."""
        return shown(self.pictures)


def shown(pictures: list[Picture]) -> list[dict[str, str]]:
    """Give pictures as the photo field of a form shows them."""
    return [{"id": picture.public_id, "thumb": picture.url("list", "jpg")} for picture in pictures]


def photos_of_form(
    files: Sequence[FileStorage] | None,
    workshop: Callable[[], Workshop | None],
    actor: Actor,
    *,
    name: str = "photo_ids",
) -> FormPhotos:
    """Take in the photos of the present form. What could be taken in is kept, even if the form is wrong.

    `workshop` gives whose photos they are (none: the town office's); `name` is the form's field with the
    ids of the photos that were sent before.
    """
    wanted = request.form.getlist(name)
    taken, problems = [], []
    for file in files or []:
        if not file or not file.filename:
            continue
        try:
            taken.append((file.filename, service.prepare(file.read())))
        except (RuleBroken, Busy) as error:
            problems.append(f"{file.filename[:60]}: {say(error.message, **error.params)}")
    with transaction():
        home = workshop()
        kept = [
            service.keep(one, file_name=file_name, workshop=home, actor=actor, now=now())
            for file_name, one in taken
        ]
        ids = [picture.public_id for picture in kept]
    pictures = service.find_pictures(list(dict.fromkeys([*wanted, *ids])), workshop())
    return FormPhotos(list(pictures), problems)
