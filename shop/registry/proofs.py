"""Hold what a family says of its proofs beside what their photos say themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from shop.core.roles import Actor, is_office
from shop.pictures.own_day import own_day
from shop.registry.models import Design, DesignProof
from shop.registry.rules import ProofKind
from shop.workshops.service import is_member

_SAME = timedelta(days=1)  # a camera's clock knows no zone, and a dance ends after midnight


@dataclass(frozen=True)
class ProofNote:
    """A photo given as proof says another day than its family."""

    proof: DesignProof
    photo_day: date


def proof_notes(design: Design) -> list[ProofNote]:
    """List the photo proofs of a design whose photo itself says another day; those that say none are fine."""
    notes = []
    for proof in design.proofs:
        day = _day_of_photo(proof)
        if day is not None and proof.dated_on is not None and abs(day - proof.dated_on) > _SAME:
            notes.append(ProofNote(proof, day))
    return notes


def _day_of_photo(proof: DesignProof) -> date | None:
    # The photo of a paper order may well be taken later: only a photo that is itself the proof is asked.
    return own_day(proof.picture) if proof.kind == ProofKind.PHOTO and proof.picture else None


def proofs_for(design: Design, actor: Actor | None) -> list[DesignProof]:
    """List a design's proofs to its family and the office; others see none."""
    if not (is_member(design.workshop_id, actor) or is_office(actor)):
        return []
    return list(design.proofs)
