"""Forms of looking for designs: what a list is narrowed to, and a photo to compare."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict

from shop.web.forms import ShopForm, choice

Choices = list[tuple[str, Any]]


class NarrowForm(ShopForm):
    """What a list is narrowed to: its answers stand in the address, and nothing is done by it."""

    class Meta:
        """Ask for no token."""

        csrf = False

    village = choice(_l("Village"), [])
    maker = choice(_l("Workshop"), [])
    standing = choice(_l("Where it stands"), [])
    year = choice(_l("Year handed in"), [])

    @classmethod
    def of(cls, asked: MultiDict[str, str], **choices: Choices) -> NarrowForm:
        """Read an address's questions; an answer that is not among a field's choices is none."""
        form = cls(formdata=None)
        for name, offered in choices.items():
            field = form[name]
            field.choices = [("", _l("All")), *offered]
            field.data = asked.get(name, "") if asked.get(name, "") in dict(offered) else ""
        return form


class PhotoForm(ShopForm):
    """One photo that is compared with the register and not kept."""

    photo = FileField(_l("Photo"))
