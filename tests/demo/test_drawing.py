"""The drawings of the demo town: the right size, the same on every run, and no two alike."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from shop.demo.drawing import COSTUMES, PLATES, Costume, copy_of, draw, draw_plate, town_scene
from shop.demo.drawing.backdrops import ROOMS
from shop.demo.drawing.detail import VIEWS as CLOSE_VIEWS
from shop.demo.drawing.front import CUTS
from shop.demo.drawing.motifs import MOTIFS

CATEGORIES = {"yangge", "hanfu", "children", "stage", "folk"}
APART = 14.0  # grey levels, mean over a thumbnail: less, and two pictures look like one


def thumbnail(picture: Image.Image) -> NDArray[np.int16]:
    return np.asarray(picture.resize((90, 120), Image.Resampling.BOX), dtype=np.int16)


def distance(a: NDArray[np.int16], b: NDArray[np.int16]) -> float:
    return float(np.abs(a - b).mean())


@pytest.fixture(scope="module")
def fronts() -> dict[str, Image.Image]:
    return {costume.slug: draw(costume) for costume in COSTUMES}


def by_close_view() -> list[Costume]:
    return [next(c for c in COSTUMES if c.detail == view) for view in CLOSE_VIEWS]


def test_the_town_makes_at_least_thirty_six_costumes_of_every_trade() -> None:
    assert len(COSTUMES) >= 36
    assert {c.category for c in COSTUMES} == CATEGORIES


@pytest.mark.parametrize("field", ["slug", "name_zh", "name_en"])
def test_no_two_costumes_share_a_name(field: str) -> None:
    names = [getattr(c, field) for c in COSTUMES]
    assert len(set(names)) == len(names)
    assert all(2 <= len(name) <= 32 for name in names)


def test_every_costume_asks_only_for_what_the_painter_can_draw() -> None:
    for c in COSTUMES:
        assert c.cut in CUTS
        assert c.backdrop in ROOMS
        assert c.detail in CLOSE_VIEWS
        assert set(c.motifs) <= set(MOTIFS)


def test_every_front_is_a_colour_picture_of_one_size(
    fronts: dict[str, Image.Image],
) -> None:
    assert {(p.mode, p.size) for p in fronts.values()} == {("RGB", (900, 1200))}


def test_no_front_looks_like_another(fronts: dict[str, Image.Image]) -> None:
    small = {slug: thumbnail(picture) for slug, picture in fronts.items()}
    near = [(a, b) for a, b in combinations(small, 2) if distance(small[a], small[b]) < APART]
    assert near == []


def test_a_front_drawn_again_is_the_same_to_the_pixel(fronts: dict[str, Image.Image]) -> None:
    for costume in COSTUMES[::9]:
        assert draw(costume).tobytes() == fronts[costume.slug].tobytes()


def test_a_detail_is_a_picture_of_its_own(fronts: dict[str, Image.Image]) -> None:
    for costume in by_close_view():
        detail = draw(costume, "detail")
        assert (detail.mode, detail.size) == ("RGB", (900, 1200))
        assert distance(thumbnail(detail), thumbnail(fronts[costume.slug])) > APART


def test_a_detail_drawn_again_is_the_same_to_the_pixel() -> None:
    costume = COSTUMES[0]
    assert draw(costume, "detail").tobytes() == draw(costume, "detail").tobytes()


def test_details_of_one_kind_differ_by_costume() -> None:
    hoops = [thumbnail(draw(c, "detail")) for c in [c for c in COSTUMES if c.detail == "hoop"][:3]]
    assert all(distance(a, b) > APART for a, b in combinations(hoops, 2))


def test_there_is_no_back_view() -> None:
    with pytest.raises(KeyError):
        draw(COSTUMES[0], "back")


def test_a_copy_is_cropped_to_about_seven_tenths(fronts: dict[str, Image.Image]) -> None:
    original = fronts[COSTUMES[0].slug]
    copy = copy_of(original)
    assert copy.mode == "RGB"
    assert copy.width * copy.height / (original.width * original.height) == pytest.approx(0.7, abs=0.02)


def test_a_copy_is_large_enough_to_be_listed(fronts: dict[str, Image.Image]) -> None:
    assert min(copy_of(fronts[COSTUMES[0].slug]).size) >= 700


def test_a_copy_differs_from_its_original_and_from_its_mirror(fronts: dict[str, Image.Image]) -> None:
    for costume in COSTUMES[::7]:
        original = fronts[costume.slug]
        copy = thumbnail(copy_of(original))
        assert distance(copy, thumbnail(original)) > APART
        assert distance(copy, thumbnail(original.transpose(Image.Transpose.FLIP_LEFT_RIGHT))) > APART / 2


def test_copying_leaves_the_original_as_it_was(fronts: dict[str, Image.Image]) -> None:
    original = fronts[COSTUMES[1].slug]
    before = original.tobytes()
    copy_of(original)
    assert original.tobytes() == before


def test_the_street_is_painted_wide_and_the_same_every_time() -> None:
    first = town_scene()
    assert (first.mode, first.size) == ("RGB", (1600, 600))
    assert town_scene().tobytes() == first.tobytes()


def test_the_street_can_be_had_smaller() -> None:
    assert town_scene((800, 300)).size == (800, 300)


def test_each_old_pattern_has_a_plate_of_its_own_always_the_same() -> None:
    plates = [draw_plate(plate) for plate in PLATES]
    assert {plate.size for plate in plates} == {(900, 1200)}
    assert len({plate.tobytes() for plate in plates}) == len(PLATES)
    assert draw_plate(PLATES[0]).tobytes() == plates[0].tobytes()
