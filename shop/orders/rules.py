"""Rules of purchase orders: their states, and who may take which step."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from shop.core.errors import N_, RuleBroken

FORGOTTEN = timedelta(days=60)  # after which an order left lying gives up its recipient


class OrderState(StrEnum):
    """Where a purchase order stands."""

    SENT = "sent"
    ACCEPTED = "accepted"
    PACKED = "packed"
    SHIPPED = "shipped"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class OrderAct(StrEnum):
    """What can be done to a purchase order."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    CANCEL = "cancel"
    PACK = "pack"
    SHIP = "ship"


class Side(StrEnum):
    """Which workshop takes a step: the one that ordered, or the one that makes."""

    BUYER = "buyer"
    MAKER = "maker"


_S, _A, _W = OrderState, OrderAct, Side
STEPS: dict[tuple[OrderState, OrderAct], tuple[Side, OrderState]] = {
    (_S.SENT, _A.ACCEPT): (_W.MAKER, _S.ACCEPTED),
    (_S.SENT, _A.REFUSE): (_W.MAKER, _S.REFUSED),
    (_S.SENT, _A.CANCEL): (_W.BUYER, _S.CANCELLED),
    (_S.ACCEPTED, _A.PACK): (_W.MAKER, _S.PACKED),
    (_S.ACCEPTED, _A.CANCEL): (_W.BUYER, _S.CANCELLED),
    (_S.PACKED, _A.SHIP): (_W.MAKER, _S.SHIPPED),
}
HOLDS_STOCK = frozenset({OrderState.ACCEPTED, OrderState.PACKED, OrderState.SHIPPED})
SHOWS_RECIPIENT = frozenset({OrderState.ACCEPTED, OrderState.PACKED})  # the maker sees it only while shipping


class WrongStep(RuleBroken):
    """Tell that an order cannot take this step now."""

    message = N_("The order has moved on since this page was opened. Load it again to see where it stands.")


class NotEnough(RuleBroken):
    """Tell that there are too few pieces."""

    message = N_("Of %(what)s there are only %(left)s left. Order fewer, or ask the maker.")


class NothingOrdered(RuleBroken):
    """Tell that no piece was chosen."""

    message = N_("Write how many pieces of at least one kind.")


class NeedsLicence(RuleBroken):
    """Tell that only a licensed middleman may order for others."""

    message = N_("To resell this you need the maker's licence. Ask %(maker)s for it.")


class RecipientClosed(RuleBroken):
    """Tell that a recipient's address is not shown any more, or not yet."""

    message = N_("The address is shown only while the parcel is being made ready. Accept the order first.")


class MaskedAddress(RuleBroken):
    """Tell that an address was hidden by a platform."""

    message = N_("Parts of this address are hidden with stars. Copy the full address from the platform.")


def step(state: OrderState, act: OrderAct, side: Side) -> OrderState:
    """Give the state after the act by that side; raise WrongStep where the table has no such step."""
    allowed = STEPS.get((state, act))
    if allowed is None or allowed[0] is not side:
        raise WrongStep
    return allowed[1]


def open_steps(state: OrderState, side: Side) -> list[OrderAct]:
    """List what that side can do now."""
    return [act for (at, act), (who, _to) in STEPS.items() if at is state and who is side]
