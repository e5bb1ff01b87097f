"""Walk the table of a design's states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.states import WrongStep
from shop.registry.rules import NEXT_STATE, DesignAct, DesignState, next_state


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
