"""Make up a register: designs in the trade's words, many sharing common ones, a few with a rare one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert, text

from shop.core.db import Base
from shop.registry.models.search import write_words
from shop.workshops.models import Village, Workshop

VILLAGES, WORKSHOPS, BATCH = 24, 400, 2_000
START = datetime(2017, 1, 1, tzinfo=UTC)
SURNAMES = "丁孙李王赵钱周吴郑陈刘张何马朱胡郭林高罗"
WORDS = {
    name: words.split()
    for name, words in (
        line.split(":") for line in Path(__file__).with_name("words.txt").read_text("utf-8").splitlines()
    )
}


def fill(connection: Connection, designs: int, seed: int = 1) -> None:
    """Write villages, workshops and so many designs with a picture each; no words yet."""
    dice = random.Random(seed)
    villages = [
        {"id": n + 1, "name": SURNAMES[n % 20] + "家庄家集"[n // 20 * 2 :][:2]} for n in range(VILLAGES)
    ]
    connection.execute(insert(Village), villages)
    connection.execute(insert(Workshop), [_workshop(n) for n in range(WORKSHOPS)])
    pictures = Base.metadata.tables["picture"]
    for start in range(0, designs, BATCH):
        ids = range(start + 1, min(start + BATCH, designs) + 1)
        connection.execute(insert(pictures), [_picture(n) for n in ids])
        connection.execute(insert(Base.metadata.tables["design"]), [_design(n, designs, dice) for n in ids])
        rows = [{"design_id": n, "picture_id": n, "position": 0, "role": "front"} for n in ids]
        connection.execute(insert(Base.metadata.tables["design_picture"]), rows)
    connection.execute(text("DELETE FROM picture_change"))


def write_all(connection: Connection, designs: int) -> Iterator[int]:
    """Write the words of the designs, some thousands at a time; yield how many are written."""
    for start in range(0, designs, BATCH):
        write_words(connection, range(start + 1, min(start + BATCH, designs) + 1))
        yield min(start + BATCH, designs)


def _workshop(n: int) -> dict[str, object]:
    name = f"{SURNAMES[n % 20]}记{WORDS['schools'][n // 20]}{('舞服', '服饰', '汉服坊', '演出服厂')[n % 4]}"
    brand = WORDS["schools"][n // 20] if n % 3 == 0 else ""
    facts = {"public_id": f"workshop{n}", "village_id": n % VILLAGES + 1, "created_at": START}
    return {"id": n + 1, "name": name, "brand": brand, "about": "", "phone": "", "address": "", **facts}


def _picture(n: int) -> dict[str, object]:
    facts = {"file_name": "", "media_type": "image/jpeg", "width": 900, "height": 1200, "is_public": True}
    return {
        "id": n,
        "public_id": f"p{n}",
        "workshop_id": None,
        "sha256": f"{n:064x}",
        "created_at": START,
        **facts,
    }


def _design(n: int, designs: int, dice: random.Random) -> dict[str, object]:
    at = START + timedelta(days=3_600 * n / designs)
    rare = dice.choice(WORDS["rare"]) if dice.random() < 0.002 else ""
    name = (
        dice.choice(WORDS["colours"])
        + rare
        + dice.choice(WORDS["motifs"])
        + dice.choice(WORDS["garments"])
        + dice.choice(WORDS["for"])
    )
    claims = "，".join(
        (
            *dice.sample(WORDS["claims"], 2),
            *dice.sample(WORDS["more"], 2),
            f"{dice.choice(WORDS['motifs'])}共{dice.randint(2, 99)}朵",
        )
    )
    return {
        "id": n,
        "public_id": f"d{n}",
        "number": f"D{at.year}-{n:06d}",
        "workshop_id": dice.randint(1, WORKSHOPS),
        "version": 1,
        "name": name,
        "category": dice.choice(("yangge", "hanfu", "children", "stage", "folk", "other")),
        "claims": claims,
        "materials": "、".join(dice.sample(WORDS["materials"], 2)),
        "keywords": " ".join(dice.sample(WORDS["keywords"], 3)),
        "first_shown_where": "",
        "state": dice.choices(("registered", "notice", "lapsed", "refused", "draft"), (90, 3, 4, 2, 1))[0],
        "created_at": at,
        "submitted_at": at,
        "registered_at": at,
        "reason": "",
    }
