"""Print waybill labels: plain values in, one PDF with a page a label out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from shop.core.errors import N_
from shop.core.fonts import Faces, missing_characters, printable
from shop.shipping.label_ink import POINTS_PER_MM
from shop.shipping.label_press import Press
from shop.shipping.rules import LabelError

PARCEL_NOTE = "本店包裹号，非运单号"


@dataclass(frozen=True)
class Label:
    """What one label says. Names, phones and addresses come ready: masked or whole, as may be shown."""

    number: str
    number_kind: str  # "waybill": the courier's own; "parcel": ours, until the courier gives one
    recipient_name: str
    recipient_phone: str
    recipient_address: str
    sender_name: str
    sender_phone: str
    sender_address: str
    courier: str = ""
    sorting_code: str = ""
    contents: str = ""
    quantity: int = 1
    order_number: str = ""
    printed_at: str = ""
    reprint: int = 0  # 0: the first print; n: the nth print after it


@dataclass(frozen=True)
class PrinterProfile:
    """A paper and the printer it is in: millimetres, and dots a millimetre (8 is 203 dpi, 12 is 300 dpi)."""

    width: int
    height: int
    dots: int = 8


PAPERS = {
    "76x130": PrinterProfile(76, 130),
    "100x150": PrinterProfile(100, 150),
    "100x180": PrinterProfile(100, 180),
}


def render_labels(labels: Sequence[Label], paper: PrinterProfile, faces: Faces) -> bytes:
    """Give a PDF with one page a label, its fonts embedded, its bars in whole dots of the printer.

    Raises `LabelError` where a text does not fit at 6 points, a character cannot be printed, a barcode is
    too wide for the paper, or a label lacks what a courier needs; it names the label by its number.
    """
    if not labels:
        raise LabelError(N_("There is no label to print."))
    result = io.BytesIO()
    size = paper.width * POINTS_PER_MM, paper.height * POINTS_PER_MM
    canvas = Canvas(result, size, pageCompression=1, initialFontName=faces.name, initialFontSize=8)
    canvas.setTitle(labels[0].number if len(labels) == 1 else f"{labels[0].number} +{len(labels) - 1}")
    press = Press(canvas, (paper.width, paper.height, paper.dots), faces)
    for label in map(_checked, labels):
        press.page(_texts(label))
    canvas.save()
    return result.getvalue()


def _checked(label: Label) -> Label:
    """Tidy the texts; refuse a label without number, recipient or address, or with unprintable characters."""
    texts = {f.name: getattr(label, f.name) for f in fields(label) if f.type == "str"}
    tidy: dict[str, Any] = {name: " ".join(printable(text).split()) for name, text in texts.items()}
    if not (tidy["number"] and tidy["recipient_name"] and tidy["recipient_address"]):
        raise LabelError(N_("A label needs a number, a recipient and an address."))
    if missing := missing_characters("".join(tidy.values())):
        message = N_(
            "Label %(number)s: these characters cannot be printed: %(characters)s. Write them another way."
        )
        raise LabelError(message, number=tidy["number"], characters=" ".join(missing))
    return replace(label, **tidy)


def _texts(label: Label) -> dict[str, str]:
    """Say what stands in each slot."""
    own = label.number_kind == "parcel"
    return {
        "courier": label.courier or "包裹单",
        "sorting": label.sorting_code,
        "number": label.number,
        "note": PARCEL_NOTE if own else "",
        "to_head": _together(label.recipient_name, label.recipient_phone),
        "to_address": label.recipient_address,
        "from_head": _together(label.sender_name, label.sender_phone),
        "from_address": label.sender_address,
        "contents": f"物品：{label.contents}" if label.contents else "",
        "printed": label.printed_at,
        "reprint": f"补打 第{label.reprint}次" if label.reprint else "",
        **_stub_texts(label),
    }


def _stub_texts(label: Label) -> dict[str, str]:
    """Say what a stub repeats; the short forms go without the address where it does not fit."""
    pieces = f"共 {label.quantity} 件"
    order = f"订单号 {label.order_number}" if label.order_number else ""
    to = "收 " + _together(label.recipient_name, label.recipient_phone)
    sender = "寄 " + _together(label.sender_name, label.sender_phone)
    return {
        "order": order,
        "quantity": pieces,
        "stub_courier": label.courier,
        "to_stub": f"{to} {label.recipient_address}",
        "to_short": to,
        "from_stub": f"{sender} {label.sender_address}",
        "from_short": sender,
        "stub_goods": _together(order, pieces),
    }


def _together(*texts: str) -> str:
    return "  ".join(text for text in texts if text)
