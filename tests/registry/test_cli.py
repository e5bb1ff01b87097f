"""Import folders into the register and check folders against it, as the office's scripts do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from shop.audit.models import Entry
from shop.core.db import Base, db
from shop.core.settings import ROOT
from shop.registry.models import Design
from shop.workshops.models import Workshop
from tests.making import a_design, a_person, a_picture, a_workshop, drawing, fresh, jpeg
from tests.registry.making import copied, copy_bytes, photo_bytes

SAME_ON_BOTH = True

HEIC = Path(__file__).parents[1] / "pictures" / "samples" / "phone.heic"
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    def invoke(*words: object) -> Result:
        db.session.rollback()
        return app.test_cli_runner().invoke(args=["registry", *map(str, words)])

    return invoke


def fill(folder: Path, **images: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in images.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return folder


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def rows() -> dict[str, int]:
    """Count the rows of every table."""
    db.session.rollback()
    tables = Base.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_every_image_of_a_folder_becomes_one_registered_design(app: Flask, run: Run, tmp_path: Path) -> None:
    folder = fill(tmp_path, red=photo_bytes(1), blue=photo_bytes(2))
    told = lines(run("import", folder, "--workshop", "曹县锦绣坊", "--json"))
    assert [list(line) for line in told] == [["file", "design"]] * 2
    assert [line["file"] for line in told] == ["blue.jpg", "red.jpg"]
    designs = db.session.scalars(select(Design).order_by(Design.id)).unique().all()
    assert [design.number for design in designs] == [line["design"] for line in told]
    assert [design.state for design in designs] == ["registered"] * 2
    assert {design.workshop.name for design in designs} == {"曹县锦绣坊"}
    assert all(row.picture.is_public for design in designs for row in design.pictures)
    imported = db.session.scalars(select(Entry.subject_id).where(Entry.act == "design.imported")).all()
    assert imported == [design.public_id for design in designs]


def test_importing_twice_is_importing_once(app: Flask, run: Run, tmp_path: Path) -> None:
    folder = fill(tmp_path, red=photo_bytes(1))
    home = a_workshop("锦绣坊")
    first = lines(run("import", folder, "--workshop", "锦绣坊", "--json"))
    before = rows()
    assert lines(run("import", folder, "--workshop", "锦绣坊", "--json")) == first
    assert rows() == before
    assert db.session.scalars(select(Workshop)).unique().all() == [fresh(home)]


def test_a_withdrawn_design_is_registered_anew(app: Flask, run: Run, tmp_path: Path) -> None:
    from shop.core.clock import now
    from shop.core.db import transaction
    from shop.registry.path import withdraw

    person, home = a_person(), a_workshop("锦绣坊")
    design = a_design(home, pictures=[a_picture(home, seed=1)])
    with transaction():
        withdraw(design, actor=person, now=now())
    (line,) = lines(run("import", fill(tmp_path, red=photo_bytes(1)), "--workshop", "锦绣坊", "--json"))
    assert line["design"] != design.number
    (found,) = lines(run("check", tmp_path, "--json"))
    assert [match["design"] for match in found["matches"]] == [line["design"]]


def test_a_check_finds_a_mirrored_cut_and_recoloured_copy_and_says_what_was_done(
    app: Flask, run: Run, tmp_path: Path
) -> None:
    folder = fill(tmp_path / "own", red=photo_bytes(1), blue=photo_bytes(2))
    numbers = {
        line["file"]: line["design"] for line in lines(run("import", folder, "--workshop", "坊", "--json"))
    }
    queries = fill(tmp_path / "seen", copy=copy_bytes(1), other=photo_bytes(3))
    copy, other = lines(run("check", queries, "--json"))
    assert list(copy) == ["file", "ms", "matches"] and copy["ms"] > 0
    best = copy["matches"][0]
    assert list(best) == ["design", "file", "score", "verdict", "transform", "region"]
    assert (best["design"], best["file"]) == (numbers["red.jpg"], "red.jpg")
    assert best["verdict"] == "same-picture" and 0.5 <= best["score"] <= 1
    change = best["transform"]
    assert change["mirrored"] is True and change["recoloured"] is True
    assert abs(change["turned"]) < 1 and change["scaled"] == pytest.approx(1, abs=0.02)
    assert change["cropped_to"] == pytest.approx(0.8 * 10 / 12, abs=0.05)
    wide, high = copied(drawing(1)).size
    assert len(best["region"]) >= 4
    assert all(0 <= x <= wide and 0 <= y <= high for x, y in best["region"])
    assert (
        max(x for x, _y in best["region"]) > 0.95 * wide and min(y for _x, y in best["region"]) < 0.05 * high
    )
    assert all(match["verdict"] == "alike" for match in other["matches"])


def test_matches_come_best_first(app: Flask, run: Run, tmp_path: Path) -> None:
    both = Image.new("RGB", (960, 640))
    both.paste(drawing(1), (0, 0))
    both.paste(drawing(2).resize((240, 320)), (600, 100))
    lines(
        run(
            "import", fill(tmp_path / "own", a=photo_bytes(1), b=photo_bytes(2)), "--workshop", "坊", "--json"
        )
    )
    (found,) = lines(run("check", fill(tmp_path / "seen", both=jpeg(both)), "--json"))
    scores = [match["score"] for match in found["matches"]]
    assert len(scores) >= 1 and scores == sorted(scores, reverse=True)
    assert found["matches"][0]["file"] == "a.jpg"


def test_a_check_changes_nothing(app: Flask, run: Run, tmp_path: Path) -> None:
    home = a_workshop()
    a_design(home, pictures=[a_picture(home, seed=1)])
    kept = Path(app.config["INSTANCE"]) / "pictures"
    before = rows(), sorted(path.name for path in kept.rglob("*"))
    assert len(lines(run("check", fill(tmp_path, copy=copy_bytes(1), new=photo_bytes(4)), "--json"))) == 2
    assert (rows(), sorted(path.name for path in kept.rglob("*"))) == before


def test_what_is_no_image_is_left_out_and_named(app: Flask, run: Run, tmp_path: Path) -> None:
    fill(tmp_path, good=photo_bytes(1), broken=photo_bytes(2)[:2000])
    (tmp_path / "README.md").write_text("photos of costumes")
    (tmp_path / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (tmp_path / "empty.png").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "nowhere.jpg").symlink_to(tmp_path / "gone.jpg")
    result = run("import", tmp_path, "--workshop", "坊", "--json")
    assert [line["file"] for line in lines(result)] == ["good.jpg"]
    assert "README.md: This is not a photo we can read." in result.stderr
    assert "empty.png: " in result.stderr and "broken.jpg: This photo is damaged" in result.stderr
    assert "3 files left out" in result.stderr
    assert ".DS_Store" not in result.stderr and "Traceback" not in result.stderr


def test_phone_palette_and_deep_pictures_are_read(app: Flask, run: Run, tmp_path: Path) -> None:
    (tmp_path / "phone.heic").write_bytes(HEIC.read_bytes())
    drawing(1).convert("P", palette=Image.Palette.ADAPTIVE).save(tmp_path / "palette.png")
    deep = drawing(2).convert("L").convert("I").point(lambda v: v * 256)
    deep.convert("I;16").save(tmp_path / "deep.png")
    drawing(3).convert("CMYK").save(tmp_path / "print.jpg")
    told = lines(run("import", tmp_path, "--workshop", "坊", "--json"))
    assert [line["file"] for line in told] == ["deep.png", "palette.png", "phone.heic", "print.jpg"]
    found = lines(run("check", fill(tmp_path / "seen", a=photo_bytes(1), b=photo_bytes(2)), "--json"))
    assert [line["matches"][0]["file"] for line in found] == ["palette.png", "deep.png"]
    assert {line["matches"][0]["verdict"] for line in found} == {"same-picture"}


def test_a_file_name_of_any_bytes_does_not_stop_an_import(app: Flask, run: Run, tmp_path: Path) -> None:
    name = os.fsdecode(b"\xb4\xd3\xb2\xbd\r\n.jpg")  # GBK, as old cameras' cards carry it
    (tmp_path / name).write_bytes(photo_bytes(1))
    (tmp_path / ("长" * 80 + ".jpg")).write_bytes(photo_bytes(2))
    told = lines(run("import", tmp_path, "--workshop", "坊", "--json"))
    assert {line["file"] for line in told} == {name, "长" * 80 + ".jpg"}


def test_without_json_the_same_is_said_in_words(app: Flask, run: Run, tmp_path: Path) -> None:
    folder = fill(tmp_path, red=photo_bytes(1))
    told = run("import", folder, "--workshop", "坊").stdout.split()
    assert told[1] == "red.jpg"
    said = run("check", fill(tmp_path / "seen", a=photo_bytes(1), b=photo_bytes(2))).stdout
    assert f"same-picture  1.000  {told[0]}  red.jpg" in said and "clear" in said


@pytest.mark.parametrize("name", ["", "   ", "坊" * 61])
def test_a_workshop_without_a_proper_name_is_not_made(
    app: Flask, run: Run, tmp_path: Path, name: str
) -> None:
    result = run("import", fill(tmp_path, red=photo_bytes(1)), "--workshop", name)
    assert result.exit_code == 2 and "1 to 60 characters" in result.stderr
    assert rows()["workshop"] == 0


class Installation:
    """A fresh installation in a folder, driven as its operator drives it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def flask(self, *words: object) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "FLASK_APP")}
        command = [sys.executable, "-m", "flask", "--app", "app", *map(str, words)]
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**kept, "SHOP_INSTANCE": str(self.folder)},
            check=False,
            capture_output=True,
            text=True,
        )

    def lines(self, *words: object) -> list[dict[str, Any]]:
        done = self.flask("registry", *words, "--json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("town") / "instance")
    done = installation.flask("db", "upgrade")
    assert done.returncode == 0, done.stderr
    return installation


def test_both_commands_work_on_an_empty_installation(empty: Installation, tmp_path: Path) -> None:
    queries = fill(tmp_path / "seen", copy=copy_bytes(1))
    assert empty.lines("check", queries)[0]["matches"] == []
    (told,) = empty.lines("import", fill(tmp_path / "own", red=photo_bytes(1)), "--workshop", "坊")
    assert told["file"] == "red.jpg"
    assert empty.lines("check", queries)[0]["matches"][0]["design"] == told["design"]
    assert (empty.folder / "shop.db").exists()


def test_real_photos_are_found_again_and_other_garments_are_not(
    empty: Installation, photos: Path, tmp_path: Path
) -> None:
    names = [f"{kind}-00{number}.jpg" for kind in ("dress", "blazer", "hat") for number in (1, 2, 3, 4)]
    others = sorted(path for path in photos.glob("*-001.jpg") if path.name not in names)[:6]
    if len(others) < 6 or not all((photos / name).exists() for name in names):
        pytest.skip("the folder of real photos holds others than these")
    own, seen = tmp_path / "own", tmp_path / "seen"
    own.mkdir()
    for name in names:
        (own / name).write_bytes((photos / name).read_bytes())
    fill(seen, **{f"copy {name[:-4]}": _taken_over(photos / name) for name in names[::2]})
    for path in others:
        (seen / path.name).write_bytes(path.read_bytes())
    numbers = {line["file"]: line["design"] for line in empty.lines("import", own, "--workshop", "真照片")}
    assert len(numbers) == 12
    for line in empty.lines("check", seen):
        same = [match for match in line["matches"] if match["verdict"] == "same-picture"]
        if line["file"].startswith("copy "):
            original = line["file"].removeprefix("copy ")
            assert [match["design"] for match in same[:1]] == [numbers[original]], line
            assert same[0]["transform"]["mirrored"] is True
        else:
            assert same == [], line


def _taken_over(path: Path) -> bytes:
    with Image.open(path) as photo:
        return jpeg(copied(photo.convert("RGB")), quality=60)


def test_the_photos_are_not_read_wholly_when_they_are_far_too_large(
    app: Flask, run: Run, tmp_path: Path
) -> None:
    with (tmp_path / "film.jpg").open("wb") as film:
        film.write(b"\xff\xd8\xff")
        film.truncate(3 * 1024**3)  # a sparse file: it takes no room
    result = run("check", tmp_path, "--json")
    assert result.stdout == "" and "film.jpg: This photo is larger than 20 MB." in result.stderr
