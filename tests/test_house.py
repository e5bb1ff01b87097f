"""The rules of the house that no linter knows: sizes, templates, floors, words."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from shop.core.settings import ROOT
from shop.web.static_files import SHEETS

LONGEST_FILE = 300
LONGEST_FUNCTION = 25  # lines; its docstring and the list of its arguments are not counted
TEMPLATES = ROOT / "templates"
CATALOGUE = ROOT / "shop" / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "_l": None, "lazy_gettext": None}
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3001-\u303f]")
CHINESE_AS_IT_STANDS = {"、", "。"}  # between names and behind them, where the page is Chinese


def files(
    *endings: str, under: tuple[str, ...] = ("shop", "templates", "static", "tests", "migrations")
) -> list[Path]:
    found = (path for folder in under for path in (ROOT / folder).rglob("*") if path.suffix in endings)
    return sorted(path for path in found if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def templates() -> list[Path]:
    return files(".html", under=("templates",))


def pages() -> list[Path]:
    """List the templates that are whole pages."""
    parts = {"base.html", "errors/plain.html"}
    names = {path: path.relative_to(TEMPLATES).as_posix() for path in templates()}
    return [
        p for p, n in names.items() if n not in parts and "macros/" not in n and not p.name.startswith("_")
    ]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in files(".py", under=("shop",)):
        yield from ((path, node) for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef))


def length_of(function: ast.FunctionDef) -> int:
    """Count the lines in which a function does something: without its arguments and its docstring."""
    first = function.body[0]
    says_only = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    body = function.body[1:] if says_only else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_file_outgrows_its_room() -> None:
    written_by_machines = ROOT / "migrations" / "versions"
    sizes = {
        name_of(path): len(path.read_text("utf-8").splitlines())
        for path in files(".py", ".css", ".js", ".html")
        if written_by_machines not in path.parents
    }
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_function_is_longer_than_one_looks_through() -> None:
    long = {f"{name_of(path)}:{f.name}": length_of(f) for path, f in functions()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FUNCTION} == {}


def test_every_module_and_every_public_function_says_what_it_does() -> None:
    silent = [name_of(path) for path in files(".py", under=("shop",)) if not ast.get_docstring(tree_of(path))]
    for path, function in functions():
        if (
            not function.name.startswith("_")
            and function in tree_of(path).body
            and not ast.get_docstring(function)
        ):
            silent.append(f"{name_of(path)}:{function.name}")
    assert silent == []


def test_nobody_inside_imports_from_the_root() -> None:
    for path in files(".py", under=("shop",)):
        for node in ast.walk(tree_of(path)):
            assert not (isinstance(node, ast.ImportFrom) and node.module == "shop"), name_of(path)
            if isinstance(node, ast.Import):
                assert "shop" not in {alias.name for alias in node.names}, name_of(path)


def test_the_floors_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    if not lint.exists():
        pytest.skip("import-linter is not installed: `pip install -r requirements-dev.txt`")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_folder_of_tests_mirrors_a_feature() -> None:
    features = {path.parent.name for path in (ROOT / "shop").glob("*/__init__.py")}
    folders = {
        path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    beside = {"tools", "making"}  # tools/ stands beside shop/; making/ makes what tests need
    assert folders <= features | beside, folders - features
    without_tests = {
        feature for feature in features if not list((ROOT / "tests" / feature).glob("test_*.py"))
    }
    assert without_tests == set()


def test_every_template_is_used() -> None:
    source = "\n".join(path.read_text("utf-8") for path in files(".py", ".html", under=("shop", "templates")))
    names = [path.relative_to(TEMPLATES).as_posix() for path in templates()]
    assert [name for name in names if f"'{name}'" not in source and f'"{name}"' not in source] == []


def test_every_template_named_in_the_code_exists() -> None:
    for path in files(".py", under=("shop",)):
        for name in re.findall(r'"([a-z_]+/[a-z_]+\.html)"', path.read_text("utf-8")):
            assert (TEMPLATES / name).exists(), (name_of(path), name)


def test_every_page_stands_in_the_same_frame() -> None:
    frameless = [name_of(p) for p in pages() if "{% extends 'base.html' %}" not in p.read_text("utf-8")]
    assert frameless == []


def test_every_style_sheet_is_part_of_the_one_that_is_sent() -> None:
    assert sorted(SHEETS) == sorted(path.stem for path in (ROOT / "static" / "css").glob("*.css"))


def test_no_script_or_style_stands_within_a_page() -> None:
    for path in templates():
        text = path.read_text("utf-8")
        assert "<style" not in text, name_of(path)
        assert not re.search(r"\sstyle\s*=", text), name_of(path)
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), name_of(path)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), name_of(path)
        assert "javascript:" not in text, name_of(path)
        assert "| safe" not in text, name_of(path)
        assert "autoescape false" not in text, name_of(path)


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in files(".html", ".css", ".js", ".svg", under=("templates", "static")):
        text = path.read_text("utf-8").replace("http://www.w3.org/", "").replace('placeholder="https://"', "")
        assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", text), name_of(path)
        assert "@import" not in text, name_of(path)


def test_templates_speak_through_the_catalogue_only() -> None:
    """No Chinese stands in a template, and no English outside `_()`."""
    for path in templates():
        text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        text = text.replace("{% block width %}narrow{% endblock %}", "")  # a class, not a word
        found = set(CHINESE.findall(text)) - CHINESE_AS_IT_STANDS
        assert found == set(), name_of(path)
        if "macros" in path.parts:
            continue  # they put classes and ids together from pieces
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL)
        bare = re.sub(r"<script.*?</script>|<[^>]*>|&[a-z]+;", " ", bare, flags=re.DOTALL)
        assert re.findall(r"[A-Za-z]{2,}", bare) == [], name_of(path)
        for words in re.findall(r"\s(?:alt|title|placeholder|aria-label)=\"([^\"]*)\"", text):
            assert not re.search(r"[A-Za-z]{2,}", re.sub(r"\{\{.*?\}\}|https://", "", words)), (
                name_of(path),
                words,
            )


def messages() -> Catalog:
    """Gather what the code and the templates say."""
    catalog = Catalog()
    methods = [("shop/**.py", "python"), ("templates/**.html", "jinja2")]
    for _name, _line, message, _comments, _context in extract_from_dir(
        str(ROOT), methods, keywords=KEYWORDS, directory_filter=lambda folder: ".venv" not in folder
    ):
        catalog.add(message)
    return catalog


def test_every_sentence_is_there_in_chinese() -> None:
    if not CATALOGUE.exists():
        pytest.skip("the Chinese catalogue is not gathered yet")
    chinese = read_po(io.BytesIO(CATALOGUE.read_bytes()))
    missing, twisted = [], []
    for message in messages():
        found = chinese.get(message.id) if message.id else None
        if message.id and (found is None or not all(_parts(found.string)) or found.fuzzy):
            missing.append(message.id)
        elif found is not None and message.id and _places(message.id) != _places(found.string):
            twisted.append(message.id)
    assert missing == []
    assert twisted == []  # the places in %(…)s are those of the English sentence


def _parts(string: str | tuple[str, ...] | list[str]) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


def _places(string: str | tuple[str, ...] | list[str]) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", " ".join(_parts(string))))


def test_sentences_are_gathered_from_code_templates_and_rules() -> None:
    said = {message.id for message in messages()}
    assert {
        "Please fill this in.",
        "Skip to the content",
        "This is the last administrator: name another one first.",
    } <= said
    assert len(said) > 250
