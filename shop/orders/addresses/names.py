"""Tell how much a few characters look like a person's name rather than a place."""

from __future__ import annotations

import re

_SURNAMES = frozenset(  # by one character; common first, then the rarer of the census
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景"
    "薄单包司柏宁柯阮桂闵解强柴华车冉房边吉饶阿刁瞿戚丘古米池滕佟言晏仝付肖闫代邬宫苟臧仇芮储靖糜松巴弓牧隗山全郗班仰秋仲伊"
    "暴钭厉戎祖符束幸韶郜蓟印宿怀蒲邰从鄂索咸籍卓蔺屠蒙池胥能苍双闻莘党贡劳逄姬扶堵宰郦雍却璩桑濮寿通扈燕冀郏浦尚农别晏瞿充慕连茹习宦艾鱼容"
    "敖冷訾阚那简空母沙乜养鞠须丰巢蒯相後荆红游竺权逯盖益桓公芈么亓睢粟邸赫皮庆修危年"
)
COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "尉迟",
    "皇甫",
    "令狐",
    "慕容",
    "司徒",
    "端木",
    "夏侯",
    "长孙",
    "宇文",
)
SURELY_A_NAME = 3  # a score no word without a surname or a title reaches
_LONGEST = 4
_COURTESY = re.compile(r"(?:先生|女士|小姐|老师|同学|师傅|经理|阿姨|大姐|大哥|妈妈|爸爸|家长)$")
_RECEIVES = re.compile(r"[(（]?(?:亲)?收[)）]?$")
_SHAPE = re.compile(
    r"[\u3400-\u9fff\U00020000-\U0003ffff*]{1,4}|(?=.+·)[\u3400-\u9fff·*]{3,15}|[A-Za-z][A-Za-z .'*]{1,30}"
)
_PLACE = re.compile(
    r"(?:省|市|区|县|镇|乡|村|路|街|道|巷|号|楼|栋|幢|室|弄|苑|小区|花园|大厦|广场|公寓|学校|小学|中学|大学|医院|公司|厂|店|超市|驿站|门口|单元|组|"
    r"庄|屯|院|层|府|城|营|堡|口|岗|集)$"
)


def strip_courtesies(name: str) -> str:
    """Drop "收" behind a name; titles stay, since people are known by them."""
    return _RECEIVES.sub("", name) or name


def name_score(piece: str) -> int:
    """Score 0 for what cannot be a name, more for a known surname, a usual length, a title, a mask."""
    bare = _COURTESY.sub("", strip_courtesies(piece))
    if not _SHAPE.fullmatch(bare):
        return 0
    surname = bare.lstrip("小老阿")[:1] in _SURNAMES or bare.startswith(COMPOUND_SURNAMES)
    place = _PLACE.search(bare) is not None
    if place and not (surname and len(bare) < _LONGEST):  # 李城, 王小路 are people all the same
        return 0
    usual = 1 < len(bare.rstrip("*")) <= _LONGEST or "*" in bare
    return 1 + 2 * surname + 2 * (bare != piece) + usual - 2 * place
