"""Show pictures to those who may see them, and take photos in one by one."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, current_app, request, send_file
from flask.typing import ResponseReturnValue

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import NotAllowed, NotFound, ShopError
from shop.pictures import frame_views, service, store
from shop.pictures.models import Picture
from shop.pictures.rules import FORMATS, MOST_BYTES, SIZES, Busy, NoPhoto
from shop.web.guards import actor, find_actor
from shop.web.language import say
from shop.workshops.models import Workshop
from shop.workshops.service import workshop_of

bp = Blueprint("pictures", __name__)
frame_views.add_to(bp)

_YEAR = 365 * 24 * 3600


@bp.get("/pictures/<public_id>/<size>.<ending>")
def show(public_id: str, size: str, ending: str) -> ResponseReturnValue:
    """Send a copy of a picture; whoever may not see it learns not even that it exists."""
    if size not in SIZES or ending not in FORMATS:
        raise NotFound
    picture = service.get_picture(public_id)
    if not service.may_see(picture, find_actor()):
        raise NotFound
    return _send(picture, size, ending)


def _send(picture: Picture, size: str, ending: str) -> Response:
    path = store.here().copy_path(picture.sha256, size, ending)
    if not path.exists():
        current_app.logger.error(
            "a copy of picture %s is missing: run `flask pictures refresh`", picture.public_id
        )
        raise NotFound
    etag = f"{picture.sha256}-{size}-{ending}"
    response = send_file(path, FORMATS[ending], conditional=True, etag=etag, last_modified=None)
    kept = f"private, max-age={_YEAR}, immutable" if picture.is_public else "private, no-store"
    response.headers["Cache-Control"] = kept
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


@bp.post("/workshops/<workshop_id>/photos")
def upload(workshop_id: str) -> ResponseReturnValue:
    """Take one photo in for the workshop; answer JSON: its id and its small copy's address, or a sentence."""
    return _answer(lambda: workshop_of(workshop_id, actor()))


@bp.post("/town/photos")
def upload_for_town() -> ResponseReturnValue:
    """Take one photo in for the town office; answer likewise."""
    return _answer(lambda: None)


def _answer(owner: Callable[[], Workshop | None]) -> ResponseReturnValue:
    try:
        picture = _take_in(owner)
    except ShopError as error:
        return _refuse(error)
    return {"id": picture.public_id, "thumb": picture.url("list", "jpg")}


def _take_in(owner: Callable[[], Workshop | None]) -> Picture:
    owner()  # asked first: nobody's bytes are read who may not send any
    photo = request.files.get("photo")
    if photo is None or not photo.filename:
        raise NoPhoto
    taken = service.prepare(photo.stream.read(MOST_BYTES + 1))
    with transaction():
        return service.keep(taken, file_name=photo.filename, workshop=owner(), actor=actor(), now=now())


_STATUS: tuple[tuple[type[ShopError], int], ...] = ((NotFound, 404), (NotAllowed, 403), (Busy, 503))


def _refuse(error: ShopError) -> ResponseReturnValue:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 422)
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, Busy) else {}
    return {"error": say(error.message, **error.params)}, status, headers
