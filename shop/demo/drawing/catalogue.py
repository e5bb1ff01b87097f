"""List the costumes of the demo town, in the words its sellers use."""

from __future__ import annotations

from shop.demo.drawing import pigments as p
from shop.demo.drawing.costume import Costume
from shop.demo.drawing.pigments import Palette

Row = tuple[str, str, str, str, tuple[str, ...], str, str, Palette]


def _made(category: str, rows: tuple[Row, ...]) -> tuple[Costume, ...]:
    return tuple(
        Costume(slug, zh, en, category, paints, cut, motifs, room, detail)
        for slug, zh, en, cut, motifs, room, detail, paints in rows
    )


YANGGE = _made("yangge", (
    ("peony-fan-yangge", "牡丹扇秧歌服", "Peony fan yangge set", "fan_dancer", ("peony", "ruyi", "sprig"), "rays", "hem",
     Palette(p.CINNABAR, p.JADE, p.HONEY, p.GOLD, p.PEONY, p.paint("f3dcc0"))),
    ("jade-fan-yangge", "翠扇秧歌裙", "Jade fan yangge skirt", "fan_dancer", ("lotus", "cloud", "plum"), "hills", "collar",
     Palette(p.TEAL, p.BLUSH, p.ROUGE, p.STRAW, p.LAKE, p.paint("d8e6dc"))),
    ("silk-fan-pair", "牡丹绸扇一对", "Pair of silk fans", "peony_fans", ("peony", "butterfly", "plum"), "arch", "hoop",
     Palette(p.PEONY, p.APRICOT, p.CINNABAR, p.GOLD, p.ROSE, p.paint("e2d6e8"))),
    ("red-waist-drum", "红绸腰鼓服", "Red silk waist-drum suit", "drummer", ("crane", "cloud", "cloud"), "meadow", "collar",
     Palette(p.CINNABAR, p.HONEY, p.INDIGO, p.STRAW, p.VERMILION, p.paint("f2e3bd"))),
    ("magpie-drum-vest", "喜鹊腰鼓马甲", "Magpie drum vest", "vest_drummer", ("magpies", "plum", "sprig"), "tiles", "hoop",
     Palette(p.INDIGO, p.PORCELAIN, p.CINNABAR, p.GOLD, p.PERSIMMON, p.paint("dfe3ea"))),
    ("kerchief-flower", "手绢花秧歌服", "Kerchief dance set", "kerchief_dancer", ("daisy", "butterfly", "plum"), "petals", "hem",
     Palette(p.ROSE, p.WILLOW, p.INDIGO, p.STRAW, p.PERSIMMON, p.paint("f6ead2"))),
    ("golden-wheat-square", "金穗广场舞套装", "Golden wheat square set", "square_dancer", ("wheat", "daisy", "sprig"), "meadow", "sequins",
     Palette(p.HONEY, p.ROUGE, p.CINNABAR, p.IVORY, p.ROUGE, p.paint("d5e3e0"))),
    ("plum-square", "紫梅广场舞裙", "Plum square-dance set", "square_dancer", ("branch", "plum", "plum"), "curtain", "sequins",
     Palette(p.WISTERIA, p.PLUM, p.ROSE, p.STRAW, p.WHITE, p.paint("e6dbe9"))),
))

HANFU = _made("hanfu", (
    ("plum-snow-ruqun", "映雪交领襦裙", "Plum-in-snow ruqun", "ruqun", ("branch", "plum", "plum"), "window", "collar",
     Palette(p.paint("f3e6dd"), p.ROUGE, p.CINNABAR, p.GOLD, p.ROSE, p.paint("cfd9dc"))),
    ("lotus-breeze-ruqun", "荷风齐胸襦裙", "Lotus breeze high ruqun", "high_ruqun", ("lotus", "ruyi", "sprig"), "moon", "hem",
     Palette(p.JADE, p.BLUSH, p.PINE, p.STRAW, p.PEONY, p.paint("d6e4d6"))),
    ("peach-tang-ruqun", "桃夭齐胸襦裙", "Peach Tang ruqun", "high_ruqun", ("peony", "roundel", "butterfly"), "petals", "sequins",
     Palette(p.PERSIMMON, p.STRAW, p.TEAL, p.GOLD, p.CINNABAR, p.paint("f2ddd0"))),
    ("cloud-crane-mamian", "云鹤马面裙", "Cloud crane horse-face skirt", "mamian", ("crane", "cloud", "cloud"), "arch", "hem",
     Palette(p.INDIGO, p.paint("3f5f9a"), p.paint("1f2f55"), p.GOLD, p.WHITE, p.paint("efe3cf"))),
    ("phoenix-peony-mamian", "凤穿牡丹马面裙", "Phoenix peony horse-face", "mamian", ("phoenix", "peony", "peony"), "window", "hoop",
     Palette(p.CINNABAR, p.ROUGE, p.paint("7c1f2c"), p.STRAW, p.HONEY, p.paint("e9dcc8"))),
    ("sea-cliff-mamian", "海水江崖马面裙", "Sea and cliff horse-face", "mamian", ("mountain", "wave", "crest"), "screen", "hoop",
     Palette(p.CELADON, p.TEAL, p.PINE, p.GOLD, p.PORCELAIN, p.paint("ead7c4"))),
    ("bamboo-shade-beizi", "竹影褙子", "Bamboo shade beizi", "beizi", ("bamboo", "sprig", "bamboo"), "window", "collar",
     Palette(p.paint("c9d8b6"), p.IVORY, p.PINE, p.STRAW, p.MOSS, p.paint("e6e2d3"))),
    ("osmanthus-beizi", "金桂褙子套装", "Osmanthus beizi set", "beizi", ("sprig", "plum", "ginkgo"), "grove", "swatch",
     Palette(p.APRICOT, p.paint("f7ecd6"), p.UMBER, p.GOLD, p.PERSIMMON, p.paint("d9e0d2"))),
    ("roundel-robe", "团花圆领袍", "Roundel round-collar robe", "robe", ("roundel", "fret", "cloud"), "tiles", "swatch",
     Palette(p.paint("a8433a"), p.UMBER, p.paint("4a2a2e"), p.GOLD, p.HONEY, p.paint("dcdccf"))),
    ("gilt-short-jacket", "织金短袄套装", "Gilt jacket and skirt", "aoqun", ("persimmon", "ruyi", "roundel"), "screen", "collar",
     Palette(p.PINE, p.HONEY, p.ROUGE, p.STRAW, p.CINNABAR, p.paint("e4dbe0"))),
    ("winding-hem-robe", "曲裾深衣", "Winding-hem robe", "wrapped_robe", ("phoenix", "fret", "cloud"), "hills", "hem",
     Palette(p.paint("5d3a5c"), p.paint("b98a5a"), p.paint("2e2438"), p.GOLD, p.PERSIMMON, p.paint("ead9c0"))),
    ("mist-great-sleeves", "烟霞大袖衫", "Rosy mist great sleeves", "great_sleeves", ("crane", "cloud", "cloud"), "moon", "hem",
     Palette(p.paint("e8a79b"), p.LILAC, p.ROUGE, p.STRAW, p.WHITE, p.paint("d9dfea"))),
    ("red-plum-cape", "红梅斗篷", "Red plum winter cape", "cape", ("branch", "plum", "plum"), "hills", "hoop",
     Palette(p.ROUGE, p.IVORY, p.paint("6a1c2a"), p.STRAW, p.BLUSH, p.paint("d3dde4"))),
))

CHILDREN = _made("children", (
    ("little-lotus", "小荷风采", "Little lotus", "lotus_child", ("lotus", "plum", "plum"), "moon", "sequins",
     Palette(p.PEONY, p.JADE, p.PINE, p.STRAW, p.ROSE, p.paint("d3e8e0"))),
    ("little-goldfish", "小金鱼舞服", "Little goldfish", "goldfish_child", ("carp", "wave", "star"), "rays", "hoop",
     Palette(p.VERMILION, p.HONEY, p.CINNABAR, p.STRAW, p.paint("ffe2b0"), p.paint("c6e2e8"))),
    ("butterfly-tutu", "彩蝶蓬蓬裙", "Butterfly tutu", "butterfly_child", ("butterfly", "daisy", "star"), "meadow", "swatch",
     Palette(p.LILAC, p.LAKE, p.PLUM, p.HONEY, p.PERSIMMON, p.paint("f4ecd4"))),
    ("little-lion", "小狮子舞服", "Little lion dancer", "lion_child", ("tiger", "ruyi", "cloud"), "tiles", "swatch",
     Palette(p.HONEY, p.CINNABAR, p.CINNABAR, p.STRAW, p.VERMILION, p.paint("cfe0dc"))),
    ("tiger-bib", "虎娃肚兜装", "Tiger bib set", "tiger_child", ("tiger", "cloud", "cloud"), "grove", "hoop",
     Palette(p.CINNABAR, p.LAKE, p.INDIGO, p.STRAW, p.HONEY, p.paint("f5e6c8"))),
    ("moon-rabbit-ruqun", "玉兔儿童汉服", "Moon rabbit child's hanfu", "child_ruqun", ("rabbit", "cloud", "sprig"), "arch", "hoop",
     Palette(p.SKY, p.BLUSH, p.PORCELAIN, p.STRAW, p.PEONY, p.paint("e9dfee"))),
    ("little-drummer", "小鼓手", "Little drummer", "drummer_child", ("cloud", "cloud", "star"), "curtain", "collar",
     Palette(p.VERMILION, p.INDIGO, p.paint("24345c"), p.HONEY, p.GOLD, p.paint("f0dfc4"))),
    ("sunflower-dress", "向日葵童舞裙", "Sunflower dress", "sunflower_child", ("sunflower", "daisy", "sprig"), "hills", "sequins",
     Palette(p.HONEY, p.WILLOW, p.MOSS, p.STRAW, p.PERSIMMON, p.paint("cfe3ee"))),
    ("starlight-tulle", "星光纱裙", "Starlight tulle", "bud_child", ("star", "plum", "butterfly"), "curtain", "sequins",
     Palette(p.SKY, p.PORCELAIN, p.INDIGO, p.STRAW, p.ROSE, p.paint("dcd6ea"))),
))

STAGE = _made("stage", (
    ("porcelain-qipao", "青花瓷旗袍", "Blue-and-white qipao", "qipao", ("lotus", "cloud", "sprig"), "arch", "collar",
     Palette(p.WHITE, p.SKY, p.INDIGO, p.PORCELAIN, p.PORCELAIN, p.paint("e3d9c6"))),
    ("wine-peony-choir", "酒红合唱礼服", "Wine choir gown", "choir_gown", ("peony", "sprig", "sprig"), "curtain", "sequins",
     Palette(p.ROUGE, p.paint("5e1630"), p.PLUM, p.STRAW, p.BLUSH, p.paint("ecd5cf"))),
    ("ink-willow-sleeves", "青衣水袖舞裙", "Willow water sleeves", "water_sleeves", ("magnolia", "cloud", "sprig"), "hills", "hoop",
     Palette(p.paint("7fb3a6"), p.paint("dcebdd"), p.PINE, p.STRAW, p.WHITE, p.paint("e9e1d2"))),
    ("dunhuang-flight", "敦煌飞天舞服", "Dunhuang flying dancer", "apsara", ("lotus", "roundel", "cloud"), "rays", "sequins",
     Palette(p.PERSIMMON, p.TEAL, p.UMBER, p.GOLD, p.paint("3f8f87"), p.paint("e8cfae"))),
    ("peacock-train", "孔雀舞鱼尾裙", "Peacock train dress", "peacock", ("feather", "star", "feather"), "grove", "sequins",
     Palette(p.PEACOCK, p.JADE, p.INDIGO, p.HONEY, p.PORCELAIN, p.paint("efe4d0"))),
    ("misty-rain-parasol", "烟雨江南伞舞", "Misty rain parasol dance", "parasol_dancer", ("plum", "cloud", "branch"), "tiles", "hem",
     Palette(p.PORCELAIN, p.paint("e8eef0"), p.INDIGO, p.STRAW, p.PEONY, p.paint("d7dfe0"))),
    ("yellow-river-drum", "黄河战鼓服", "Yellow River war-drum suit", "war_drum", ("crest", "fret", "cloud"), "hills", "collar",
     Palette(p.paint("b5362b"), p.INK, p.paint("3a2c33"), p.GOLD, p.HONEY, p.paint("efd9b0"))),
    ("moonlit-fan", "月下扇舞裙", "Moonlit fan dress", "round_fan", ("magnolia", "butterfly", "plum"), "moon", "hem",
     Palette(p.WISTERIA, p.LILAC, p.PLUM, p.STRAW, p.LAKE, p.paint("cbd2e4"))),
    ("night-sea-choir", "星海合唱长裙", "Starry sea choir gown", "star_gown", ("star", "wave", "star"), "curtain", "sequins",
     Palette(p.INDIGO, p.paint("3c6aa0"), p.paint("1c2748"), p.SILVER, p.SKY, p.paint("d5dbe6"))),
))

FOLK = _made("folk", (
    ("miao-silver", "苗族银饰百褶裙", "Miao silver pleats", "miao", ("sunbird", "butterfly", "lattice"), "hills", "swatch",
     Palette(p.paint("2b2f55"), p.paint("3d2a4f"), p.CINNABAR, p.STRAW, p.ROSE, p.paint("dfe5cf"))),
    ("steppe-robe", "草原蒙古舞袍", "Steppe dance robe", "mongol", ("horn", "fret", "cloud"), "meadow", "collar",
     Palette(p.PORCELAIN, p.PERSIMMON, p.INDIGO, p.STRAW, p.ROUGE, p.paint("dbe8d4"))),
    ("plateau-sleeves", "藏族长袖舞服", "Plateau long sleeves", "tibetan", ("roundel", "cloud", "lotus"), "hills", "hem",
     Palette(p.paint("6b2f3f"), p.IVORY, p.TEAL, p.HONEY, p.CINNABAR, p.paint("cfe0ea"))),
    ("atlas-silk", "艾德莱斯舞裙", "Atlas silk dance dress", "uyghur", ("ikat", "daisy", "star"), "arch", "hoop",
     Palette(p.paint("f0d9a8"), p.PLUM, p.TEAL, p.GOLD, p.CINNABAR, p.paint("e3d3bf"))),
    ("dai-water", "傣族泼水节筒裙", "Dai water-festival skirt", "dai", ("lotus", "plum", "feather"), "grove", "hoop",
     Palette(p.paint("d8628a"), p.paint("f6e3c4"), p.PEACOCK, p.GOLD, p.WHITE, p.paint("d4e6da"))),
    ("torch-festival", "彝族火把节舞裙", "Torch festival skirt", "yi", ("horn", "sunflower", "star"), "rays", "swatch",
     Palette(p.INK, p.ROUGE, p.TEAL, p.HONEY, p.VERMILION, p.paint("eadfc6"))),
    ("azalea-chima", "金达莱朝族舞裙", "Azalea bell skirt", "chima", ("plum", "sprig", "butterfly"), "screen", "hem",
     Palette(p.paint("df6d94"), p.paint("f7efd9"), p.PORCELAIN, p.STRAW, p.ROSE, p.paint("dde7df"))),
    ("mountain-brocade", "壮锦山歌舞服", "Mountain brocade set", "brocade", ("lattice", "phoenix", "horn"), "tiles", "swatch",
     Palette(p.INDIGO, p.paint("2a6b62"), p.ROUGE, p.STRAW, p.PERSIMMON, p.paint("e5e0c9"))),
))

COSTUMES: tuple[Costume, ...] = YANGGE + HANFU + CHILDREN + STAGE + FOLK
