"""What a form would carry to get its way, whichever form it is."""

from __future__ import annotations

from tests import making

FILLED = {
    "name": "Taken over",
    "title": "Taken over",
    "phone": "13800000000",
    "address": "Elsewhere 1",
    "answer": "No",
    "reason": "Because",
    "decision": "copy",
    "platform": "taobao",
    "roles": "administrator",
    "price": "1",
    "colours": "red",
    "sizes": "S",
    "stock": "1",
    "category": "other",
    "present_password": making.PASSWORD,
    "wanted_password": "another long password",
    "starts_on": "2026-01-01",
    "ends_on": "2036-01-01",
    "paper": "76x130",
    "shows": "full",
    "ground": "earlier",
    "words": "Ours",
    "new_at": "2026-01-01T10:00",
}
