"""Rules of designs: the path of an application, who sees it where, what belongs to it."""

from __future__ import annotations

from enum import StrEnum

from shop.core.errors import N_, RuleBroken
from shop.core.states import step_in

MOST_PICTURES = 9
SAME_PICTURE = "same-picture"
ALIKE = "alike"
CATEGORIES = {
    "yangge": N_("Yangge and fans"),
    "hanfu": N_("Hanfu"),
    "children": N_("Children's dance"),
    "stage": N_("Stage and choir"),
    "folk": N_("Folk and festival"),
    "other": N_("Other"),
}


class PictureRole(StrEnum):
    """What a picture of a design shows; outtakes and sketches are proof of making, and never public."""

    FRONT = "front"
    BACK = "back"
    DETAIL = "detail"
    FLAT = "flat"
    OUTTAKE = "outtake"
    SKETCH = "sketch"


SHOWN_ROLES = frozenset({PictureRole.FRONT, PictureRole.BACK, PictureRole.DETAIL, PictureRole.FLAT})


class ProofKind(StrEnum):
    """What proves when and where a design was first shown."""

    ORDER = "order"
    PHOTO = "photo"
    POST = "post"
    OTHER = "other"


class DesignState(StrEnum):
    """Where a design stands on its path."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCREENED = "screened"  # something like it was found: the office looks before it goes on notice
    NOTICE = "notice"
    OBJECTED = "objected"
    REGISTERED = "registered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"  # in force, in another workshop's hands


class DesignAct(StrEnum):
    """What can be done to a design."""

    HAND_IN = "hand-in"
    CLEAR = "clear"
    QUESTION = "question"
    ADMIT = "admit"
    OBJECT = "object"
    DISMISS = "dismiss"  # no objection is open any more
    REGISTER = "register"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    RENEW = "renew"
    CANCEL = "cancel"
    TRANSFER = "transfer"


_S, _A = DesignState, DesignAct
NEXT_STATE: dict[tuple[DesignState, DesignAct], DesignState] = {
    (_S.DRAFT, _A.HAND_IN): _S.SUBMITTED,
    (_S.SUBMITTED, _A.CLEAR): _S.NOTICE,
    (_S.SUBMITTED, _A.QUESTION): _S.SCREENED,
    (_S.SCREENED, _A.ADMIT): _S.NOTICE,
    (_S.SCREENED, _A.REFUSE): _S.REFUSED,
    (_S.SCREENED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.NOTICE, _A.OBJECT): _S.OBJECTED,
    (_S.NOTICE, _A.REGISTER): _S.REGISTERED,
    (_S.NOTICE, _A.REFUSE): _S.REFUSED,
    (_S.NOTICE, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.OBJECTED, _A.OBJECT): _S.OBJECTED,
    (_S.OBJECTED, _A.DISMISS): _S.NOTICE,
    (_S.OBJECTED, _A.REFUSE): _S.REFUSED,
    (_S.OBJECTED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.REGISTERED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.REGISTERED, _A.LAPSE): _S.LAPSED,
    (_S.REGISTERED, _A.RENEW): _S.REGISTERED,
    (_S.REGISTERED, _A.CANCEL): _S.CANCELLED,
    (_S.REGISTERED, _A.TRANSFER): _S.TRANSFERRED,
    (_S.TRANSFERRED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.TRANSFERRED, _A.LAPSE): _S.LAPSED,
    (_S.TRANSFERRED, _A.RENEW): _S.TRANSFERRED,
    (_S.TRANSFERRED, _A.CANCEL): _S.CANCELLED,
    (_S.TRANSFERRED, _A.TRANSFER): _S.TRANSFERRED,
    (_S.LAPSED, _A.RENEW): _S.REGISTERED,
    (_S.LAPSED, _A.CANCEL): _S.CANCELLED,
}

IN_FORCE = frozenset({_S.REGISTERED, _S.TRANSFERRED})
# Whoever lists its photo without a licence is asked: from the notice on, so that nobody copies the notices.
PROTECTED = IN_FORCE | {_S.NOTICE, _S.OBJECTED}
# What a new application is compared with: what has lapsed is still not new.
IN_REGISTER = PROTECTED | {_S.SCREENED, _S.LAPSED}
# Everybody may read it, and see its pictures. A withdrawn or cancelled one shows its facts, without pictures.
ON_VIEW = PROTECTED | {_S.LAPSED}


class NeedsReason(RuleBroken):
    """Tell that a decision needs a reason."""

    message = N_("Write the reason in a sentence: both families will read it.")


class NoticeRuns(RuleBroken):
    """Tell that a design cannot be registered while the public notice runs."""

    message = N_("The public notice still runs, until %(until)s: neighbours may object until then.")


class TooManyToday(RuleBroken):
    """Tell that a workshop has handed in as many designs as the town takes in a day."""

    message = N_(
        "You have handed in %(most)s designs since yesterday; the town takes no more a day. Go on tomorrow."
    )


def next_state(state: DesignState, act: DesignAct) -> DesignState:
    """Give the state after the act; raise WrongStep where the table has no such step."""
    return step_in(NEXT_STATE, state, act)
