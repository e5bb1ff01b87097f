"""Rules of what licences protect: which use of a design they cover, from which day, or what they lack."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import product

from shop.core.clock import china_day
from shop.registry.rules.licences import BOTH_PARTS, LicenceState, LicenceTerms, Part


class Shield(StrEnum):
    """Whether a licence protects a use, or what it lacks; the nearest to protection first."""

    COVERED = "covered"
    SELLING_OFF = "selling-off"
    NO_PHOTOS = "no-photos"
    NO_DESIGN = "no-design"
    BELOW_FLOOR = "below-floor"
    OTHER_PLATFORM = "other-platform"
    NOT_YET = "not-yet"
    NOT_ACCEPTED = "not-accepted"
    ENDED = "ended"
    OTHER_DESIGN = "other-design"
    NONE = "none"


PROTECTING = frozenset({Shield.COVERED, Shield.SELLING_OFF})
_RANK = {shield: place for place, shield in enumerate(Shield)}


class Phase(StrEnum):
    """Where a licence stands on a given day, as people say it."""

    ASKED = "asked"
    OFFERED = "offered"
    DECLINED = "declined"
    NOT_YET = "not-yet"
    IN_FORCE = "in-force"
    SELL_OFF = "sell-off"
    ENDED = "ended"


_SHIELD_IN = {
    Phase.ASKED: Shield.NOT_ACCEPTED,
    Phase.OFFERED: Shield.NOT_ACCEPTED,
    Phase.DECLINED: Shield.NONE,
    Phase.NOT_YET: Shield.NOT_YET,
    Phase.IN_FORCE: Shield.COVERED,
    Phase.SELL_OFF: Shield.SELLING_OFF,
    Phase.ENDED: Shield.ENDED,
}
_UNANSWERED = {
    LicenceState.ASKED: Phase.ASKED,
    LicenceState.OFFERED: Phase.OFFERED,
    LicenceState.DECLINED: Phase.DECLINED,
}


@dataclass(frozen=True)
class Use:
    """What somebody does with a design: which parts they use, where they sell it, and for how much.

    No platform means that none was said; a price of None (else fen for one set) asks for no floor; `since`
    is when it came into their shop, None for what is new.
    """

    design_id: int
    platforms: AbstractSet[str] = frozenset()
    price_fen: int | None = None
    since: datetime | None = None
    parts: AbstractSet[Part] = BOTH_PARTS


@dataclass(frozen=True)
class Grant:
    """A licence as the rules read it: its terms, its state, and when it was ended before its last day."""

    terms: LicenceTerms
    state: LicenceState = LicenceState.ACCEPTED
    ended_at: datetime | None = None

    @property
    def last_day(self) -> date:
        """Give the last day, in China, on which it is or was in force."""
        if self.ended_at is None:
            return self.terms.ends_on
        return min(self.terms.ends_on, china_day(self.ended_at))

    @property
    def sell_off_until(self) -> date:
        """Give the last day on which may hang on what hung in the shop before the end."""
        ran = self.last_day >= self.terms.starts_on
        return self.last_day + timedelta(days=self.terms.sell_off_days if ran else 0)

    def phase(self, now: datetime) -> Phase:
        """Tell where it stands at that moment."""
        if self.state in _UNANSWERED:
            return _UNANSWERED[self.state]
        today = china_day(now)
        if self.is_over(now):
            sells_off = self.terms.sell_off_days and today <= self.sell_off_until
            return Phase.SELL_OFF if sells_off else Phase.ENDED
        return Phase.NOT_YET if today < self.terms.starts_on else Phase.IN_FORCE

    def is_over(self, moment: datetime) -> bool:
        """Tell whether its end lies behind that moment."""
        ended = self.ended_at is not None and self.ended_at <= moment
        return ended or china_day(moment) > self.terms.ends_on

    def shields(self, use: Use, platform: str | None, part: Part, now: datetime) -> Shield:
        """Tell whether it protects one part of a use on one platform (None: not said), or what it lacks."""
        phase = self.phase(now)
        if self.terms.design_id not in (None, use.design_id):
            return Shield.OTHER_DESIGN if phase is Phase.IN_FORCE else Shield.NONE
        if phase is Phase.SELL_OFF and (use.since is None or self.is_over(use.since)):
            return Shield.ENDED  # it came into the shop after the end: that is not selling off
        by_time = _SHIELD_IN[phase]
        return self._lack(use, platform, part) or by_time if by_time in PROTECTING else by_time

    def _lack(self, use: Use, platform: str | None, part: Part) -> Shield | None:
        terms = self.terms
        if part not in terms.parts:
            return Shield.NO_PHOTOS if part is Part.PHOTOS else Shield.NO_DESIGN
        if use.price_fen is not None and use.price_fen < (terms.floor_price_fen or 0):
            return Shield.BELOW_FLOOR
        if platform is not None and terms.platforms and platform not in terms.platforms:
            return Shield.OTHER_PLATFORM
        return None


def best_shield(grants: Sequence[Grant], use: Use, now: datetime) -> tuple[Shield, Grant | None]:
    """Give what several licences offer a use together, and the one that decides it.

    They may share the work: one for the design and one for its photos, one for each platform. Each part on
    each platform takes the best that is there; what is covered worst decides. NONE where there is nothing.
    """
    platforms: list[str | None] = [*sorted(use.platforms)] or [None]
    cells = product(platforms, sorted(use.parts))
    offers = [_best_for(grants, use, cell, now) for cell in cells]
    return max(offers, key=lambda offer: _RANK[offer[0]])


def _best_for(
    grants: Sequence[Grant], use: Use, cell: tuple[str | None, Part], now: datetime
) -> tuple[Shield, Grant | None]:
    """Give the best offer for one part on one platform; of equals the first."""
    offers = [(grant.shields(use, *cell, now), grant) for grant in grants]
    best = min(offers, key=lambda offer: _RANK[offer[0]], default=(Shield.NONE, None))
    return best if best[0] is not Shield.NONE else (Shield.NONE, None)
