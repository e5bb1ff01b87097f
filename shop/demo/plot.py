"""Let the demo's people deal with each other: licences, a caught copy, orders in every state."""

from __future__ import annotations

from datetime import timedelta

from shop.cases.service import decide
from shop.core.clock import china_day
from shop.core.db import db
from shop.demo.cast import WARDROBE
from shop.demo.drawing import Costume
from shop.demo.easels import COPY, FRONT
from shop.demo.story import Stage, list_costume, register
from shop.listings.models import Listing
from shop.orders.rules import OrderAct, Side
from shop.orders.service import To, send_order, take_step
from shop.pictures.shapes import box
from shop.registry.claims import mark
from shop.registry.licences import grant_licence

CHUNLAN, SANMEI, KUAIFA, AQIANG, CAIYUN, YUNHE, XIAOHE = (
    "春兰舞服", "三妹网店", "快发小店", "阿强代发", "彩云间", "云鹤汉服坊", "小荷童舞",
)  # fmt: skip
COPIED = "peony-fan-yangge"  # the costume whose photo is copied
RECIPIENTS = (
    To("张晓燕", "13911112222", "河北省保定市莲池区阳光小区5号楼2单元301"),
    To("阳光小学 刘老师", "13922223333", "河南省商丘市梁园区民主路18号阳光小学"),
    To("马建国", "13933334444", "山西省太原市小店区长治路88号舞之韵活动中心"),
    To("周敏", "13944445555", "江苏省徐州市云龙区和平路6号"),
    To("红枫艺术团", "13955556666", "山东省济南市历下区文化东路29号"),
    To("黄丽", "13966667777", "安徽省亳州市谯城区光明路12号"),
)


def costume(slug: str) -> Costume:
    """Give a costume by its slug."""
    return next(c for c in WARDROBE if c.slug == slug)


def license_out(stage: Stage) -> None:
    """Give licences: one in force, one without photos, one that has ended."""
    today = china_day(stage.now)
    year = timedelta(days=365)
    wanted = (
        (CHUNLAN, SANMEI, True, today - timedelta(days=30), today + year),
        (CHUNLAN, AQIANG, False, today - timedelta(days=10), today + year),
        (YUNHE, CAIYUN, True, today - year, today - timedelta(days=1)),
        (XIAOHE, SANMEI, True, today, today + year),
    )
    for maker, holder, photos, first, last in wanted:
        with stage.act() as now:
            grant_licence(
                stage.workshop(maker),
                stage.workshop(holder),
                design=None,
                covers_photos=photos,
                starts_on=first,
                ends_on=last,
                actor=stage.head(maker),
                now=now,
            )


def claim(stage: Stage) -> None:
    """Let a maker mark what is new on a photo, and the office a pattern that belongs to everybody."""
    design, head, office = stage.design(COPIED), stage.head(CHUNLAN), stage.person("13800000006")
    for actor, words, place in (
        (head, "牡丹裙摆", (23, 72, 54, 20)),
        (head, "四合云肩配流苏", (31, 16, 36, 19)),
        (office, "折枝牡丹扇面：老纹样，各地秧歌都有", (0, 34, 38, 26)),
    ):
        with stage.act() as now:
            mark(design, design.pictures[0].picture, words=words, shape=box(*place), actor=actor, now=now)


def resell(stage: Stage) -> None:
    """Let a licensed middleman list a maker's costume, and others use photos that they may not."""
    slugs = [c.slug for c in WARDROBE if c.category == "yangge"]
    for number, slug in enumerate(slugs[:3]):
        photo = stage.picture(SANMEI, (slug, FRONT))
        list_costume(stage, SANMEI, costume(slug), [photo], number, extra_fen=1_500)
    ended = next(c for c in WARDROBE if c.category == "hanfu")
    list_costume(stage, CAIYUN, ended, [stage.picture(CAIYUN, (ended.slug, FRONT))], 3, extra_fen=900)
    settled = list_costume(stage, AQIANG, costume(slugs[3]), [stage.picture(AQIANG, (slugs[3], FRONT))], 4)
    _decide(stage, settled)
    copied = stage.picture(KUAIFA, (COPIED, COPY))
    list_costume(stage, KUAIFA, costume(COPIED), [copied], 5, extra_fen=-1_000)


def _decide(stage: Stage, listing_id: int) -> None:
    with stage.act(90) as now:
        suspicion = db.session.get_one(Listing, listing_id).suspicions[0]
        reason = "照片是春兰舞服登记的原图。阿强的授权只许代销，不含照片，请自己拍照再上架。"
        decide(suspicion, is_copy=True, reason=reason, actor=stage.person("13800000007"), now=now)


def question(stage: Stage) -> None:
    """Let somebody hand in a copied picture as a design of their own."""
    register(stage, KUAIFA, costume(COPIED), [stage.picture(KUAIFA, (COPIED, COPY))])


def order(stage: Stage) -> None:
    """Send orders and leave one in every state."""
    ways: tuple[tuple[OrderAct, ...], ...] = (
        (OrderAct.ACCEPT, OrderAct.PACK, OrderAct.SHIP),
        (OrderAct.REFUSE,),
        (OrderAct.CANCEL,),
        (OrderAct.ACCEPT, OrderAct.PACK),
        (OrderAct.ACCEPT,),
        (),
    )
    slugs = [c.slug for c in WARDROBE if c.category == "yangge"]
    for number, (way, to) in enumerate(zip(ways, RECIPIENTS, strict=True)):
        _send(stage, slugs[number], way, to, pieces=2 + 5 * number)


def _send(stage: Stage, slug: str, way: tuple[OrderAct, ...], to: To, pieces: int) -> None:
    buyer, maker = stage.head(SANMEI), stage.head(CHUNLAN)
    with stage.act(40) as now:
        listing = stage.listing(slug)
        wanted = {variant.id: min(variant.stock, pieces) for variant in listing.variants[:2]}
        sent = send_order(
            stage.workshop(SANMEI),
            listing,
            pieces=wanted,
            to=to,
            note="请尽快发货，谢谢。",
            actor=buyer,
            now=now,
        )
    for act in way:
        side = Side.BUYER if act is OrderAct.CANCEL else Side.MAKER
        answer = "这一款布料没有了，下周才到。" if act is OrderAct.REFUSE else ""
        with stage.act(25) as now:
            actor = buyer if side is Side.BUYER else maker
            take_step(sent, act, actor=actor, side=side, now=now, answer=answer)
