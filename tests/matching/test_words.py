"""Find copied words, leave the words of the trade alone."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.words.edits import EDITS, edit
from bench.words.texts import COPIES, TEXTS, texts_of_shops
from shop.matching.words import (
    BANDS,
    COPIED_WORDS,
    Trade,
    bands,
    likeness,
    pieces,
    read,
    shared_passages,
    sketch,
)

PEONY = TEXTS["yangge-peony"]
STOCK = "一套齐全，团体可定做，七天内发货。尺码齐全，颜色可选。面料舒适透气，不起球不褪色，可机洗。支持团购，量大从优，可开发票。"
FIRST_BANDS = (915398179270320669, 4026173037990982800)
TRADE = Trade.of([text] for text in texts_of_shops().values())
WRITTEN = st.text(st.sampled_from("绣花裙摆流苏秧歌舞 ，。7十cmＡ🐦發发"), max_size=90)


def share_a_band(one: str, other: str) -> bool:
    return bool(set(bands(sketch(read(one)))) & set(bands(sketch(read(other)))))


@pytest.mark.parametrize("name", sorted(COPIES))
def test_words_that_somebody_copied_by_hand_are_found(name: str) -> None:
    original = COPIES[name]
    assert share_a_band(TEXTS[name], TEXTS[original])
    assert likeness(TEXTS[name], TEXTS[original], TRADE) >= COPIED_WORDS


def test_honest_neighbours_are_left_alone() -> None:
    likest = max(likeness(one, other, TRADE) for one, other in combinations(texts_of_shops().values(), 2))
    assert likest < 0.1


def test_neighbours_are_left_alone_in_a_town_that_has_said_nothing_yet() -> None:
    assert max(likeness(one, other) for one, other in combinations(texts_of_shops().values(), 2)) < 0.1


@pytest.mark.parametrize("kind", sorted(EDITS))
def test_every_single_edit_leaves_a_copy_a_copy(kind: str) -> None:
    found = [
        share_a_band(text, changed) and likeness(text, changed, TRADE) >= COPIED_WORDS
        for text in texts_of_shops().values()
        for changed in [edit(text, kind, seed=11)]
    ]
    assert sum(found) >= 0.9 * len(found), kind


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("体重九十斤到一百六十斤都能穿", "体重95斤到170斤都能穿"),
        ("領口滾金邊，甩起來特別飄", "领口滚金边甩起来特别飘"),
        ("Ａ款　１２０ＣＭ", "a款 130cm"),
        ("裤脚🐦做了～松紧！！", "裤脚做了松紧"),
        ("裤 脚\u200b做\n了松紧", "裤脚做了松紧"),
    ],
)
def test_small_changes_make_no_difference_to_how_a_text_is_read(written: str, same: str) -> None:
    assert read(written).tokens == read(same).tokens != ()


def test_stock_phrases_alone_are_nobodys_words() -> None:
    assert not read(STOCK).tells
    assert sketch(read(STOCK)) == ()
    assert likeness(STOCK, STOCK) == 0.0


def test_two_shops_that_end_with_the_same_stock_phrases_are_no_copies() -> None:
    one, other = TEXTS["kids-dai"] + STOCK, TEXTS["yangge-drum"] + STOCK
    assert likeness(one, other) < COPIED_WORDS / 2
    spoken = [one[start:end] for (start, end), _there in shared_passages(one, other)]
    assert not any("团体可定做" in passage for passage in spoken)


def test_what_many_workshops_say_weighs_nothing() -> None:
    ours = "本村姐妹一针一线缝制，每件都经过三道质检，老布新裁，穿着跳舞不勒不绊，街坊邻居都说好"
    known = Trade.of([ours] for _ in range(30))
    assert likeness(ours, ours) > 0.9
    assert likeness(ours, ours, known) == 0.0
    assert shared_passages(ours, ours, known) == []


def test_a_workshop_that_repeats_itself_counts_once() -> None:
    ours = TEXTS["yangge-snow"]
    alone = Trade.of([[ours] * 40, [PEONY], [STOCK]])
    assert likeness(ours, ours, alone) > 0.9


def test_the_order_of_sentences_makes_little_difference() -> None:
    sentences = re.findall("[^。]+。", PEONY)
    assert likeness(PEONY, "".join(reversed(sentences))) > 0.95


def test_shared_passages_are_the_copied_ones() -> None:
    copy = TEXTS["copy-moon"]
    marked = "".join(copy[start:end] for (start, end), _there in shared_passages(copy, TEXTS["hanfu-moon"]))
    assert "裙門織的是玉兔搗藥" in marked
    assert "領扣是一對小月亮" in marked
    assert "請看詳情" not in marked


@pytest.mark.parametrize(
    "text", ["", " ", "🐦" * 500, "哈" * 2000, "\ud800\x00", "0" * 5000, "a" * 5000, "。" * 300]
)
def test_what_is_no_text_is_compared_with_nothing(text: str) -> None:
    assert bands(sketch(read(text))) == ()
    assert likeness(text, text) == likeness(text, PEONY) == 0.0
    assert shared_passages(text, PEONY) == []


def test_a_text_of_any_length_is_read_in_bounded_time() -> None:
    long = PEONY * 5000
    assert len(read(long).tokens) <= 4000
    assert likeness(long, PEONY) > 0.9
    assert shared_passages("红红绿绿" * 900, "红红绿绿" * 900) != []


def test_sketches_are_the_same_on_every_machine() -> None:
    assert bands(sketch(read(PEONY)))[:2] == FIRST_BANDS
    assert len(set(bands(sketch(read(PEONY))))) == BANDS
    assert all(0 <= band < 2**63 for band in bands(sketch(read(PEONY))))


@settings(max_examples=150, deadline=None)
@given(WRITTEN, WRITTEN)
def test_likeness_is_the_same_both_ways_and_between_0_and_1(one: str, other: str) -> None:
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0.0 <= likeness(one, other) <= 1.0


@settings(max_examples=200, deadline=None)
@given(WRITTEN, WRITTEN)
def test_passages_lie_within_both_texts_say_the_same_and_never_overlap(one: str, other: str) -> None:
    found = shared_passages(one, other)
    for (start, end), (first, last) in found:
        assert read(one[start:end]).tokens == read(other[first:last]).tokens
    for side, text in enumerate((one, other)):
        spans = sorted(pair[side] for pair in found)
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(WRITTEN, WRITTEN)
def test_pieces_put_together_are_the_text(one: str, other: str) -> None:
    spans = [here for here, _there in shared_passages(one, other)]
    cut = pieces(one, spans)
    assert "".join(piece for piece, _marked in cut) == one
    assert [piece for piece, marked in cut if marked] == [one[start:end] for start, end in sorted(spans)]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read_and_every_token_stands_where_it_says(text: str) -> None:
    words = read(text)
    assert len(words.tokens) == len(words.spans)
    assert all(0 <= start < end <= len(text) for start, end in words.spans)
    assert read(text.upper()).tokens == read(text.lower().upper()).tokens
