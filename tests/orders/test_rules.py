"""Walk the table of an order's steps: who may take which, when, and what the stock does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.orders.rules import (
    HOLDS_STOCK,
    SHOWS_RECIPIENT,
    OrderAct,
    OrderState,
    Side,
    WrongStep,
    open_steps,
    step,
)

OPEN_STEPS = {
    ("sent", "accept", "maker"): "accepted",
    ("sent", "refuse", "maker"): "refused",
    ("sent", "cancel", "buyer"): "cancelled",
    ("accepted", "pack", "maker"): "packed",
    ("accepted", "cancel", "buyer"): "cancelled",
    ("packed", "ship", "maker"): "shipped",
}
CLOSED = {OrderState.SHIPPED, OrderState.REFUSED, OrderState.CANCELLED}


@pytest.mark.parametrize("state", OrderState)
@pytest.mark.parametrize("act", OrderAct)
@pytest.mark.parametrize("side", Side)
def test_each_side_takes_its_own_steps_and_no_other(state: OrderState, act: OrderAct, side: Side) -> None:
    expected = OPEN_STEPS.get((state.value, act.value, side.value))
    assert (act in open_steps(state, side)) == (expected is not None)
    if expected is None:
        with pytest.raises(WrongStep):
            step(state, act, side)
    else:
        assert step(state, act, side) == expected


@given(st.lists(st.tuples(st.sampled_from(OrderAct), st.sampled_from(Side)), max_size=12))
def test_whatever_is_tried_nothing_leads_out_of_a_closed_order(tries: list[tuple[OrderAct, Side]]) -> None:
    state = OrderState.SENT
    for act, side in tries:
        before = state
        try:
            state = step(state, act, side)
        except WrongStep:
            continue
        assert before not in CLOSED


def test_stock_is_held_from_accepting_on_unless_the_order_is_cancelled() -> None:
    assert {str(state) for state in HOLDS_STOCK} == {"accepted", "packed", "shipped"}
    assert {str(state) for state in SHOWS_RECIPIENT} == {"accepted", "packed"}
