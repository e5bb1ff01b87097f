"""Taking a photo in: upright, in sRGB, on white, in three sizes, and silent about its owner."""

import numpy as np
import pytest
from PIL import Image

from shop.demo.drawing import COSTUMES, draw
from shop.matching import ENGINE_VERSION, Fingerprint, Index
from shop.pictures.intake import fingerprint_copy, take_in
from shop.pictures.rules import FORMATS, SIZES, BrokenPhoto, TooSmall
from shop.pictures.taken import Taken
from tests.pictures.drawn import (
    HEIC,
    LYING,
    SECRET,
    corners,
    costume,
    encoded,
    exif,
    jpeg,
    opened,
    swapped_profile,
)

UPRIGHT = ["red", "blue", "green", "gold"]
# what a camera stores when it is held so that the picture must be turned by this EXIF orientation
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def shown(taken: Taken, size: str = "page", ending: str = "jpg") -> Image.Image:
    return opened(taken.copies[size, ending])


@pytest.mark.parametrize("turn", list(STORED))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_stands_upright_however_the_phone_was_held(turn: int, form: str) -> None:
    stored = costume() if STORED[turn] is None else costume().transpose(STORED[turn])
    taken = take_in(encoded(stored, form, exif=exif(turn)))
    assert (taken.width, taken.height) == LYING
    for name in taken.copies:
        assert corners(shown(taken, *name)) == UPRIGHT


def test_a_phone_photo_in_heic_is_taken_in_upright() -> None:
    taken = take_in(HEIC.read_bytes())
    assert (taken.media_type, taken.width, taken.height, taken.ending) == ("image/heic", 160, 240, "heic")
    assert corners(shown(taken)) == ["green", "red", "gold", "blue"]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_nothing_of_the_metadata_is_in_what_is_shown(form: str) -> None:
    told = {"exif": exif(), "icc_profile": swapped_profile(), "xmp": b"<x>SecretPhone</x>"}
    if form == "JPEG":
        told["comment"] = SECRET
    data = HEIC.read_bytes() if form == "HEIC" else encoded(costume(), form, **told)
    assert SECRET in data
    for copy in take_in(data).copies.values():
        assert SECRET not in copy
        image = opened(copy)
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & image.info.keys()


def test_copies_come_in_three_sizes_and_two_formats_and_the_jpeg_builds_up_while_it_loads() -> None:
    taken = take_in(encoded(costume(2000, 3000), "JPEG"))
    assert set(taken.copies) == {(size, ending) for size in SIZES for ending in FORMATS}
    for (size, ending), data in taken.copies.items():
        image = opened(data)
        assert image.size == (SIZES[size], SIZES[size] * 3 // 2)
        assert image.format == {"webp": "WEBP", "jpg": "JPEG"}[ending]
        assert ending == "webp" or image.info["progressive"]
    assert (taken.width, taken.height) == (2000, 3000)


def test_a_small_picture_is_never_enlarged() -> None:
    taken = take_in(encoded(costume(400, 500), "PNG"))
    assert [shown(taken, size).size for size in SIZES] == [(320, 400), (400, 500), (400, 500)]


def test_a_very_long_picture_is_kept_within_four_times_its_width() -> None:
    taken = take_in(encoded(costume(400, 9000), "JPEG"))
    assert shown(taken, "list").size == (57, 1280)
    assert shown(taken, "zoom").size == (284, 6400)


def test_what_shines_through_lies_on_white() -> None:
    glass = costume().convert("RGBA")
    glass.putalpha(Image.linear_gradient("L").resize(LYING).point(lambda v: 255 if v > 128 else 0))
    for form in ("PNG", "WEBP"):
        assert corners(shown(take_in(encoded(glass, form)))) == ["white", "white", "green", "gold"]


def test_a_palette_with_a_transparent_colour_lies_on_white() -> None:
    few = costume().quantize(16)
    data = encoded(few, "PNG", transparency=few.getpixel((7, 7)))
    assert corners(shown(take_in(data))) == ["white", "blue", "green", "gold"]


@pytest.mark.parametrize("mode", ["RGB", "P", "CMYK", "YCbCr"])
def test_colours_survive_every_way_of_storing_them(mode: str) -> None:
    form = "PNG" if mode == "P" else "JPEG"
    assert corners(shown(take_in(encoded(costume().convert(mode), form)))) == UPRIGHT


def test_sixteen_bits_of_grey_are_brought_to_eight() -> None:
    ramp = np.linspace(0, 65535, 256 * 64).reshape(64, 256).astype(np.uint16)
    grey = np.asarray(shown(take_in(encoded(Image.fromarray(ramp), "PNG"))).convert("L")).astype(int)
    assert abs(grey - ramp // 257).max() < 12


@pytest.mark.parametrize("mode", ["L", "1", "LA"])
def test_grey_and_black_and_white_pictures_are_taken_in(mode: str) -> None:
    image = shown(take_in(encoded(costume().convert("L").convert(mode), "PNG")))
    assert (image.mode, image.size) == ("RGB", LYING)


def test_a_colour_profile_is_followed() -> None:
    plain, swapped = (shown(take_in(jpeg(icc_profile=p))).getpixel((7, 7)) for p in (None, swapped_profile()))
    assert plain[0] > plain[2]
    assert swapped[2] > swapped[0]


@pytest.mark.parametrize("cut", [0, 4, 60, 128, 300])
def test_a_broken_colour_profile_is_passed_over(cut: int) -> None:
    profile = swapped_profile()[:cut] + b"\xa5" * 200
    assert corners(shown(take_in(jpeg(icc_profile=profile)))) == UPRIGHT


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_taken(form: str) -> None:
    frames = [costume().rotate(180), costume().rotate(90)]
    data = encoded(costume(), form, save_all=True, append_images=frames, duration=100)
    assert corners(shown(take_in(data))) == UPRIGHT


def test_the_two_pictures_of_a_phone_s_mpo_file_are_one_photo() -> None:
    data = encoded(costume(), "MPO", save_all=True, append_images=[costume().rotate(180)])
    assert corners(shown(take_in(data))) == UPRIGHT


def test_the_fingerprint_is_in_the_px_of_the_original_and_finds_it_again() -> None:
    large = costume(2400, 1800)
    taken = take_in(encoded(large, "JPEG"), with_copies=False)
    assert taken.copies == {}
    assert taken.engine_version == ENGINE_VERSION
    marks = Fingerprint.from_bytes(taken.fingerprint)
    assert (marks.width, marks.height) == (2400, 1800)
    index = Index()
    index.add(7, marks)
    cropped = take_in(encoded(large.crop((600, 300, 2100, 1500)), "JPEG"))
    match = index.search(Fingerprint.from_bytes(cropped.fingerprint))[0]
    assert (match.key, match.verdict) == (7, "same-picture")
    xs, ys = zip(*match.reference_region, strict=True)
    assert np.allclose([min(xs), min(ys), max(xs), max(ys)], [600, 300, 2100, 1500], atol=30)


def test_a_copy_gives_the_fingerprint_of_its_original_anew() -> None:
    drawn = draw(COSTUMES[0]).resize((1800, 2400))  # as much in it as in a photo
    taken = take_in(encoded(drawn, "JPEG"))
    index = Index()
    index.add(1, Fingerprint.from_bytes(taken.fingerprint))
    anew = fingerprint_copy(taken.copies["zoom", "webp"], 1800, 2400)
    match = index.search(anew)[0]
    assert (match.verdict, anew.width) == ("same-picture", 1800)
    assert match.transform.scaled == pytest.approx(1, abs=0.01)


def test_a_photo_cut_off_on_the_way_is_refused() -> None:
    with pytest.raises(BrokenPhoto):
        take_in(jpeg()[:-2000])


def test_a_dot_is_no_photo() -> None:
    with pytest.raises(TooSmall):
        take_in(encoded(Image.new("RGB", (15, 400)), "PNG"))
