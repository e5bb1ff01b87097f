"""Pages on which licences begin: asking for one, offering one, answering a request, giving one on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from wtforms.fields import SelectChoice

from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.errors import NotFound, RuleBroken
from shop.core.once import act_once
from shop.registry import licence_acts as acts
from shop.registry import licences, service
from shop.registry.licence_forms import (
    ALL_DESIGNS,
    USUAL_SELL_OFF,
    AskForm,
    FreeOfferForm,
    OfferForm,
    TermsForm,
    fields_of,
)
from shop.registry.licences import LicenceSide
from shop.registry.models import Design, Licence
from shop.registry.rules import PROTECTED, BadTerms, LicenceState, NoSublicence, Phase
from shop.web.guards import actor
from shop.web.language import say
from shop.workshops.models import Workshop
from shop.workshops.rules import PLATFORMS
from shop.workshops.service import get_workshop, list_workshops, open_platforms, workshop_of, workshops_of

USUAL_DAYS = 364  # with the first day counted in, a year


def add_to(bp: Blueprint) -> None:
    """Add the pages on which licences begin to the register's blueprint."""
    both = ["GET", "POST"]
    own = "/workshops/<workshop_id>/licences"
    bp.add_url_rule("/licences/ask", "ask_licence", ask_licence, methods=both)
    bp.add_url_rule(f"{own}/new", "grant_licence", grant_licence, methods=both)
    bp.add_url_rule(f"{own}/<licence_id>/under", "give_licence_on", give_licence_on, methods=both)
    bp.add_url_rule("/licences/<licence_id>/offer", "answer_licence", answer_licence, methods=both)


def ask_licence() -> ResponseReturnValue:
    """Ask a maker for a licence, for one design or for all; without a maker in the address, choose one."""
    maker, design = _wished()
    own = [one for one in workshops_of(actor()) if maker is None or one.id != maker.id]
    if maker is None or not own:
        makers = [one for one in list_workshops() if one.id not in {own_one.id for own_one in own}]
        return render_template("registry/choose_maker.html", makers=makers, own=own, maker=maker)
    form = AskForm(
        design=design.public_id if design else ALL_DESIGNS, **_usual_days(), platforms=open_platforms(own[0])
    )
    form.holder.choices = [SelectChoice(one.public_id, one.name) for one in own]
    form.design.choices = _designs_of(maker, _("All their designs"))
    asked_id = maker.public_id

    def ask() -> str:
        holder, maker = workshop_of(form.holder.data, actor()), get_workshop(asked_id)
        terms = form.terms(_design_id(form, maker))
        return acts.ask(maker, holder, terms, words=form.words.data or "", actor=actor(), now=now()).public_id

    made = _try(form, ask)
    if made is not None:
        flash(_("Asked. You get a message as soon as they answer."), "good")
        return redirect(url_for(".licence", licence_id=made))
    page = render_template("registry/ask_licence.html", form=form, maker=get_workshop(asked_id), own=own)
    return page, 422 if form.errors else 200


def _wished() -> tuple[Workshop | None, Design | None]:
    """Read from the address whose licence is wished for, and for which design."""
    if request.args.get("design"):
        design = service.get_design(request.args["design"], actor())
        if design.state not in PROTECTED:
            raise NotFound
        return design.workshop, design
    return (get_workshop(request.args["maker"]) if request.args.get("maker") else None), None


def grant_licence(workshop_id: str) -> ResponseReturnValue:
    """Offer another workshop a licence of one's own accord."""
    maker = workshop_of(workshop_id, actor())
    asked = {name: request.args[name] for name in ("holder", "design") if name in request.args}
    form = FreeOfferForm(**{"design": ALL_DESIGNS, **_usual_days(), **asked})
    others = _set_holders(form, {maker.id})
    form.design.choices = _designs_of(maker, _("All our designs"))

    def offer() -> str:
        maker = workshop_of(workshop_id, actor())
        terms = form.terms(_design_id(form, maker))
        words, holder = form.words.data or "", get_workshop(form.holder.data)
        return acts.offer(maker, holder, terms, words=words, actor=actor(), now=now()).public_id

    made = _try(form, offer)
    if made is not None:
        return _offered(made)
    maker = workshop_of(workshop_id, actor())
    page = render_template("registry/grant_licence.html", form=form, workshop=maker, others=others)
    return page, 422 if form.errors else 200


def give_licence_on(workshop_id: str, licence_id: str) -> ResponseReturnValue:
    """Offer a licence under the one that a workshop holds, within its terms."""
    own = _held(workshop_id, licence_id)
    form = FreeOfferForm(design=own.design.public_id if own.design else ALL_DESIGNS, **fields_of(own.terms))
    others = _set_holders(form, {own.holder_id, own.maker_id})
    form.design.choices = _designs_of(own.maker, _("All their designs"), only=own.design_id)
    form.platforms.choices = [
        one for one in form.platforms.choices if one.value in (own.platforms or PLATFORMS)
    ]

    def offer() -> str:
        under = _held(workshop_id, licence_id)
        terms = form.terms(_design_id(form, under.maker))
        words, holder = form.words.data or "", get_workshop(form.holder.data)
        return acts.offer(
            under.maker, holder, terms, words=words, actor=actor(), now=now(), under=under
        ).public_id

    made = _try(form, offer)
    if made is not None:
        return _offered(made)
    own = _held(workshop_id, licence_id)
    page = render_template("registry/give_licence_on.html", form=form, licence=own, others=others)
    return page, 422 if form.errors else 200


def _held(workshop_id: str, licence_id: str) -> Licence:
    """Give a licence that this workshop holds and may give on; NoSublicence where it may not."""
    holder = workshop_of(workshop_id, actor())
    own = licences.get_licence(licence_id, actor())
    if own.holder_id != holder.id:
        raise NotFound
    if not own.may_sublicense or own.grant.phase(now()) not in (Phase.IN_FORCE, Phase.NOT_YET):
        raise NoSublicence
    return own


def answer_licence(licence_id: str) -> ResponseReturnValue:
    """Offer whoever asked for a licence one's own terms, which begin as what they wished for."""
    asked = _asked(licence_id)
    if asked.state != LicenceState.ASKED:
        return redirect(url_for(".licence", licence_id=licence_id))
    form = OfferForm(
        design=asked.design.public_id if asked.design else ALL_DESIGNS,
        **{**fields_of(asked.terms), "sell_off_days": USUAL_SELL_OFF},
    )
    form.design.choices = _designs_of(asked.maker, _("All our designs"))

    def offer() -> str:
        one = _asked(licence_id)
        terms = form.terms(_design_id(form, one.maker))
        acts.answer(one, terms, words=form.words.data or "", actor=actor(), now=now())
        return licence_id

    made = _try(form, offer)
    if made is not None:
        return _offered(made)
    page = render_template("registry/answer_licence.html", form=form, licence=_asked(licence_id))
    return page, 422 if form.errors else 200


def _asked(licence_id: str) -> Licence:
    one = licences.get_licence(licence_id, actor())
    if LicenceSide.GIVER not in licences.sides_of(one, actor()):
        raise NotFound
    return one


def _offered(licence_id: str) -> ResponseReturnValue:
    flash(_("Offered. It counts as soon as they accept; you get a message then."), "good")
    return redirect(url_for(".licence", licence_id=licence_id))


def _try(form: TermsForm, act: Callable[[], str]) -> str | None:
    """Do the act once when the form is right; put what a rule says beside its field. Gives a public id."""
    if not form.sent():
        return None
    try:
        with transaction():
            return act_once(form.once.data, actor().id, now(), act)
    except BadTerms as error:
        form.fail(error.field, say(error.message, **error.params))
    except RuleBroken as error:
        form.form_errors = [say(error.message, **error.params)]
    return None


def _usual_days() -> dict[str, object]:
    today = china_day(now())
    return {"starts_on": today, "ends_on": today + timedelta(days=USUAL_DAYS)}


def _set_holders(form: FreeOfferForm, but: set[int]) -> list[Workshop]:
    """Let the form choose among the town's workshops but these; give them."""
    others = [one for one in list_workshops() if one.id not in but]
    named = [SelectChoice(one.public_id, f"{one.name} · {one.village.name}") for one in others]
    form.holder.choices = [SelectChoice("", _("Choose a workshop")), *named]
    return others


def _designs_of(maker: Workshop, all_of_them: str, only: int | None = None) -> list[SelectChoice]:
    """List what a licence can be for: all designs of a maker, or one; `only` that one."""
    query = select(Design).where(Design.workshop_id == maker.id, Design.state.in_(PROTECTED))
    if only is not None:
        query = query.where(Design.id == only)
    designs = db.session.scalars(query.order_by(Design.id.desc())).unique()
    single = [SelectChoice(design.public_id, f"{design.name} · {design.number}") for design in designs]
    return single if only is not None else [SelectChoice(ALL_DESIGNS, all_of_them), *single]


def _design_id(form: TermsForm, maker: Workshop) -> int | None:
    """Give the id of the design that was chosen; None for all of the maker's."""
    return None if form.design.data == ALL_DESIGNS else service.design_of(form.design.data, maker).id
