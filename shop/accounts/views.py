"""Pages of accounts: signing in, one's own account, the people of the town."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from shop.accounts import service
from shop.accounts.forms import PasswordForm, PersonForm, RolesForm, SignInForm
from shop.accounts.models import Person
from shop.accounts.rules import ROLE_NAMES, WrongPassword, tidy_phone
from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import RuleBroken
from shop.core.once import act_once
from shop.core.roles import Role, is_office
from shop.web.addresses import next_path
from shop.web.guards import actor, find_actor
from shop.web.keeping import RESUMED, find_kept_form
from shop.web.language import say
from shop.web.limits import SIGN_IN_BY_ADDRESS, SIGN_IN_BY_PHONE, limiter, was_refused

bp = Blueprint("accounts", __name__)


def _typed_phone() -> str:
    """Give the phone number that is being tried, however it is written, as the key of a limit."""
    try:
        return "phone:" + tidy_phone(request.form.get("phone", ""))
    except RuleBroken:
        return f"no phone:{request.remote_addr}"


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(SIGN_IN_BY_ADDRESS, methods=["POST"], deduct_when=was_refused)
@limiter.limit(SIGN_IN_BY_PHONE, methods=["POST"], key_func=_typed_phone, deduct_when=was_refused)
def sign_in() -> ResponseReturnValue:
    """Let somebody in; what they had typed before comes back."""
    form = SignInForm()
    if form.sent():
        try:
            person = service.check_sign_in(form.phone.data or "", form.password.data or "")
        except RuleBroken as error:
            form.fail("password", say(error.message))
        else:
            return _welcome(person)
    elif find_actor() and request.method == "GET":
        return redirect(next_path())
    kept = request.form.get("kept", "")
    page = render_template(
        "accounts/sign_in.html", form=form, kept=kept, next_path=next_path(), was_signed_out=bool(kept)
    )
    return page, 422 if form.errors else 200


def _welcome(person: Person) -> ResponseReturnValue:
    session.clear()
    g.pop("csrf_token", None)  # the token of the session before, which the page below must not carry
    session.permanent = True
    login_user(person)
    kept = find_kept_form(request.form.get("kept", ""))
    if kept is not None:
        return render_template("errors/resume.html", kept=kept, resumed=RESUMED)
    if person.must_change_password:
        flash(_("Welcome. Please choose a password of your own now."), "note")
        return redirect(url_for("accounts.change_password"))
    return redirect(next_path())


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Let somebody out."""
    logout_user()
    session.clear()
    flash(_("You are signed out."), "good")
    return redirect(url_for("home.front"))


@bp.get("/me")
def me() -> ResponseReturnValue:
    """Show one's own account."""
    person = service.get_person(actor().public_id)
    return render_template("accounts/me.html", me=person, role_names=_role_names(person))


def _role_names(person: Person) -> list[str]:
    return [say(ROLE_NAMES[role]) for role in Role if role in person.roles]


@bp.route("/me/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    form = PasswordForm()
    if form.sent():
        try:
            with transaction():
                person = service.get_person(actor().public_id)
                service.change_password(
                    person,
                    present=form.present_password.data or "",
                    wanted=form.wanted_password.data or "",
                    now=now(),
                )
        except RuleBroken as error:
            field = "present_password" if isinstance(error, WrongPassword) else "wanted_password"
            form.fail(field, say(error.message, **error.params))
        else:
            login_user(person)
            flash(_("Your password is changed. Other phones and computers are signed out."), "good")
            return redirect(url_for("home.desk"))
    return render_template("accounts/change_password.html", form=form), 422 if form.errors else 200


@bp.get("/people")
def people() -> ResponseReturnValue:
    """List the people of the town."""
    everybody = [(person, _role_names(person)) for person in service.list_people()]
    may_open = is_office(actor())
    return render_template("accounts/people.html", everybody=everybody, may_open=may_open)


@bp.route("/people/new", methods=["GET", "POST"])
def create_person() -> ResponseReturnValue:
    """Create a person at the counter and show their first password once."""
    form = PersonForm()
    if form.sent():
        try:
            return _created(form)
        except RuleBroken as error:
            form.fail("phone", say(error.message, **error.params))
    return render_template("accounts/create_person.html", form=form), 422 if form.errors else 200


def _created(form: PersonForm) -> ResponseReturnValue:
    made: list[str] = []

    def act() -> str:
        person, first = service.create_person(
            name=form.name.data or "", phone=form.phone.data or "", roles=(), actor=actor(), now=now()
        )
        made.append(first)
        return person.public_id

    with transaction():
        public_id = act_once(form.once.data, actor().id, now(), act)
    person = service.get_person(public_id)
    return render_template("accounts/first_password.html", new=person, first=made[0] if made else None)


@bp.route("/people/<public_id>", methods=["GET", "POST"])
def person(public_id: str) -> ResponseReturnValue:
    """Show a person to the office, and let it change their tasks."""
    shown = service.get_person(public_id)
    form = RolesForm(roles=[str(role) for role in shown.roles])
    if form.sent():
        try:
            with transaction():
                wanted = [Role(role) for role in form.roles.data or []]
                service.change_roles(service.get_person(public_id), wanted, actor=actor(), now=now())
        except RuleBroken as error:
            form.fail("roles", say(error.message, **error.params))
        else:
            flash(_("Saved."), "good")
            return redirect(url_for(".person", public_id=public_id))
    return render_template("accounts/person.html", shown=shown, form=form), 422 if form.errors else 200


@bp.post("/people/<public_id>/first-password")
def reset_password(public_id: str) -> ResponseReturnValue:
    """Give a person a new first password, and show it once."""
    with transaction():
        first = service.reset_password(service.get_person(public_id), actor=actor(), now=now())
    return render_template("accounts/first_password.html", new=service.get_person(public_id), first=first)
