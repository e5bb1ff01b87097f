"""Measure how many labels a second we print, beside the least that ReportLab's own calls could take.

The floor of each round is one ReportLab Code 128, eleven `drawString` with an embedded font and a
`showPage` a label, compressed: about what any label needs, with no layout, wrapping or second barcode.
Every label has its own recipient, number and contents; the sender is the same, as in a real batch.

    python -m bench.labels [--labels 500] [--rounds 5]
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reportlab.graphics.barcode.code128 import Code128Auto
from reportlab.pdfgen.canvas import Canvas

from shop.core.fonts import Faces, ensure_fonts
from shop.shipping.label import PAPERS, Label, render_labels

NAMES = ["王芳", "李娜", "张敏", "刘静", "陈燕", "徐静雯", "孙若曦", "马思远", "朱梓涵", "胡雅婷"]
PLACES = [
    "广东省珠海市香洲区吉大街道景山路",
    "浙江省金华市婺城区西关街道金磐路",
    "陕西省西安市雁塔区丈八沟街道高新四路",
    "四川省成都市武侯区浆洗街街道洗面桥横街",
    "辽宁省沈阳市和平区南湖街道文化路",
    "云南省昆明市五华区护国街道青年路",
]
GOODS = ["儿童汉服齐胸襦裙", "孔雀舞演出服大裙摆", "古典舞水袖练功服", "幼儿园六一合唱服", "广场舞套装长袖"]


def made_up(count: int) -> list[Label]:
    """Make labels with different recipients, numbers and goods, and one sender."""
    return [
        Label(
            number=f"SF1{n:012d}",
            number_kind="waybill",
            recipient_name=NAMES[n % len(NAMES)],
            recipient_phone=f"138{n:08d}",
            recipient_address=f"{PLACES[n % 6]}{n % 300 + 1}号示例小区{n % 9 + 1}栋{n % 30 + 101}室",
            sender_name="示例锦绣作坊",
            sender_phone="1*******234",
            sender_address="山东省菏泽市曹县大集镇****",
            courier="顺丰速运",
            sorting_code=f"{n % 900 + 100}-A{n % 90:02d} 07",
            contents=f"{GOODS[n % len(GOODS)]} {n % 9 * 10 + 90}cm",
            quantity=n % 6 + 1,
            order_number=f"35150000000{n:08d}",
            printed_at="2026-11-22 16:40",
        )
        for n in range(count)
    ]


def floor(labels: list[Label], faces: Faces) -> bytes:
    """Print the same facts with a widget and eleven strings, nothing laid out."""
    result = io.BytesIO()
    canvas = Canvas(result, (215.4, 368.5), pageCompression=1, initialFontName=faces.name)
    for label in labels:
        Code128Auto(label.number, barWidth=1.06, barHeight=28).drawOn(canvas, 5, 250)
        canvas.setFont(faces.name, 9)
        lines = (label.courier, label.sorting_code, label.number, label.recipient_name, label.recipient_phone)
        more = (label.recipient_address, label.sender_name, label.sender_address, label.contents)
        for row, line in enumerate((*lines, *more, label.order_number, label.printed_at)):
            canvas.drawString(10, 240 - 14 * row, line)
        canvas.showPage()
    canvas.save()
    return result.getvalue()


def seconds(work: Callable[[], bytes]) -> tuple[float, int]:
    """Time one run: seconds of this process, bytes made."""
    start = time.process_time()
    size = len(work())
    return time.process_time() - start, size


def main() -> None:
    """Run floor and labels by turns and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    start = time.process_time()
    faces = ensure_fonts(folder)
    print(f"building the face, once an installation: {time.process_time() - start:.1f} s of one core")
    labels = made_up(asked.labels)
    for name, paper in PAPERS.items():
        pairs = []
        for _ in range(asked.rounds):
            base, _size = seconds(partial(floor, labels, faces))
            ours, size = seconds(partial(render_labels, labels, paper, faces))
            pairs.append((base / ours, asked.labels / ours, size))
        ratio, speed, size = (statistics.median(column) for column in zip(*pairs, strict=True))
        per_label = size / asked.labels / 1024
        print(f"{name}: {ratio:.2f} of the floor, {speed:.0f} labels a second, {per_label:.1f} KiB a label")


if __name__ == "__main__":
    main()
