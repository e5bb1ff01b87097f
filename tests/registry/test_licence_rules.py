"""Ask licences what they protect, day by day and term by term; hold a sub-licence to what stands above it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.clock import CHINA
from shop.core.states import WrongStep
from shop.registry.rules import (
    BOTH_PARTS,
    PROTECTING,
    BadPeriod,
    BadTerms,
    Grant,
    LicenceAct,
    LicenceState,
    LicenceTerms,
    Part,
    Phase,
    Shield,
    Use,
    best_shield,
    check_terms,
    check_within,
    next_licence_state,
)
from shop.registry.rules.licences import LongPeriod, NothingGranted, RunOut, Wider, wider_fields

MIDNIGHT = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)  # 5 March begins in China
FIFTH, SIXTH = date(2026, 3, 5), date(2026, 3, 6)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
SHOPS = ("taobao", "pdd", "douyin")

days = st.dates(date(2026, 1, 1), date(2026, 3, 31))
moments = st.integers(0, 160 * 24 * 60).map(
    lambda minutes: datetime(2025, 12, 20, tzinfo=UTC) + timedelta(minutes=minutes)
)
some_shops = st.frozensets(st.sampled_from(SHOPS))
prices = st.none() | st.integers(1, 300).map(lambda yuan: yuan * 100)
some_terms = st.builds(
    LicenceTerms,
    parts=st.frozensets(st.sampled_from(Part), min_size=1),
    starts_on=days,
    ends_on=days,
    design_id=st.none() | st.integers(1, 2),
    platforms=some_shops,
    floor_price_fen=prices,
    may_sublicense=st.booleans(),
    sell_off_days=st.integers(0, 60),
)
grants = st.builds(Grant, some_terms, st.sampled_from(LicenceState), st.none() | moments)
uses = st.builds(
    Use,
    design_id=st.integers(1, 2),
    platforms=some_shops,
    price_fen=prices,
    since=st.none() | moments,
    parts=st.frozensets(st.sampled_from(Part), min_size=1),
)


@st.composite
def narrowed(draw: st.DrawFn) -> tuple[LicenceTerms, LicenceTerms]:
    """Draw terms, and others that lie within them."""
    wide = draw(some_terms)
    narrow = LicenceTerms(
        parts=draw(st.frozensets(st.sampled_from(sorted(wide.parts)), min_size=1)),
        starts_on=wide.starts_on + draw(st.integers(0, 9)) * DAY,
        ends_on=wide.ends_on - draw(st.integers(0, 9)) * DAY,
        design_id=wide.design_id or draw(st.none() | st.integers(1, 2)),
        platforms=draw(
            st.frozensets(st.sampled_from(sorted(wide.platforms)), min_size=1)
            if wide.platforms
            else some_shops
        ),
        floor_price_fen=(wide.floor_price_fen or 0) + draw(st.integers(0, 5000)) or None,
        may_sublicense=wide.may_sublicense and draw(st.booleans()),
        sell_off_days=draw(st.integers(0, wide.sell_off_days)),
    )
    return narrow, wide


def terms(**changes: object) -> LicenceTerms:
    """Give terms of 5 and 6 March for everything, with some changes."""
    return replace(LicenceTerms(parts=BOTH_PARTS, starts_on=FIFTH, ends_on=SIXTH), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", LicenceState)
@pytest.mark.parametrize("act", LicenceAct)
def test_a_licence_takes_the_steps_of_the_table_and_no_other(state: LicenceState, act: LicenceAct) -> None:
    steps = {
        ("asked", "offer"): "offered",
        ("asked", "decline"): "declined",
        ("offered", "accept"): "accepted",
        ("offered", "decline"): "declined",
        ("accepted", "end"): "ended",
    }
    after = steps.get((state.value, act.value))
    if after is None:
        with pytest.raises(WrongStep):
            next_licence_state(state, act)
    else:
        assert next_licence_state(state, act) == after


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (MIDNIGHT - SECOND, Phase.NOT_YET),
        (MIDNIGHT, Phase.IN_FORCE),
        (MIDNIGHT + 2 * DAY - SECOND, Phase.IN_FORCE),
        (MIDNIGHT + 2 * DAY, Phase.SELL_OFF),
        (MIDNIGHT + 5 * DAY - SECOND, Phase.SELL_OFF),
        (MIDNIGHT + 5 * DAY, Phase.ENDED),
    ],
)
def test_its_days_and_those_for_selling_off_count_from_midnight_to_midnight_in_china(
    moment: datetime, phase: Phase
) -> None:
    assert Grant(terms(sell_off_days=3)).phase(moment) is phase


def test_ended_early_it_protects_from_that_second_on_no_more_but_for_selling_off() -> None:
    ended = MIDNIGHT + timedelta(hours=9)
    grant = Grant(terms(ends_on=SIXTH + 90 * DAY, sell_off_days=2), LicenceState.ENDED, ended)
    before, after = Use(1, since=ended - SECOND), Use(1, since=ended)
    assert best_shield([grant], before, ended)[0] is Shield.SELLING_OFF
    assert best_shield([grant], after, ended)[0] is Shield.ENDED  # hung up too late
    assert best_shield([grant], Use(1), ended)[0] is Shield.ENDED  # not hung up at all yet
    assert grant.sell_off_until == date(2026, 3, 7)
    assert best_shield([grant], before, MIDNIGHT + 3 * DAY - SECOND)[0] is Shield.SELLING_OFF
    assert best_shield([grant], before, MIDNIGHT + 3 * DAY)[0] is Shield.ENDED


def test_without_days_for_selling_off_it_is_over_the_very_second_it_is_ended() -> None:
    ended = MIDNIGHT + timedelta(hours=9)
    grant = Grant(terms(), LicenceState.ENDED, ended)
    assert grant.phase(ended - SECOND) is Phase.IN_FORCE
    assert grant.phase(ended) is Phase.ENDED
    assert best_shield([grant], Use(1, since=MIDNIGHT), ended)[0] is Shield.ENDED


def test_what_was_ended_before_its_first_day_has_nothing_to_sell_off() -> None:
    grant = Grant(terms(sell_off_days=30), LicenceState.ENDED, MIDNIGHT - DAY)
    assert grant.phase(MIDNIGHT) is Phase.ENDED


@pytest.mark.parametrize(
    ("changes", "use", "shield"),
    [
        ({}, {}, Shield.COVERED),
        ({"parts": {Part.DESIGN}}, {}, Shield.NO_PHOTOS),
        ({"parts": {Part.PHOTOS}}, {}, Shield.NO_DESIGN),
        ({"parts": {Part.DESIGN}}, {"parts": {Part.DESIGN}}, Shield.COVERED),
        ({"floor_price_fen": 8800}, {"price_fen": 8799}, Shield.BELOW_FLOOR),
        ({"floor_price_fen": 8800}, {"price_fen": 8800}, Shield.COVERED),
        ({"floor_price_fen": 8800}, {"price_fen": None}, Shield.COVERED),
        ({"platforms": {"taobao"}}, {"platforms": {"taobao"}}, Shield.COVERED),
        ({"platforms": {"taobao"}}, {"platforms": {"taobao", "pdd"}}, Shield.OTHER_PLATFORM),
        ({"platforms": {"taobao"}}, {"platforms": frozenset()}, Shield.COVERED),
        ({"design_id": 1}, {}, Shield.COVERED),
        ({"design_id": 2}, {}, Shield.OTHER_DESIGN),
        ({"starts_on": SIXTH}, {}, Shield.NOT_YET),
    ],
)
def test_a_licence_covers_what_it_says_and_nothing_else(
    changes: dict[str, object], use: dict[str, object], shield: Shield
) -> None:
    grant = Grant(terms(**changes))
    assert best_shield([grant], Use(1, **use), MIDNIGHT)[0] is shield  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "shield"),
    [
        ("asked", Shield.NOT_ACCEPTED),
        ("offered", Shield.NOT_ACCEPTED),
        ("declined", Shield.NONE),
        ("accepted", Shield.COVERED),
    ],
)
def test_only_what_was_accepted_protects(state: str, shield: Shield) -> None:
    assert best_shield([Grant(terms(), LicenceState(state))], Use(1), MIDNIGHT)[0] is shield


def test_several_licences_share_the_work_and_what_is_covered_worst_decides() -> None:
    design = Grant(terms(parts={Part.DESIGN}))
    photos = Grant(terms(parts={Part.PHOTOS}, platforms={"taobao"}))
    on = {shop: Use(1, frozenset({shop})) for shop in SHOPS}
    assert best_shield([design, photos], on["taobao"], MIDNIGHT)[0] is Shield.COVERED
    assert best_shield([design, photos], on["pdd"], MIDNIGHT) == (Shield.NO_PHOTOS, design)
    more = Grant(terms(platforms={"pdd"}))
    both = Use(1, frozenset({"taobao", "pdd"}))
    assert best_shield([design, photos, more], both, MIDNIGHT)[0] is Shield.COVERED
    assert best_shield([], both, MIDNIGHT) == (Shield.NONE, None)


def protects(held: list[Grant], use: Use, moment: datetime) -> bool:
    return best_shield(held, use, moment)[0] in PROTECTING


@given(grants, uses, moments)
def test_it_protects_on_its_days_in_china_for_what_it_grants(
    grant: Grant, use: Use, moment: datetime
) -> None:
    granted = grant.terms
    today = moment.astimezone(CHINA).date()
    ended = grant.ended_at is not None and grant.ended_at <= moment
    in_force = (
        grant.state in ("accepted", "ended") and granted.starts_on <= today <= granted.ends_on and not ended
    )
    fits = (
        granted.design_id in (None, use.design_id)
        and use.parts <= granted.parts
        and (use.price_fen is None or use.price_fen >= (granted.floor_price_fen or 0))
        and (not granted.platforms or use.platforms <= granted.platforms)
    )
    assert (best_shield([grant], use, moment)[0] is Shield.COVERED) == (in_force and fits)


@given(narrowed(), uses, moments, st.none() | moments)
def test_a_wider_licence_never_protects_less(
    pair: tuple[LicenceTerms, LicenceTerms], use: Use, moment: datetime, ended_at: datetime | None
) -> None:
    state = LicenceState.ENDED if ended_at else LicenceState.ACCEPTED
    narrow, wide = (Grant(one, state, ended_at) for one in pair)
    assert wider_fields(*pair) == []
    assert not protects([narrow], use, moment) or protects([wide], use, moment)


@given(st.lists(grants, max_size=4), grants, uses, moments)
def test_one_more_licence_never_takes_protection_away(
    held: list[Grant], more: Grant, use: Use, moment: datetime
) -> None:
    assert not protects(held, use, moment) or protects([*held, more], use, moment)
    assert best_shield(held, use, moment)[0] is best_shield(held[::-1], use, moment)[0]


@given(narrowed(), some_terms, st.sampled_from(sorted(LicenceTerms.__dataclass_fields__)), uses, moments)
def test_what_may_be_given_on_never_reaches_further_than_ones_own(
    pair: tuple[LicenceTerms, LicenceTerms], other: LicenceTerms, field: str, use: Use, moment: datetime
) -> None:
    sub, own = replace(pair[0], **{field: getattr(other, field)}), pair[1]  # one term from elsewhere
    try:
        check_within(sub, own)
    except Wider:
        return
    assert not protects([Grant(sub)], use, moment) or protects([Grant(own)], use, moment)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("design", {"design_id": None}),
        ("covers_photos", {"parts": BOTH_PARTS}),
        ("platforms", {"platforms": frozenset()}),
        ("platforms", {"platforms": {"taobao", "pdd"}}),
        ("starts_on", {"starts_on": FIFTH - DAY}),
        ("ends_on", {"ends_on": SIXTH + DAY}),
        ("floor_price", {"floor_price_fen": None}),
        ("floor_price", {"floor_price_fen": 8799}),
        ("may_sublicense", {"may_sublicense": True}),
        ("sell_off_days", {"sell_off_days": 8}),
    ],
)
def test_a_sublicence_stays_within_every_term_and_is_told_which_it_leaves(
    field: str, changes: dict[str, object]
) -> None:
    own = terms(parts={Part.DESIGN}, design_id=1, platforms={"taobao"}, floor_price_fen=8800, sell_off_days=7)
    check_within(own, own)
    with pytest.raises(Wider) as told:
        check_within(replace(own, **changes), own)  # type: ignore[arg-type]
    assert told.value.field == field


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"parts": frozenset()}, NothingGranted),
        ({"ends_on": FIFTH - DAY}, BadPeriod),
        ({"starts_on": date(2020, 1, 1), "ends_on": FIFTH - DAY}, RunOut),
        ({"ends_on": date(2040, 1, 1)}, LongPeriod),
    ],
)
def test_terms_that_cannot_stand_are_refused(changes: dict[str, object], error: type[BadTerms]) -> None:
    check_terms(terms(), SIXTH)
    with pytest.raises(error):
        check_terms(terms(**changes), FIFTH)
