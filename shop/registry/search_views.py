"""Pages of the public register: looking for designs by words, by what they are, by a photo."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from shop.core.clock import china, now
from shop.pictures.rules import MOST_BYTES, NoPhoto, PhotoRefused
from shop.pictures.service import examine
from shop.registry import search
from shop.registry.rules import CATEGORIES
from shop.registry.rules.search import MOST_TYPED, STANDING_NAMES
from shop.registry.search import Asked, Resemblance
from shop.registry.search_forms import Choices, NarrowForm, PhotoForm
from shop.registry.words import undone
from shop.web.guards import find_actor
from shop.web.language import say
from shop.web.limits import PHOTOS_BY_ADDRESS, limiter
from shop.web.paging import here, page_of
from shop.workshops.models import Workshop
from shop.workshops.service import list_villages, list_workshops


def add_to(bp: Blueprint) -> None:
    """Add the public register to the register's blueprint."""
    bp.add_url_rule("/register", "register", register)
    bp.add_url_rule("/register/by-photo", "by_photo", by_photo, methods=["GET", "POST"])


def register() -> ResponseReturnValue:
    """Show the public register: words, what the list is narrowed to, pages."""
    kinds = _kinds()
    form = NarrowForm.of(request.args, **_choices())
    kind = request.args.get("kind", "")
    asked = Asked(
        words=request.args.get("q", "")[:MOST_TYPED].strip(),
        kind=kind if kind in kinds else "",
        **{name: form[name].data for name in ("village", "maker", "standing", "year")},
    )
    listed = page_of(*search.look_for(asked))
    shown = {"listed": listed, "asked": asked, "kinds": kinds, "chosen": _chosen(form), "here": here}
    return render_template("registry/register.html", form=form, **shown)


def _kinds() -> dict[str, str]:
    return {key: say(name) for key, name in CATEGORIES.items()}


def _choices() -> dict[str, Choices]:
    """Offer what there is; of workshops those of the village that was chosen, if one was."""
    village = request.args.get("village", "")
    makers = [one for one in list_workshops() if not village or str(one.village_id) == village]
    first, last = search.first_year(), china(now()).year
    return {
        "village": [(str(one.id), one.name) for one in list_villages()],
        "maker": [(one.public_id, _named(one, village)) for one in makers],
        "standing": [(key, say(name)) for key, name in STANDING_NAMES.items()],
        "year": [(str(year), str(year)) for year in range(last, (first or last) - 1, -1)],
    }


def _named(workshop: Workshop, village: str) -> str:
    return workshop.name if village else f"{workshop.village.name} · {workshop.name}"


def _chosen(form: NarrowForm) -> list[tuple[str, str]]:
    """List what the list is narrowed to, with the address that takes it away again."""
    fields = [field for field in form if field.data]
    return [(dict(field.choices)[field.data], here(**{field.name: None})) for field in fields]


@limiter.limit(PHOTOS_BY_ADDRESS, methods=["POST"], exempt_when=lambda: find_actor() is not None)
def by_photo() -> ResponseReturnValue:
    """Compare a photo with the register and show what it resembles; nothing of the photo is kept."""
    form = PhotoForm()
    found: list[Resemblance] | None = None
    too_plain = False
    if form.sent():
        try:
            taken = examine(_photo_of(form))
        except PhotoRefused as error:
            form.fail("photo", say(error.message, **error.params))
        else:
            too_plain = search.is_too_plain(taken)
            found = search.resembling(taken)
    page = render_template(
        "registry/by_photo.html", form=form, found=found, too_plain=too_plain, undone=undone
    )
    return page, 422 if form.errors else 200


def _photo_of(form: PhotoForm) -> bytes:
    """Give the bytes that were sent, and no more of them than shows that they are too many; or NoPhoto."""
    photo = form.photo.data
    data = photo.stream.read(MOST_BYTES + 1) if photo else b""
    if not data:
        raise NoPhoto
    return bytes(data)
