"""Rules of photos."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.pictures import rules

sides = st.integers(min_value=1, max_value=70_000)


@given(width=sides, height=sides, most=st.sampled_from(list(rules.SIZES.values())))
def test_a_copy_fits_its_size_keeps_its_proportion_and_is_never_enlarged(
    width: int, height: int, most: int
) -> None:
    across, down = rules.copy_sides(width, height, most)
    assert 1 <= across <= min(width, most)
    assert 1 <= down <= min(height, most * rules.TALLEST)
    if min(across, down) > 1:
        assert abs(across * height - down * width) <= max(width, height)  # half a px of rounding on each side


@given(width=sides, height=sides)
def test_a_picture_that_fits_already_keeps_its_size(width: int, height: int) -> None:
    if width <= rules.SIZES["zoom"] and height <= rules.SIZES["zoom"] * rules.TALLEST:
        assert rules.copy_sides(width, height, rules.SIZES["zoom"]) == (width, height)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypmif1", "image/heic"),
    ],
)
def test_a_photo_is_known_by_its_first_bytes(start: bytes, kind: str) -> None:
    assert rules.media_type_of(start + bytes(50)) == kind


@pytest.mark.parametrize(
    "start",
    [b"", b"\xff\xd8", b"GIF89a", b"BM", b"<svg ", b"%PDF", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x18ftypavif"],
)
def test_other_files_are_no_photos(start: bytes) -> None:
    with pytest.raises(rules.NotAPhoto):
        rules.media_type_of(start)


def test_a_file_over_the_limit_is_refused_before_anybody_opens_it() -> None:
    rules.check_bytes(b"\xff\xd8\xff" + bytes(rules.MOST_BYTES - 3))
    with pytest.raises(rules.TooManyBytes):
        rules.check_bytes(b"\xff\xd8\xff" + bytes(rules.MOST_BYTES - 2))


@pytest.mark.parametrize(("width", "height"), [(16, 16), (8000, 8750), (4_000_000, 17)])
def test_sides_within_the_limits_pass(width: int, height: int) -> None:
    rules.check_sides(width, height)


def test_sides_beyond_the_limits_do_not() -> None:
    with pytest.raises(rules.TooManyPixels):
        rules.check_sides(8001, 8750)
    with pytest.raises(rules.TooSmall):
        rules.check_sides(15, 4000)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("IMG_2031.jpg", "IMG_2031.jpg"),
        ("C:\\Users\\li\\裙子.png", "裙子.png"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\u202egpj.exe\n", "abgpj.exe"),
        ("长" * 500, "长" * 200),
        ("", ""),
    ],
)
def test_a_file_name_is_kept_without_folders_and_tricks(sent: str, kept: str) -> None:
    assert rules.tidy_file_name(sent) == kept


@pytest.mark.parametrize("kind", list(rules.REFUSALS.values()))
def test_every_refusal_can_be_made_by_name_and_says_what_to_do(kind: type[rules.PhotoRefused]) -> None:
    refusal = kind()
    sentence = refusal.message % refusal.params if refusal.params else refusal.message
    assert "lease " in sentence
    assert "%" not in sentence
