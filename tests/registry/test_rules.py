"""Walk the table of a design's states, and ask licences what they protect, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.clock import CHINA
from shop.core.states import WrongStep
from shop.registry.rules import (
    NEXT_STATE,
    DesignAct,
    DesignState,
    Grant,
    Shield,
    best_shield,
    next_state,
)

MIDNIGHT = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)  # 5 March begins in China
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
minutes = st.integers(0, 4 * 365 * 24 * 60).map(lambda count: timedelta(minutes=count))
moments = minutes.map(lambda passed: datetime(2024, 1, 1, tzinfo=UTC) + passed)
grants = st.builds(Grant, st.booleans(), days, days, st.none() | moments)


@pytest.mark.parametrize("state", DesignState)
@pytest.mark.parametrize("act", DesignAct)
def test_a_design_takes_the_steps_of_the_table_and_no_other(state: DesignState, act: DesignAct) -> None:
    open_steps = {
        ("draft", "hand-in"): "submitted",
        ("submitted", "clear"): "notice",
        ("submitted", "question"): "screened",
        ("screened", "admit"): "notice",
        ("screened", "refuse"): "refused",
        ("screened", "withdraw"): "withdrawn",
        ("notice", "object"): "objected",
        ("notice", "register"): "registered",
        ("notice", "refuse"): "refused",
        ("notice", "withdraw"): "withdrawn",
        ("objected", "object"): "objected",
        ("objected", "dismiss"): "notice",
        ("objected", "refuse"): "refused",
        ("objected", "withdraw"): "withdrawn",
        ("registered", "withdraw"): "withdrawn",
        ("registered", "lapse"): "lapsed",
        ("registered", "renew"): "registered",
        ("registered", "cancel"): "cancelled",
        ("registered", "transfer"): "transferred",
        ("transferred", "withdraw"): "withdrawn",
        ("transferred", "lapse"): "lapsed",
        ("transferred", "renew"): "transferred",
        ("transferred", "cancel"): "cancelled",
        ("transferred", "transfer"): "transferred",
        ("lapsed", "renew"): "registered",
        ("lapsed", "cancel"): "cancelled",
    }
    expected = open_steps.get((state.value, act.value))
    if expected is None:
        with pytest.raises(WrongStep):
            next_state(state, act)
    else:
        assert next_state(state, act) == expected


@given(st.lists(st.sampled_from(DesignAct), max_size=8))
def test_whatever_is_tried_a_closed_design_stays_closed(acts: list[DesignAct]) -> None:
    state, closed = DesignState.SUBMITTED, {DesignState.REFUSED, DesignState.WITHDRAWN, DesignState.CANCELLED}
    for act in acts:
        before = state
        state = NEXT_STATE.get((state, act), state)
        assert before not in closed or state is before


@pytest.mark.parametrize(
    ("moment", "shield"),
    [
        (MIDNIGHT - timedelta(seconds=1), Shield.NOT_YET),
        (MIDNIGHT, Shield.COVERED),
        (MIDNIGHT + timedelta(days=2, seconds=-1), Shield.COVERED),
        (MIDNIGHT + timedelta(days=2), Shield.ENDED),
    ],
)
def test_the_first_and_the_last_day_count_from_midnight_to_midnight_in_china(
    moment: datetime, shield: Shield
) -> None:
    assert Grant(True, date(2026, 3, 5), date(2026, 3, 6), None).shields(moment) is shield


@given(grants, moments)
def test_a_licence_protects_on_its_days_and_while_it_was_not_ended(grant: Grant, moment: datetime) -> None:
    on_its_days = grant.starts_on <= moment.astimezone(CHINA).date() <= grant.ends_on
    in_force = on_its_days and grant.ended_at is None
    shield = grant.shields(moment)
    assert (shield is Shield.COVERED) == (in_force and grant.covers_photos)
    assert (shield is Shield.NO_PHOTOS) == (in_force and not grant.covers_photos)


@given(st.lists(grants, max_size=5), moments)
def test_of_several_licences_the_best_counts_whatever_their_order(
    held: list[Grant], moment: datetime
) -> None:
    best = best_shield(held, moment)
    assert best is best_shield(held[::-1], moment)
    offers = [grant.shields(moment) for grant in held]
    assert best in offers or (best is Shield.NONE and not held)
    assert (best is Shield.COVERED) == (Shield.COVERED in offers)
    assert best is not Shield.ENDED or set(offers) == {Shield.ENDED}
