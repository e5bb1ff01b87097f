"""Let the demo's register live: old patterns, notices, an objection, a draft, licences asked for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from shop.accounts.models import Person
from shop.core.clock import china_day
from shop.core.db import db
from shop.demo.cast import LATE
from shop.demo.drawing import PLATES, Costume
from shop.demo.easels import PLATE
from shop.demo.plot import AQIANG, CAIYUN, CHUNLAN, YUNHE, costume
from shop.demo.story import Stage, register, views_of
from shop.pictures.service import keep
from shop.registry import licence_acts
from shop.registry.application import Application, Proof, Shown, write
from shop.registry.commons import Pattern, enter_pattern
from shop.registry.drafts import start, start_version
from shop.registry.handing_in import hand_in
from shop.registry.models import Design
from shop.registry.objecting import make_objection
from shop.registry.path import decide
from shop.registry.rules import DesignAct, Ground, PictureRole, ProofKind
from shop.registry.rules.commons import CommonsKind
from shop.registry.rules.licences import LicenceTerms, Part
from shop.registry.screening import screen
from shop.registry.service import due
from shop.workshops.models import Village
from shop.workshops.ties import declare_tie

DADI = "大地民族服饰"
OFFICER, ADMINISTRATOR = "13800000006", "13800000007"
HOME = "孙楼村"  # where the officer comes from
CHANGED = "silk-fan-pair"  # its family drafts a changed version
NOTICE_AND_A_DAY = timedelta(days=8)
COMMONS = {
    "plate-peony": (CommonsKind.FOLK, "县文化馆《曹州民间绣样》第18页；丁家庄丁老太太家存绣片", ""),
    "plate-cloud": (CommonsKind.RELIC, "明代织金缎残片，省博物馆藏，《山东丝织纹样》图版42", ""),
    "plate-lotus": (CommonsKind.INSTITUTE, "曹州汉服设计院2025年公开图样第7号", "纹样：曹州汉服设计院"),
}
ABOUT = "老辈人传下来的花样，谁家都能用；在它上面做出的新花样，才归做的人。"


def enter_commons(stage: Stage) -> None:
    """Let the office enter what belongs to everybody, and say for whom an officer steps aside."""
    officer = stage.person(OFFICER)
    for plate in PLATES:
        kind, source, credit = COMMONS[plate.slug]
        said = Pattern(plate.name, kind, source, ABOUT, credit)
        taken = stage.taken[plate.slug, PLATE]
        with stage.act() as now:
            picture = keep(taken, file_name=f"{plate.slug}.jpg", workshop=None, actor=officer, now=now)
            enter_pattern(said, [picture], actor=officer, now=now)
    with stage.act() as now:
        home = db.session.scalars(select(Village).where(Village.name == HOME)).one()
        declare_tie(officer, home, actor=officer, now=now)


def register_what_is_due(stage: Stage) -> None:
    """Let the notices run out, and the office enter whatever nobody objected to."""
    stage.now += NOTICE_AND_A_DAY
    for design in db.session.scalars(due(stage.now)).unique().all():
        with stage.act(1) as now:
            reason = "公示期满，无人提出异议，予以登记。"
            decide(design, DesignAct.REGISTER, reason=reason, actor=_officer_for(stage, design), now=now)


def _officer_for(stage: Stage, design: Design) -> Person:
    """Give an officer who is not of the family's village."""
    return stage.person(ADMINISTRATOR if design.workshop.village.name == HOME else OFFICER)


def hand_in_late(stage: Stage) -> None:
    """Leave two designs on public notice, with all that a family can say of one, and a draft."""
    brocade, azalea = (costume(slug) for slug in LATE)
    _apply_whole(stage, brocade)
    stage.now += timedelta(days=2)
    _object(stage, stage.design(brocade.slug))
    register(stage, DADI, azalea, [stage.picture(DADI, (azalea.slug, view)) for view in views_of(azalea)])
    with stage.act() as now:
        start_version(stage.design(CHANGED), now=now)


def _apply_whole(stage: Stage, brocade: Costume) -> None:
    photos = [stage.picture(DADI, (brocade.slug, view)) for view in views_of(brocade)]
    roles = (PictureRole.FRONT, PictureRole.DETAIL)
    shown_on = china_day(stage.now) - timedelta(days=20)
    said = Application(
        name=brocade.name_zh,
        category=brocade.category,
        claims="前襟的壮锦纹是我家按老织机的格子重新排的，菱形里套铜鼓太阳；袖口的三道织带是新配的颜色。",
        materials="主料：棉麻提花；织带：涤棉，手工缝",
        keywords="壮锦 三月三 山歌 合唱团",
        first_shown_on=shown_on,
        first_shown_where="县里三月三歌会，合唱团穿的第一批",
        pictures=tuple(map(Shown, photos, roles)),
        proofs=(Proof(ProofKind.ORDER, shown_on, "县合唱团订24套，收据在家"),),
    )
    screening = screen(photos)
    with stage.act() as now:
        design = start(stage.workshop(DADI), now=now)
        write(design, said, now=now)
        hand_in(design, screening=screening, actor=stage.head(DADI), now=now)
        stage.designs[brocade.slug] = design.id


def _object(stage: Stage, design: Design) -> None:
    words = "菱形里套铜鼓太阳的前襟，我们前年给县里的演出就做过，照片要找一找。"
    with stage.act() as now:
        make_objection(
            design,
            stage.workshop(CAIYUN),
            ground=Ground.EARLIER,
            words=words,
            pictures=[],
            own_design=None,
            actor=stage.head(CAIYUN),
            now=now,
        )


def talk_of_licences(stage: Stage) -> None:
    """Let one middleman ask for a licence, and a maker offer another one."""
    today = china_day(stage.now)
    year = today + timedelta(days=365)
    both = frozenset({Part.DESIGN, Part.PHOTOS})
    with stage.act() as now:
        wishes = LicenceTerms(both, today, year, platforms=frozenset({"douyin"}))
        words = "上次的授权到期了，想接着卖，抖音直播用。"
        licence_acts.ask(
            stage.workshop(YUNHE),
            stage.workshop(CAIYUN),
            wishes,
            words=words,
            actor=stage.head(CAIYUN),
            now=now,
        )
    with stage.act() as now:
        design = stage.design(CHANGED)
        offered = LicenceTerms(both, today, year, design.id, floor_price_fen=68_00, sell_off_days=30)
        licence_acts.offer(
            stage.workshop(CHUNLAN),
            stage.workshop(AQIANG),
            offered,
            words="照片也给你用，价钱别低于68块。",
            actor=stage.head(CHUNLAN),
            now=now,
        )
