"""Check that pasted addresses are taken apart whatever their order, and doubts are said."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.orders.addresses.divisions import divisions, find_region, short_name
from shop.orders.addresses.parsing import ParsedAddress, is_masked, parse_address

# Forms as people and platforms write them; people and numbers are made up.
CASES = [
    (
        "广东省珠海市香洲区示例路28号示例茶庄,测试甲，13800000001",
        {
            "name": "测试甲",
            "phone": "13800000001",
            "province": "广东省",
            "city": "珠海市",
            "county": "香洲区",
        },
    ),
    (
        "测试乙，陕西省西安市雁塔区丈八沟街道高新四路示例小区 13800000002",
        {
            "name": "测试乙",
            "city": "西安市",
            "county": "雁塔区",
            "town": "丈八沟街道",
            "detail": "高新四路示例小区",
        },
    ),
    (
        "西安市雁塔区丈八沟街道示例小区710061 测试丙 13800000003",
        {"name": "测试丙", "province": "陕西省", "city": "西安市", "county": "雁塔区", "zip_code": "710061"},
    ),
    (
        "雁塔区丈八沟街道示例小区710061 测试丙 13800000003",
        {"name": "测试丙", "province": "陕西省", "city": "西安市", "county": "雁塔区", "detail": "示例小区"},
    ),
    (
        "北京市朝阳区姚家园3楼 13800000004 测试丁",
        {"name": "测试丁", "province": "北京市", "city": "北京市", "county": "朝阳区", "detail": "姚家园3楼"},
    ),
    (
        "收货人: 测试戊\n手机号码: 13800000005\n所在地区: 浙江省金华市婺城区西关街道\n详细地址: 金磐路上坞街",
        {"name": "测试戊", "county": "婺城区", "town": "西关街道", "detail": "金磐路上坞街"},
    ),
    (
        "张三 13800000000 山东省菏泽市曹县大集镇孙庄村12号",
        {"name": "张三", "county": "曹县", "town": "大集镇", "detail": "孙庄村12号"},
    ),
    (
        "张三13800000000山东省菏泽市曹县大集镇孙庄村12号",
        {"name": "张三", "phone": "13800000000", "county": "曹县", "detail": "孙庄村12号"},
    ),
    (
        "张三山东省菏泽市曹县大集镇孙庄村12号 138 0000 0000",
        {"name": "张三", "phone": "13800000000", "province": "山东省", "detail": "孙庄村12号"},
    ),
    (
        "山东省 菏泽市 曹县 大集镇孙庄村12号(000000) 李小路 0530-1234567",
        {"name": "李小路", "phone": "0530-1234567", "zip_code": "", "detail": "孙庄村12号"},
    ),
    (
        "山东菏泽曹县大集镇孙庄村12号，欧阳小雨收，+86 138-0000-0000",
        {
            "name": "欧阳小雨",
            "phone": "13800000000",
            "province": "山东省",
            "city": "菏泽市",
            "county": "曹县",
        },
    ),
    (
        "山东省曹县大集镇孙庄村12号 王老师 13800000000-1234",
        {"name": "王老师", "phone": "13800000000-1234", "city": "菏泽市", "county": "曹县"},
    ),
    (
        "广东省东莞市虎门镇示例路5号 赵六 13800000000",
        {
            "name": "赵六",
            "city": "东莞市",
            "county": "",
            "town": "虎门镇",
            "detail": "示例路5号",
            "unsure": (),
        },
    ),
    (
        "河南省济源市示例路5号 赵六 13800000000",
        {"name": "赵六", "province": "河南省", "city": "济源市", "county": "", "unsure": ()},
    ),
    (
        "云南省大理州大理市下关街道示例路5号 钱七 13800000000",
        {"city": "大理白族自治州", "county": "大理市", "town": "下关街道", "unsure": ()},
    ),
    (
        "重庆市 重庆市 云阳县 双江街道示例路5号 钱七 13800000000",
        {"province": "重庆市", "city": "重庆市", "county": "云阳县", "unsure": ()},
    ),
    (
        "姓名：测试己　电话：１３８００００００００　地址：内蒙古呼和浩特市新城区示例路５号",
        {
            "name": "测试己",
            "phone": "13800000000",
            "province": "内蒙古自治区",
            "county": "新城区",
            "unsure": (),
        },
    ),
    (
        "13800000000 阿依古丽·测试 新疆喀什地区喀什市示例路5号",
        {"name": "阿依古丽·测试", "city": "喀什地区", "county": "喀什市", "unsure": ()},
    ),
    (
        "中国吉林省吉林市船营区示例路5号 John Smith 13800000000",
        {"name": "John Smith", "province": "吉林省", "city": "吉林市", "county": "船营区"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:18] for text, _ in CASES])
def test_the_usual_forms_are_taken_apart(text: str, expected: dict[str, object]) -> None:
    parsed = parse_address(text)
    assert {part: getattr(parsed, part) for part in expected} == expected
    assert not parsed.masked


@pytest.mark.parametrize("separator", [" ", "，", "\n", ",  "])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_any_order_gives_the_same_parts(order: tuple[int, ...], separator: str) -> None:
    parts = ("王小雨", "13800000000", "山东省菏泽市曹县大集镇孙庄村12号")
    expected = ParsedAddress("王小雨", "13800000000", "山东省", "菏泽市", "曹县", "大集镇", "孙庄村12号")
    assert parse_address(separator.join(parts[place] for place in order)) == expected


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        (
            "朝阳区示例路5号 王五 13800000000",
            ("province", "city"),
        ),  # Beijing, Changchun and Shantou once have one
        ("山东省菏泽市大集镇孙庄村12号 王五 13800000000", ("county",)),
        ("山东省菏泽市曹县大集镇孙庄村12号 13800000000", ("name",)),
        ("王五 山东省菏泽市曹县大集镇孙庄村12号", ("phone",)),
        ("王五 13800000000 13800000001 山东省菏泽市曹县大集镇孙庄村12号", ("phone",)),
        ("王五 13800000000 山东省菏泽市曹县", ("detail",)),
        ("山东省菏泽市曹县大集镇孙庄村12号王五13800000000", ("name",)),
        ("山东省珠海市香洲区示例路5号 王五 13800000000", ("province", "city")),
        ("王五 13800000000 广东珠海香洲示例路5号", ("county",)),
        ("王五 13800000000 示例路5号", ("province", "city", "county")),
        ("", ("name", "phone", "province", "city", "county", "detail")),
    ],
)
def test_what_is_missing_or_guessed_is_asked(text: str, unsure: tuple[str, ...]) -> None:
    assert set(parse_address(text).unsure) == set(unsure)


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        ("张** 1*******234 山东省菏泽市曹县大集镇****", {"name", "phone", "detail"}),
        ("张* 138****1234 山东省菏泽市曹县大集镇孙庄村12号", {"name", "phone"}),
        ("山东省菏泽市曹县街道****", {"name", "phone", "detail"}),
        ("##密文abc## 13800000000 山东省菏泽市曹县大集镇孙庄村12号", set()),
    ],
)
def test_masked_exports_are_recognised(text: str, unsure: set[str]) -> None:
    parsed = parse_address(text)
    assert parsed.masked
    assert unsure <= set(parsed.unsure)


@pytest.mark.parametrize("text", ["示例路5*3号", "SF1234 xx路", "孙庄村12号", "Xxiao"])
def test_a_star_in_a_house_number_is_no_mask(text: str) -> None:
    assert not is_masked(text)


PLACES = [(p, c, q) for p, cities in divisions().items() for c, counties in cities.items() for q in counties]


def test_the_table_is_whole() -> None:
    assert len(divisions()) == 34
    assert sum(len(cities) for cities in divisions().values()) > 380
    assert len(PLACES) > 3100
    bare = {(p, c) for p, cities in divisions().items() for c, counties in cities.items() if not counties}
    assert {c for _, c in bare} >= {"东莞市", "中山市", "儋州市", "嘉峪关市"}
    assert ("山东省", "菏泽市", "曹县") in PLACES


@given(st.sampled_from(PLACES), st.sampled_from(["", " "]))
def test_every_county_is_found_by_its_full_path(place: tuple[str, str, str], between: str) -> None:
    region = find_region(between.join(place) + "示例路5号")
    assert region is not None
    assert (region.province, region.city, region.county) == place


@given(st.sampled_from(PLACES))
def test_every_county_is_found_with_its_province_and_city_short(place: tuple[str, str, str]) -> None:
    province, city, county = place
    region = find_region(short_name(province) + short_name(city) + county + "示例路5号")
    assert region is not None
    assert (region.province, region.city, region.county) == place


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    parse_address(text)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("山东省", "山东"),
        ("大理白族自治州", "大理"),
        ("长白朝鲜族自治县", "长白"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("曹县", "曹县"),
    ],
)
def test_names_are_shortened_as_people_do(full: str, short: str) -> None:
    assert short_name(full) == short
