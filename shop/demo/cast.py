"""Name the people, villages and workshops of the made-up town."""

from __future__ import annotations

from dataclasses import dataclass

from shop.core.roles import Role
from shop.demo.drawing import COSTUMES

TOWN = "云裳镇"
PASSWORD = "yunshang-8"  # noqa: S105 - known to everybody on purpose; the demo's accounts exist only in the demo
LATE = ("mountain-brocade", "azalea-chima")  # costumes that are handed in when all others are registered
VILLAGES = ("丁家庄", "河湾村", "柳树集", "孙楼村")


@dataclass(frozen=True)
class Player:
    """Somebody in the demo; those with a word on the sign-in page can be tried."""

    phone: str
    name: str
    roles: tuple[Role, ...] = ()
    zh: str = ""
    en: str = ""
    icon: str = "user"

    def label(self, language: str) -> str:
        """Say on the sign-in page who this is."""
        return f"{self.name} · {self.zh if language == 'zh' else self.en}"


@dataclass(frozen=True)
class House:
    """A family workshop of the demo: its village, its people, its shops, the kinds of costumes it makes."""

    name: str
    village: str
    members: tuple[str, ...]
    brand: str = ""
    about: str = ""
    phone: str = ""
    address: str = ""
    shops: tuple[tuple[str, str], ...] = ()
    makes: tuple[str, ...] = ()


PLAYERS = (
    Player("13800000001", "李春兰", (), "做秧歌服的一家", "makes yangge costumes", "costume"),
    Player("13800000002", "王三妹", (), "有授权的分销户", "resells with a licence", "shop"),
    Player("13800000003", "赵快发", (), "用了别人照片的小店", "used somebody's photo", "warning"),
    Player("13800000004", "周小二", (Role.KEEPER,), "村级服务站站长", "village station keeper", "parcel"),
    Player(
        "13800000005", "孙大爷", (Role.JUROR,), "领导小组村民评议员", "juror of the Leading Group", "vote"
    ),
    Player("13800000006", "陈主任", (Role.OFFICER,), "镇电商办干部", "town officer", "shield"),
    Player("13800000007", "小郑", (Role.OFFICER, Role.ADMINISTRATOR), "系统管理员", "administrator", "lock"),
    Player("13800000011", "丁云鹤"),
    Player("13800000012", "刘荷花"),
    Player("13800000013", "孙鼓声"),
    Player("13800000014", "何大地"),
    Player("13800000015", "钱阿强"),
    Player("13800000016", "吴彩云"),
)
SIGN_INS = tuple(player for player in PLAYERS if player.zh)

HOUSES = (
    House(
        "春兰舞服", "丁家庄", ("13800000001",), "春兰", "一家三口做秧歌服和广场舞服，二十年的老手艺，团体可定做。",
        "13800000001", "山东省菏泽市曹县云裳镇丁家庄12号",
        (("taobao", "春兰舞服工厂店"), ("pdd", "春兰秧歌服")), ("yangge",),
    ),
    House(
        "云鹤汉服坊", "河湾村", ("13800000011",), "云鹤集", "马面裙、褙子、圆领袍，自己打版，自己绣花。",
        "13800000011", "山东省菏泽市曹县云裳镇河湾村3号院",
        (("tmall", "云鹤集旗舰店"), ("douyin", "云鹤汉服")), ("hanfu",),
    ),
    House(
        "小荷童舞", "柳树集", ("13800000012",), "小荷", "儿童演出服，六一和元旦前请早些下单。",
        "13800000012", "山东省菏泽市曹县云裳镇柳树集东街",
        (("taobao", "小荷童舞服饰"),), ("children",),
    ),
    House(
        "鼓声舞台服装", "孙楼村", ("13800000013",), "", "合唱、古典舞、水袖，舞台灯下好看。",
        "13800000013", "山东省菏泽市曹县云裳镇孙楼村",
        (("1688", "鼓声舞台服装厂"), ("taobao", "鼓声舞台")), ("stage",),
    ),
    House(
        "大地民族服饰", "河湾村", ("13800000014",), "大地", "民族舞蹈服装，尺码齐全。",
        "13800000014", "山东省菏泽市曹县云裳镇河湾村北头",
        (("taobao", "大地民族服饰"),), ("folk",),
    ),
    House(
        "三妹网店", "丁家庄", ("13800000002",), "", "替春兰舞服代销，当天转单。",
        "13800000002", "山东省菏泽市曹县云裳镇丁家庄8号",
        (("pdd", "三妹家的舞服"), ("kuaishou", "三妹跳秧歌")),
    ),
    House("快发小店", "柳树集", ("13800000003",), "", "什么都卖一点。", "13800000003", "", (("pdd", "快发演出服"),)),
    House("阿强代发", "孙楼村", ("13800000015",), "", "一件代发。", "13800000015", "", (("taobao", "阿强代发铺"),)),
    House("彩云间", "河湾村", ("13800000016",), "", "", "13800000016", "", (("xiaohongshu", "彩云间汉服"),)),
)  # fmt: skip

# Drawn on the pattern of another costume here: the engine rightly takes one for the other in new colours,
# and a workshop registers such a pair once.
TWINS = frozenset(
    {"jade-fan-yangge", "plum-square", "peach-tang-ruqun", "phoenix-peony-mamian", "osmanthus-beizi"}
)
WARDROBE = tuple(costume for costume in COSTUMES if costume.slug not in TWINS)

PLAIN_WORDS = "{costume.name_zh} / {costume.name_en}。一套齐全，团体可定做，七天内发货。"
# The copier took the words along with the photo, a little changed.
WORDS = {
    ("春兰舞服", "peony-fan-yangge"): (
        "这套秧歌服是我们家跟了三年的老版型：云肩绣四合牡丹，肩上缀流苏，裙摆一圈牡丹是自家画的花样。"
        "袖口接一截水纱，扇子甩起来跟着飘。面料是加密雪纺，里面有衬，不透不粘身。"
        "一套带上衣、长裙、腰带和一对绸扇。九十斤到一百六十斤都能穿。（{costume.name_en}）"
    ),
    ("快发小店", "peony-fan-yangge"): (
        "2026新款！这款秧歌服是我们家做了五年的经典版型，云肩绣四合牡丹，肩头缀流苏，裙摆一圈牡丹为自家画的花样～"
        "袖口接一截水纱，扇子甩起来跟着飘逸。面料为加密雪纺，里面带衬，不透不粘身。"
        "一套包含上衣、长裙、腰带、一对绸扇。90斤到170斤都可以穿，三天发货！"
    ),
}

COLOURS = {
    "yangge": ("大红", "玫红", "翠绿"),
    "hanfu": ("本色",),
    "children": ("粉色", "湖蓝"),
    "stage": ("酒红", "宝蓝"),
    "folk": ("彩色",),
}
ADULT, CHILD = ("S", "M", "L", "XL"), ("110cm", "120cm", "130cm", "140cm", "150cm")


def sizes_for(category: str) -> tuple[str, ...]:
    """Give the sizes in which such a costume is made: children by height."""
    return CHILD if category == "children" else ADULT
