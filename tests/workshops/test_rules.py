"""Links to shops: only what a browser may open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.workshops.rules import BadLink, tidy_link


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://shop123.taobao.com",
        "http://mobile.yangkeduo.com/mall_page.html?mall_id=1",
        "https://v.douyin.com/iAbC/",
        "https://店铺.中国/fans?q=扇子",
    ],
)
def test_a_link_to_a_shop_is_kept(link: str) -> None:
    assert tidy_link(f"  {link} \n") == link


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "https://",
        "https://x",
        "ftp://shop.example",
        "shop.example",
        "//shop.example",
        "https://shop.example/ a",
        'https://shop.example/"onclick=',
        "https://shop.example/<b>",
        "HTTPS:shop.example",
        "data:text/html,x.y",
        "https://shop.example\njavascript:x",
    ],
)
def test_what_is_no_link_is_refused(link: str) -> None:
    with pytest.raises(BadLink):
        tidy_link(link)


@given(st.text(max_size=60))
def test_any_text_is_nothing_a_web_link_or_refused(text: str) -> None:
    try:
        link = tidy_link(text)
    except BadLink:
        return
    assert link == "" or link.startswith(("http://", "https://"))
    assert not set(link) & set(" \n\t<>\"'")
