"""Say in words what an entry of the log records."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from shop.core.errors import N_

ACTS = {
    "person.created": N_("registered a person"),
    "person.password_changed": N_("changed their password"),
    "person.password_reset": N_("made a new first password"),
    "person.roles_changed": N_("changed somebody's tasks"),
    "town.named": N_("named the town"),
    "village.created": N_("added a village"),
    "workshop.created": N_("added a workshop"),
    "workshop.edited": N_("changed a workshop's page"),
    "workshop.member_added": N_("added somebody to a workshop"),
    "shop.created": N_("added an online shop"),
    "shop.closed": N_("marked an online shop as closed"),
    "picture.taken_in": N_("sent a photo"),
    "design.registered": N_("registered a design"),
    "design.submitted": N_("handed a design in"),
    "design.screened": N_("handed in a design that looks like another"),
    "design.notice": N_("put a design on public notice"),
    "design.objected": N_("objected to a design"),
    "design.lapsed": N_("let a registration lapse"),
    "design.cancelled": N_("cancelled a registration"),
    "design.transferred": N_("took a design over"),
    "design.renewed": N_("renewed a registration"),
    "objection.made": N_("objected to a design"),
    "objection.answered": N_("answered an objection"),
    "objection.upheld": N_("upheld an objection"),
    "objection.rejected": N_("rejected an objection"),
    "objection.taken_back": N_("took an objection back"),
    "transfer.offered": N_("offered a design to another workshop"),
    "transfer.declined": N_("declined a design that was offered"),
    "transfer.taken_back": N_("took the offer of a design back"),
    "transfer.lapsed": N_("let the offer of a design end"),
    "priority.proposed": N_("proposed another date for a design"),
    "priority.moved": N_("agreed to another date for a design"),
    "priority.declined": N_("declined another date for a design"),
    "register.terms_set": N_("set the register's terms"),
    "person.tie_declared": N_("noted for whom somebody steps aside"),
    "person.tie_removed": N_("took such a note away"),
    "design.questioned": N_("handed in a design that looks like another"),
    "design.refused": N_("refused a design"),
    "design.withdrawn": N_("withdrew a design"),
    "design.imported": N_("imported a design"),
    "region.claim_marked": N_("marked what is new on a photo"),
    "region.claim_removed": N_("took a claim on a photo away"),
    "region.commons_marked": N_("marked a part of a photo as everybody's"),
    "region.commons_removed": N_("took a mark of what is everybody's away"),
    "region.frame_marked": N_("marked the shop's frame on a photo"),
    "region.frame_removed": N_("took a mark of the shop's frame away"),
    "commons.entered": N_("entered a common pattern"),
    "commons.retired": N_("took a common pattern back"),
    "licence.granted": N_("gave a licence"),
    "licence.asked": N_("asked for a licence"),
    "licence.offered": N_("offered a licence"),
    "licence.accepted": N_("accepted a licence"),
    "licence.declined": N_("declined a licence, or took it back"),
    "licence.followed": N_("let a licence follow its design"),
    "licence.ended": N_("ended a licence"),
    "listing.created": N_("wrote a listing"),
    "listing.edited": N_("changed a listing"),
    "listing.published": N_("published a listing"),
    "listing.suspected": N_("wanted to publish a listing; it waits as suspected"),
    "listing.withdrawn": N_("withdrew a listing"),
    "listing.words_set_aside": N_("set a hint about words aside"),
    "suspicion.raised": N_("found a likeness in the catalogue"),
    "suspicion.asked": N_("asked both sides"),
    "suspicion.said": N_("said their side"),
    "case.opened": N_("opened a case"),
    "suspicion.copy": N_("decided: a copy"),
    "suspicion.not_a_copy": N_("decided: not a copy"),
    "order.sent": N_("sent an order"),
    "order.accepted": N_("accepted an order"),
    "order.refused": N_("refused an order"),
    "order.cancelled": N_("cancelled an order"),
    "order.packed": N_("packed an order"),
    "order.shipped": N_("handed an order to the courier"),
    "recipient.seen": N_("looked at a recipient's address"),
    "recipient.erased": N_("erased a recipient's address"),
    "design.stated": N_("wrote down anew what a certificate states"),
    "certificate.printed": N_("printed a certificate"),
    "checkpoint.countersigned": N_("took in a witness's signature"),
    "witness.admitted": N_("admitted a witness"),
    "label.printed": N_("printed a label"),
    "export.made": N_("took a table out of the house"),
    "person.stepped_aside": N_("was told to step aside, and did not decide"),
}


def lasted(span: timedelta) -> str:
    """Say how long something took, in days and hours."""
    days, hours = divmod(round(span.total_seconds() / 3600), 24)
    said = [ngettext("%(num)s day", "%(num)s days", days)] if days else []
    said += [ngettext("%(num)s hour", "%(num)s hours", hours)] if hours else []
    return " ".join(said) or str(_("less than an hour"))


def act_in_words(act: str) -> str:
    """Give the words for an act; an act of a later version is shown by its name."""
    return str(_(ACTS[act])) if act in ACTS else act
