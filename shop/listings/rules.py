"""Rules of listings: their states, their variants, when a photo is a suspicion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shop.core.errors import N_, RuleBroken
from shop.core.states import step_in

MOST_PICTURES = 9
MOST_VARIANTS = 120  # 8 colours x 15 sizes
MOST_STOCK = 99_999
MOST_PRICE_FEN = 1_000_000_00  # a million yuan a set: more is a slip of the finger
LONGEST_NAME = 30  # of a colour, of a size


class ListingState(StrEnum):
    """Where a listing stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUSPECTED = "suspected"
    WITHDRAWN = "withdrawn"


class SuspicionState(StrEnum):
    """What people made of a suspicion."""

    OPEN = "open"
    ASKED = "asked"  # both sides have been asked, and it stays open
    CASE = "case"  # brought before the Leading Group
    NOT_A_COPY = "not-a-copy"
    COPY = "copy"
    SETTLED = "settled"  # the photo went, or a licence came


# Nobody has decided yet.
WAITING = frozenset({SuspicionState.OPEN, SuspicionState.ASKED, SuspicionState.CASE})


class ListingAct(StrEnum):
    """What can be done to a listing."""

    PUBLISH = "publish"
    SUSPECT = "suspect"
    RELEASE = "release"
    WITHDRAW = "withdraw"


_S, _A = ListingState, ListingAct
NEXT_STATE: dict[tuple[ListingState, ListingAct], ListingState] = {
    (_S.DRAFT, _A.PUBLISH): _S.PUBLISHED,
    (_S.DRAFT, _A.SUSPECT): _S.SUSPECTED,
    (_S.DRAFT, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.PUBLISHED, _A.PUBLISH): _S.PUBLISHED,  # changed photos are screened again
    (_S.PUBLISHED, _A.SUSPECT): _S.SUSPECTED,
    (_S.PUBLISHED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.SUSPECTED, _A.PUBLISH): _S.PUBLISHED,  # other photos, or a licence, and nothing is left to suspect
    (_S.SUSPECTED, _A.SUSPECT): _S.SUSPECTED,
    (_S.SUSPECTED, _A.RELEASE): _S.PUBLISHED,
    (_S.SUSPECTED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.WITHDRAWN, _A.PUBLISH): _S.PUBLISHED,
    (_S.WITHDRAWN, _A.SUSPECT): _S.SUSPECTED,
}


SCREENED = frozenset({ListingState.PUBLISHED, ListingState.SUSPECTED})  # changed photos are compared at once


class BadCount(RuleBroken):
    """Tell that what stands in a table of pieces is not a number of pieces."""

    message = N_("“%(typed)s” is not a number of pieces. Write whole numbers from 0 to %(most)s.")


class NeedsVariant(RuleBroken):
    """Tell that a listing has neither colour nor size."""

    message = N_("Name at least one colour and one size.")


class TooManyVariants(RuleBroken):
    """Tell that the grid is too large."""

    message = N_("That makes %(count)s kinds; at most %(most)s fit in one listing. Split it in two.")


class DecidedCopy(RuleBroken):
    """Tell that people have decided about this photo already."""

    message = N_("The town office has decided that one of the photos is a copy. Put in photos of your own.")


@dataclass(frozen=True)
class Sku:
    """One colour in one size."""

    colour: str
    size: str


def next_state(state: ListingState, act: ListingAct) -> ListingState:
    """Give the state after the act; raise WrongStep where the table has no such step."""
    return step_in(NEXT_STATE, state, act)


def grid(colours: list[str], sizes: list[str]) -> list[Sku]:
    """Cross colours with sizes, each once, in the order given; raise when there are none or too many."""
    skus = [Sku(colour, size) for colour in dict.fromkeys(colours) for size in dict.fromkeys(sizes)]
    if not skus:
        raise NeedsVariant
    if len(skus) > MOST_VARIANTS:
        raise TooManyVariants(count=len(skus), most=MOST_VARIANTS)
    return skus


@dataclass(frozen=True)
class Resemblance:
    """What is known of a listing photo that is the same picture as a registered design's."""

    own: bool  # the lister's own design
    unprotected: (
        bool  # a design that nobody need ask about: not admitted yet, or not in the register any more
    )
    licensed: bool  # a licence in force covers the photos
    was_first: bool  # it hung in the shop before the design was handed in
    dismissed: bool  # people have looked at this very pair and said: not a copy
    commons: bool = False  # what matches lies wholly in what belongs to everybody


def needs_people(resemblance: Resemblance) -> bool:
    """Tell whether a resemblance goes before people; the machine itself decides nothing more."""
    explained = (
        resemblance.own
        or resemblance.unprotected
        or resemblance.licensed
        or resemblance.was_first
        or resemblance.dismissed
        or resemblance.commons
    )
    return not explained
