"""Check that fitted text is whole, inside its box and as large as may be."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from shop.core.fonts import Faces
from shop.shipping.label_ink import LEADING, SMALLEST, fit, wrap

TEXTS = st.text(st.sampled_from(list("曹县大集镇（）、，。12号 Aa-é")), min_size=1, max_size=120).filter(
    str.strip
)


@given(text=TEXTS, width=st.floats(20, 300), height=st.floats(8, 120), size=st.sampled_from([8, 13, 20]))
def test_fitted_text_is_whole_and_stays_in_its_box(
    text: str, width: float, height: float, size: float, faces: Faces
) -> None:
    fitted = fit(text, width, height, size, faces.widths)
    assume(fitted is not None)
    assert fitted is not None
    assert re.sub(r"\s", "", "".join(fitted.lines)) == re.sub(r"\s", "", text)
    assert SMALLEST <= fitted.size <= size
    assert len(fitted.lines) * fitted.size * LEADING <= height + 0.01
    assert all(faces.width(line.rstrip(), fitted.size) <= width + 0.01 for line in fitted.lines)


@given(text=TEXTS, width=st.floats(20, 300), height=st.floats(8, 120))
def test_a_larger_box_never_makes_text_smaller(text: str, width: float, height: float, faces: Faces) -> None:
    small = fit(text, width, height, 13, faces.widths)
    large = fit(text, width, height * 2, 13, faces.widths)
    assert small is None or (large is not None and large.size >= small.size)


def test_closing_marks_do_not_begin_a_line_and_numbers_keep_their_counter(faces: Faces) -> None:
    assert wrap("曹县大集，镇12号", 4000, faces.widths) == ("曹县大", "集，镇", "12号")


def test_a_word_wider_than_the_line_is_cut_rather_than_lost(faces: Faces) -> None:
    lines = wrap("A" * 50, 4000, faces.widths)
    assert "".join(lines) == "A" * 50
    assert len(lines) > 5


def test_what_cannot_fit_is_not_made_to(faces: Faces) -> None:
    assert fit("曹县" * 200, 100, 20, 13, faces.widths) is None
