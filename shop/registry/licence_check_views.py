"""Pages by which a licence is proved: its paper for the two sides, the check for everybody."""

from __future__ import annotations

import io
from pathlib import Path

from flask import Blueprint, Response, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from shop.core.clock import now
from shop.core.errors import N_, NotFound
from shop.core.fonts import ensure_fonts
from shop.pictures import store
from shop.pictures.models import Picture
from shop.registry import licences
from shop.registry.licence_paper import LicencePaper, Party, render_licence
from shop.registry.licence_views import PRINTABLE, platform_names
from shop.registry.models import Licence
from shop.registry.rules import ON_VIEW
from shop.registry.rules.codes import NoSuchForm, in_groups, read_check_code
from shop.web.guards import actor
from shop.web.language import say
from shop.web.limits import CODES_BY_ADDRESS, limiter, was_wrong_code
from shop.workshops.models import Workshop
from shop.workshops.service import find_town

_SHOWN = 60  # of what was typed, characters
UNKNOWN = N_("No licence of this town has this code. Compare it with the paper, letter by letter.")


def add_to(bp: Blueprint) -> None:
    """Add the paper and the check to the register's blueprint."""
    limit = limiter.limit(CODES_BY_ADDRESS, deduct_when=was_wrong_code)
    bp.add_url_rule("/licences/<licence_id>/paper", "licence_paper", licence_paper)
    bp.add_url_rule("/licences/check", "check_licence", check_licence)
    bp.add_url_rule("/licences/check/<code>", "checked_licence", limit(checked_licence))


def licence_paper(licence_id: str) -> ResponseReturnValue:
    """Print the paper of a licence that was accepted; an ended one says so."""
    one = licences.get_licence(licence_id, actor())
    if one.check_code is None or one.grant.phase(now()) not in PRINTABLE:
        raise NotFound
    pdf = render_licence(_stated(one), ensure_fonts(Path(current_app.config["FONTS"])))
    answer = send_file(io.BytesIO(pdf), mimetype="application/pdf", download_name=f"{one.number}.pdf")
    return _never_kept(answer)


def _stated(one: Licence) -> LicencePaper:
    assert one.check_code is not None
    code, town, grant = in_groups(one.check_code), find_town(), one.grant
    cover = shown_picture(one)
    return LicencePaper(
        town=town.name if town else "",
        number=one.number,
        check_code=code,
        check_url=url_for(".checked_licence", code=code, _external=True),
        phase=grant.phase(now()),
        maker=_party(one.maker),
        giver=_party(one.giver),
        holder=_party(one.holder),
        design=(one.design.name, one.design.number or "") if one.design else None,
        photo=store.here().copy_path(cover.sha256, "page", "jpg").read_bytes() if cover else None,
        terms=one.terms,
        last_day=grant.last_day,
        sell_off_until=grant.sell_off_until,
        printed_at=now(),
    )


def shown_picture(one: Licence) -> Picture | None:
    """Give the picture of a licence's design, while the register shows it to everybody."""
    return one.design.cover if one.design and one.design.state in ON_VIEW else None


def _party(workshop: Workshop) -> Party:
    return Party(workshop.name, workshop.village.name)


def check_licence() -> ResponseReturnValue:
    """Ask everybody for the check code of a licence paper."""
    if "code" not in request.args:
        return _asked_for("", "")
    typed = request.args["code"]
    try:
        code = read_check_code(typed)
    except NoSuchForm as error:
        return _asked_for(typed, say(error.message)), 422
    return redirect(url_for(".checked_licence", code=in_groups(code)))


def checked_licence(code: str) -> ResponseReturnValue:
    """Show everybody what the register says today of the licence with this check code."""
    try:
        one = licences.find_by_code(read_check_code(code))
    except NoSuchForm as error:
        return _asked_for(code, say(error.message)), 404
    if one is None:
        return _asked_for(code, say(UNKNOWN)), 404
    grant = one.grant
    page = render_template(
        "registry/checked_licence.html",
        licence=one,
        code=in_groups(one.check_code or ""),
        phase=grant.phase(now()).value,
        last_day=grant.last_day,
        sell_off_until=grant.sell_off_until,
        picture=shown_picture(one),
        platforms=platform_names(),
        at=now(),
    )
    return _never_kept(Response(page))


def _asked_for(typed: str, problem: str) -> str:
    return render_template("registry/check_licence.html", typed=typed[:_SHOWN], problem=problem)


def _never_kept(answer: Response) -> Response:
    """Have it asked for anew each time: a licence may end any minute."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
