"""Keep a family's drafts: begun, saved a little at a time, deleted, begun anew from an earlier version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from shop.core.db import db
from shop.core.ids import new_public_id
from shop.core.once import act_once
from shop.core.roles import Actor
from shop.registry.application import Application, said_of, write
from shop.registry.models import Design
from shop.registry.rules import PROTECTED, DesignState
from shop.registry.rules.applying import MOST_DRAFTS, NotADraft, NoVersionOfIt, StaleDraft, TooManyDrafts
from shop.workshops.models import Workshop
from shop.workshops.service import is_member


def start(workshop: Workshop, *, now: datetime, earlier: Design | None = None) -> Design:
    """Begin a draft, empty or as the next version of an earlier design."""
    design = Design(
        public_id=new_public_id(),
        workshop=workshop,
        state=DesignState.DRAFT,
        version=earlier.version + 1 if earlier else 1,
        earlier=earlier,
        created_at=now,
    )
    db.session.add(design)
    db.session.flush()
    return design


def _check_room(workshop: Workshop) -> None:
    if len(drafts_of(workshop)) >= MOST_DRAFTS:
        raise TooManyDrafts(most=MOST_DRAFTS)


def start_once(workshop: Workshop, once: str | None, *, actor: Actor, now: datetime) -> Design:
    """Begin a draft, or give the one that was begun under this key; a deleted one is begun anew.

    TooManyDrafts where too many lie unfinished.
    """

    def begin() -> str:
        _check_room(workshop)
        return start(workshop, now=now).public_id

    public_id = act_once(once, actor.id, now, begin)
    begun = select(Design).where(Design.public_id == public_id, Design.workshop_id == workshop.id)
    return db.session.scalars(begun).unique().one_or_none() or start(workshop, now=now)


def start_version(earlier: Design, *, now: datetime) -> Design:
    """Begin a changed version of a design, filled in as that one is; pressed twice it gives the same draft.

    When and where it was first shown, and what proves that, is for the new version to say; the photos of a
    family that the design was taken over from stay with that family.
    """
    if earlier.state not in PROTECTED:
        raise NoVersionOfIt
    begun = select(Design).where(Design.earlier_id == earlier.id, Design.state == DesignState.DRAFT)
    there = db.session.scalars(begun).unique().first()
    if there is not None:
        return there
    _check_room(earlier.workshop)
    design = start(earlier.workshop, now=now, earlier=earlier)
    said = said_of(earlier)
    ours = tuple(one for one in said.pictures if one.picture.workshop_id == earlier.workshop_id)
    said = replace(said, pictures=ours, first_shown_on=None, first_shown_where="", proofs=())
    write(design, said, now=now)
    return design


def may_change(design: Design, actor: Actor | None) -> bool:
    """Tell whether this person may begin a changed version of the design."""
    return design.state in PROTECTED and is_member(design.workshop_id, actor)


def drafts_of(workshop: Workshop) -> Sequence[Design]:
    """List a workshop's drafts, the last one saved first."""
    query = select(Design).where(Design.workshop_id == workshop.id, Design.state == DesignState.DRAFT)
    query = query.options(selectinload(Design.pictures)).order_by(
        func.coalesce(Design.edited_at, Design.created_at).desc(), Design.id.desc()
    )
    return db.session.scalars(query).unique().all()


def find_blank(workshop: Workshop) -> Design | None:
    """Find the newest draft in which nothing stands yet."""
    return next((one for one in drafts_of(workshop) if not one.earlier_id and said_of(one).is_blank()), None)


def stamp(design: Design) -> str:
    """Give the mark of a draft's present wording; a form carries it, to tell whether another came between."""
    return design.edited_at.isoformat() if design.edited_at else ""


def save(design: Design, said: Application, *, seen: str, page: str, now: datetime) -> None:
    """Save a draft; `seen` is the stamp of the wording that the family had before it, `page` its page's key.

    NotADraft once it is handed in; StaleDraft where another page changed it meanwhile. What this page saved
    itself it knows, even where the answer was lost on the way.
    """
    db.session.refresh(design, ["state", "edited_at", "edited_on_page"], with_for_update=True)
    if design.state != DesignState.DRAFT:
        raise NotADraft
    said.check_size()
    if said == said_of(design):
        return
    if seen != stamp(design) and page != design.edited_on_page:
        raise StaleDraft(seen=stamp(design))
    design.edited_on_page = page
    write(design, said, now=now)


def delete(design: Design) -> None:
    """Delete a draft; NotADraft for what was handed in. Its photos stay among the workshop's."""
    db.session.refresh(design, ["state"], with_for_update=True)
    if design.state != DesignState.DRAFT:
        raise NotADraft
    db.session.delete(design)
    db.session.flush()
