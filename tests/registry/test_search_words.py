"""How words are read: the same tokens whether they stand in a design or are typed to find it."""

from __future__ import annotations

import sqlite3
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.registry.rules import ON_VIEW, pinyin
from shop.registry.rules.search import (
    MOST_TYPED,
    Word,
    Written,
    as_fts5,
    as_tsquery,
    read_words,
    standing_of,
    tokens_of,
)

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
TRADE = st.sampled_from(["牡丹", "秧歌", "长裙", "云肩", "孔雀", "水袖", "马面裙", "扇子舞", "汉服", "绿"])
ANYTHING = st.text(max_size=120)
calm = settings(deadline=None)  # the first reading loads the readings of 40,000 characters


def written(*short: str, number: str = "", long: str = "") -> list[str]:
    return tokens_of(Written(number, short, (long,), ()))


def answers(words: tuple[Word, ...], tokens: list[str]) -> bool:
    """Tell whether a design of these tokens answers the words, read off their meaning and not off SQL."""

    def there(token: str, begins: bool) -> bool:
        return any(one.startswith(token) if begins else one == token for one in tokens)

    return all(any(all(there(t.token, t.begins) for t in way) for way in word) for word in words)


def finds(typed: str, *short: str, number: str = "", long: str = "") -> bool:
    return answers(read_words(typed), written(*short, number=number, long=long))


@calm
@given(HAN, st.data())
def test_every_part_of_a_chinese_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert finds(name[start:end], name)
    assert finds(name[start:end], "", long=f"新在{name}上")


@calm
@given(HAN, HAN)
def test_two_characters_that_do_not_stand_together_find_nothing(left: str, right: str) -> None:
    pair = left[-1] + right[0]
    if pair not in left and pair not in right:
        assert not finds(pair, left, right)


@calm
@given(st.lists(TRADE, min_size=1, max_size=3), st.booleans())
def test_what_is_read_aloud_is_found_by_its_syllables(words: list[str], apart: bool) -> None:
    name = "".join(words)
    typed = (" " if apart else "").join(ways[0] for ways in pinyin.readings(name))
    assert finds(typed, name) and finds(typed.upper(), name) and finds(typed, "", long=name)


@calm
@given(st.lists(TRADE, min_size=1, max_size=3))
def test_first_letters_find_a_name_but_not_what_is_told_at_length(words: list[str]) -> None:
    name = "".join(words)
    letters = "".join(ways[0][0] for ways in pinyin.readings(name))
    if len(letters) > 1 and not pinyin.split(letters):
        assert finds(letters, name)
        assert not finds(letters, "", long=name)


@calm
@given(st.integers(2000, 2099), st.integers(1, 99_999))
def test_a_number_is_found_whole_and_by_its_end(year: int, count: int) -> None:
    number = f"D{year}-{count:05d}"
    ends = {number, number.lower(), number[1:], number[-5:], number[-2:], str(count), f"No. {number}"}
    assert all(finds(one, number=number) for one in ends)
    assert not finds(f"{number}0", number=number)


def test_a_later_version_is_found_by_the_first_ones_number_too() -> None:
    assert all(
        finds(typed, number="D2026-00017-2") for typed in ("00017", "D2026-00017", "00017-2", "D2026-00017-2")
    )
    assert not finds("00017-2", number="D2026-00017")


@calm
@given(ANYTHING)
def test_whatever_is_typed_reads_as_plain_letters_and_digits_that_both_databases_take(typed: str) -> None:
    words = read_words(typed)
    tokens = [term.token for word in words for way in word for term in way]
    assert all(token.isalnum() and token == token.lower() for token in tokens)
    assert len(tokens) < 20 * MOST_TYPED
    if words:
        FTS.execute("SELECT rowid FROM t WHERE t MATCH ?", (as_fts5(words),)).fetchall()
        assert as_tsquery(words).count("'") == 2 * len(tokens)


FTS = sqlite3.connect(":memory:", check_same_thread=False)
FTS.execute("CREATE VIRTUAL TABLE t USING fts5(x, detail=none, tokenize='unicode61 remove_diacritics 0')")


@calm
@given(ANYTHING, ANYTHING, st.sampled_from(["", "牡丹", "mudan", "fan dress", "D2026-00017"]))
def test_sqlite_understands_tokens_as_we_mean_them(name: str, claims: str, part: str) -> None:
    tokens = written(name, part, long=claims)
    FTS.execute("DELETE FROM t")
    FTS.execute("INSERT INTO t (rowid, x) VALUES (1, ?)", (" ".join(tokens),))
    for typed in (name, claims, part, "mudan"):
        if words := read_words(typed):
            found = FTS.execute("SELECT rowid FROM t WHERE t MATCH ?", (as_fts5(words),)).fetchall()
            assert bool(found) == answers(words, tokens), typed


@calm
@given(ANYTHING)
def test_a_text_is_found_by_itself(text: str) -> None:
    assert finds(text, text)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("mu dan", "牡丹扇"),
        ("MuDan", "牡丹扇"),
        ("ｍｕｄａｎ", "牡丹扇"),
        ("m d", "牡丹扇"),
        ("mudansh", "牡丹扇"),
        ("mds", "牡丹扇"),
        ("changqun", "长裙"),
        ("lü", "绿罗裙"),
        ("lv luo qun", "绿罗裙"),
        ("xian", "西安鼓"),
        ("xi'an", "西安鼓"),
        ("牡丹fan", "牡丹 Fan dress"),
        ("红牡丹 扇", "大红牡丹舞扇"),
        ("110CM", "童装110cm"),
        ("Ａ字", "A字裙"),
        ("chun", "Chunlan Costumes"),
        ("2026", "2026新款"),
    ],
)
def test_people_type_as_they_like(typed: str, name: str) -> None:
    assert finds(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("丹牡", "牡丹扇"),
        ("dan mu", "牡丹扇"),
        ("zzzz", "珍珠"),
        ("an", "牡丹扇"),
        ("lan", "Chunlan"),
        ("牡丹 汉服", "牡丹扇"),
    ],
)
def test_what_is_not_there_is_not_found(typed: str, name: str) -> None:
    assert not finds(typed, name)


@pytest.mark.parametrize("typed", ["", "   ", '"*^:()-', "💃💃", "、。！", "\u200b"])
def test_signs_alone_are_no_words(typed: str) -> None:
    assert read_words(typed) == ()


@pytest.mark.parametrize("letters", ["xian" * 9, "a" * 36, "gegengegen" * 3 + "q", "x" * 10_000])
def test_reading_takes_no_time_however_letters_are_piled_up(letters: str) -> None:
    start = time.process_time()
    read_words(letters)
    pinyin.split(letters)
    assert time.process_time() - start < 1.0


def test_every_state_on_view_has_a_standing() -> None:
    assert {standing_of(state) for state in ON_VIEW} == {"registered", "notice", "lapsed"}
