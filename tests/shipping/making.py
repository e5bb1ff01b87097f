"""Read a printed label as a person and as a scanner do."""

from __future__ import annotations

import pypdfium2
import zxingcpp

from shop.listings.models import Listing
from shop.listings.rules import Sku, grid
from shop.orders.models import PurchaseOrder
from shop.orders.rules import OrderAct
from shop.orders.service import To
from tests.making import a_listing, a_person, a_workshop, an_order, move_order

TO = To("王小梅", "13812345678", "山东省菏泽市曹县大集镇孙庄路8号3单元501室")


class Desk:
    """A maker with an accepted order that is to be sent."""

    def __init__(
        self, to: To = TO, *acts: OrderAct, skus: list[Sku] | None = None, title: str = "牡丹秧歌服"
    ) -> None:
        self.li, self.wang = a_person("李四"), a_person("王五")
        self.maker, self.buyer = a_workshop("李家坊", self.li), a_workshop("王家店", self.wang)
        self.listing: Listing = a_listing(self.maker, title, skus=skus or grid(["红"], ["S"]), stock=50)
        order = an_order(self.buyer, self.listing, pieces=2, to=to)
        self.order: PurchaseOrder = move_order(order, *(acts or (OrderAct.ACCEPT,)))
        self.address = f"/orders/{order.public_id}/label"


def words(pdf: bytes) -> str:
    """Give the text layer of a label of one page, without line breaks."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    text: str = document[0].get_textpage().get_text_range()
    return text.replace("\r\n", "").replace("\n", "")


def scanned(pdf: bytes) -> set[str]:
    """Give what a scanner reads off the label at the printer's 203 dots an inch."""
    page = pypdfium2.PdfDocument(pdf)[0]
    image = page.render(
        scale=(76 * 8 - 0.001) / page.get_width() if page.get_width() < 220 else 203 / 72
    ).to_pil()
    return {found.text for found in zxingcpp.read_barcodes(image)}
