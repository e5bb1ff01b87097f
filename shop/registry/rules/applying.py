"""Rules of an application: what must be there, which days can be, how much of a picture may be claimed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import ClassVar

from shop.core.errors import N_, RuleBroken
from shop.pictures.rules import NeedsPhoto, TooManyPictures
from shop.pictures.shapes import Shape, share_within
from shop.registry.rules.designs import MOST_PICTURES, SHOWN_ROLES, PictureRole, ProofKind

MOST_PROOFS = 6
MOST_DRAFTS = 30  # of one workshop: whoever has more has forgotten some
MOST_CLAIMED = 0.70  # share of a picture that may be claimed as new; more names nothing any more
LEAST_WORDS = 4  # letters that name what is new beyond an old pattern
EARLIEST = date(1950, 1, 1)  # the day of a first showing or a proof; what is older is a slip of the finger
_WHOLE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))

ROLES = {
    PictureRole.FRONT: N_("Front"),
    PictureRole.BACK: N_("Back side"),
    PictureRole.DETAIL: N_("Detail"),
    PictureRole.FLAT: N_("Flat drawing"),
    PictureRole.OUTTAKE: N_("Outtake (kept private)"),
    PictureRole.SKETCH: N_("Sketch (kept private)"),
}
PROOFS = {
    ProofKind.ORDER: N_("An order"),
    ProofKind.PHOTO: N_("A photo with its date"),
    ProofKind.POST: N_("A post or video"),
    ProofKind.OTHER: N_("Something else"),
}


class NotReady(RuleBroken):
    """Tell what an application lacks; `field` is where the form says so."""

    field: ClassVar[str] = "once"  # a hidden field: the sentence stands on top of the form


class NeedsName(NotReady):
    """Tell that a design has no name."""

    field = "name"
    message = N_("Give the costume a name first.")


class NeedsPhotos(NotReady, NeedsPhoto):
    """Tell that a design has no photo."""

    field = "photos"


class TooManyPhotos(NotReady, TooManyPictures):
    """Tell that a design has more photos than anybody looks at."""

    field = "photos"


class NothingToShow(NotReady):
    """Tell that every photo of a design is kept private."""

    field = "photos"
    message = N_("Choose at least one photo that others may see: front, back, detail or flat drawing.")


class AlreadyYours(NotReady):
    """Tell that a workshop has registered this photo already."""

    field = "photos"
    message = N_(
        "You have registered this photo already, as No. %(number)s. If the costume has changed, open that "
        "design and register a changed version."
    )


class NothingChanged(NotReady):
    """Tell that a changed version is the same as the one before."""

    field = "photos"
    message = N_("Nothing is changed from No. %(number)s. Change a photo, or say what is new now.")


class ShownTooLate(NotReady):
    """Tell that a design cannot have been shown first on a day to come."""

    field = "first_shown_on"
    message = N_("This day is still to come. Choose the day on which it was first shown, or leave it empty.")


class UnlikelyDay(NotReady):
    """Tell that a day lies too far back."""

    field = "first_shown_on"
    message = N_("This day lies very far back. Look at the year once more.")


class NewInWords(NotReady):
    """Tell that a design like an old pattern must say what is new beyond it."""

    field = "claims"
    message = N_(
        "Your photo looks like an old pattern that belongs to everybody (%(words)s). "
        "Write in your own words what is new beyond it."
    )


class ProofRefused(NotReady):
    """Tell what is wrong with a proof; `place` counts the proofs from 0."""

    field = "proofs"

    def __init__(self, place: int) -> None:
        super().__init__(place=place)


class ProofNeedsDay(ProofRefused):
    """Tell that a proof has no day."""

    message = N_("Choose the day of this proof.")


class ProofToCome(ProofRefused):
    """Tell that nothing proves on a day after the handing in."""

    message = N_("A proof cannot be later than today. Look at the day once more.")


class ProofTooOld(ProofRefused):
    """Tell that a proof's day lies too far back."""

    message = N_("This day lies very far back. Look at the year once more.")


class ProofEmpty(ProofRefused):
    """Tell that a proof proves nothing yet."""

    message = N_("Write the order's number or the post's link, or add the photo.")


class TooManyProofs(NotReady):
    """Tell that there are more proofs than anybody reads."""

    message = N_("At most %(most)s proofs: keep the best ones.")


class TooManyDrafts(NotReady):
    """Tell that too many applications lie unfinished."""

    message = N_("You have %(most)s unfinished designs. Hand some in or delete some first.")


class StaleDraft(NotReady):
    """Tell that a draft was changed elsewhere since this page was opened."""

    field = "seen"
    message = N_(
        "This design was changed in another window or on another phone meanwhile. What you see here is what "
        "you typed; it is not saved yet. Press once more to keep it, or open the design anew to see the "
        "other."
    )


class NotADraft(NotReady):
    """Tell that a design that was handed in is changed no more."""

    message = N_("This design is handed in already: it cannot be changed here any more.")


class NoVersionOfIt(NotReady):
    """Tell that only what stands in the register gets a changed version."""

    message = N_("A changed version is only for a design that is registered or on public notice.")


class ClaimsTooMuch(RuleBroken):
    """Tell that nearly the whole picture would be claimed."""

    message = N_(
        "That would mark nearly the whole photo as new. Mark only the parts that nobody had before: "
        "a hem, a collar, a motif."
    )


def check_pictures(roles: Sequence[PictureRole]) -> None:
    """Raise NeedsPhotos, TooManyPhotos or NothingToShow for photos that show this."""
    check_count(len(roles))
    if not SHOWN_ROLES & set(roles):
        raise NothingToShow


def check_count(pictures: int) -> None:
    """Raise NeedsPhotos or TooManyPhotos."""
    if not pictures:
        raise NeedsPhotos
    if pictures > MOST_PICTURES:
        raise TooManyPhotos(most=MOST_PICTURES)


def check_first_shown(day: date | None, today: date) -> None:
    """Raise ShownTooLate or UnlikelyDay."""
    if day is not None and day > today:
        raise ShownTooLate
    if day is not None and day < EARLIEST:
        raise UnlikelyDay


def check_proof(place: int, day: date | None, today: date, *, says: bool) -> None:
    """Raise a ProofRefused for the proof at `place` of that day; `says`: whether it has words or a photo."""
    if day is None:
        raise ProofNeedsDay(place)
    if day > today:
        raise ProofToCome(place)
    if day < EARLIEST:
        raise ProofTooOld(place)
    if not says:
        raise ProofEmpty(place)


def check_share(claims: Sequence[Shape]) -> None:
    """Raise ClaimsTooMuch where the claimed shapes together take more than MOST_CLAIMED of a picture."""
    if share_within(_WHOLE, claims) > MOST_CLAIMED:
        raise ClaimsTooMuch


def check_named(claims: str, commons: Collection[str]) -> None:
    """Raise NewInWords where a design looks like these old patterns and hardly says what is new."""
    if commons and sum(letter.isalnum() for letter in claims) < LEAST_WORDS:
        raise NewInWords(words="、".join(dict.fromkeys(commons)))


def usual_role(place: int) -> PictureRole:
    """Guess what the photo at this place (from 0) shows: families send the front first."""
    return (PictureRole.FRONT, PictureRole.BACK)[place] if place < 2 else PictureRole.DETAIL
