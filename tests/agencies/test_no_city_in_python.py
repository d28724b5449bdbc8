"""No city, street or emergency number stands in Python: they are data of the agencies (agencies/<city>/)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from agencies.loader import AGENCIES
from web.console.words import said

ROOT = AGENCIES.parent
ROOMS = (
    "actions", "agencies", "bot_server", "buckets", "casework", "casework_client", "dialogue_policies", "launcher", "nlu_components",
    "privacy", "retraining", "signatures", "spoken", "tracker_store", "voice_connector", "watching", "web",
)  # fmt: skip


def _names() -> str:
    """Of every city that there is, and of those around it, as their own lists of places have them."""
    found = {"colorado", "colfax", "rtd", "xcel"}
    for path in (*AGENCIES.glob("*/places.yml"), *ROOT.glob("tests/agencies_elsewhere/*/places.yml")):
        known = yaml.safe_load(path.read_text(encoding="utf-8"))
        found |= {path.parent.name, *known["own_city_names"], *known["neighbour_cities"]}
    return "|".join(re.escape(name.lower()) for name in sorted(found - EVERYDAY, key=len, reverse=True))


EVERYDAY = {"Golden", "Superior", "Parker"}  # towns whose names are words
PLACE = re.compile(rf"\b({_names()})\b", re.IGNORECASE)
NUMBER = re.compile(r"\b(nine one one|nine nine nine|three one one)\b|(?<![\w-])\+?1?(720|303)\d{7}\b", re.IGNORECASE)
DIALLED = re.compile(r"^(911|999|112|110|311|101)$")
# what is no city of ours: (file, text) and why
ALLOWED = {
    ("agencies/live_files.py", "denver"): "the agency of a newcomer's first run, as in the launcher",
    ("launcher/settings.py", "denver"): "the launcher",
    ("tracker_store/store.py", "denver"): "the same",
    ("voice_connector/settings.py", "denver"): "the same",
    ("web/shared/settings.py", "denver"): "the same",
}
# what a preview of a message puts in, so that its length is tried; what stands in for a number in an example that is looked at
SAMPLES = {"agencies/messages/values.py", "retraining/new_examples.py"}
RUNG = {"phone", "number", "dial", "to"}
DISPOSITION = "911"  # also the name of a disposition in the contract; as a number it is read from agency.yml


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a file but its docstrings, which may give examples."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def files() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("pattern", [PLACE, NUMBER], ids=["a place", "a number"])
def test_no_python_file_knows(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in files()
        if str(path.relative_to(ROOT)) not in SAMPLES
        for line, text in texts(path)
        if pattern.search(text) and not _allowed(path, text) and not _example(text)
    ]
    assert found == []


def test_an_emergency_number_in_python_is_only_ever_the_name_of_a_disposition_or_one_of_a_list_of_many() -> None:
    found: dict[str, set[str]] = {}
    for path in files():
        for _, text in texts(path):
            if DIALLED.match(text):
                found.setdefault(str(path.relative_to(ROOT)), set()).add(text)
    alone = {path: numbers for path, numbers in found.items() if len(numbers) < 3 and numbers != {DISPOSITION}}
    assert alone == {}


@pytest.mark.parametrize("path", sorted((ROOT / "web").glob("*/templates/**/*.html")), ids=lambda path: path.name)
def test_no_page_speaks_of_one_country_s_number(path: Path) -> None:
    """As the name of a disposition it stands in quotes."""
    assert not re.findall(r"""(?<!['"])\b(?:911|999|112)\b(?!['"])""", path.read_text(encoding="utf-8"))


def test_what_the_agency_s_people_read_names_the_number_that_they_dial() -> None:
    in_words = [text for path in (ROOT / "web").rglob("*.py") for _, text in texts(path) if DIALLED.search(text)]
    assert {text for text in in_words if text != DISPOSITION} == set()
    assert said(DISPOSITION, "999") == "emergency (999)"


def test_nobody_is_rung_at_a_number_that_stands_in_python() -> None:
    told = [
        f"{path.relative_to(ROOT)}:{value.lineno}: {name}"
        for path in files()
        if str(path.relative_to(ROOT)) not in SAMPLES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name, value in _named(node)
        if name in RUNG and isinstance(value, ast.Constant) and re.fullmatch(r"\+?[\d ]{3,}", str(value.value))
    ]
    assert told == []


def test_every_exception_is_still_there() -> None:
    standing = {(str(path.relative_to(ROOT)), text) for path in files() for _, text in texts(path)}
    assert set(ALLOWED) <= standing


def _named(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """What is given by name, in a call or in a mapping."""
    if isinstance(node, ast.keyword) and node.arg:
        yield node.arg, node.value
    if isinstance(node, ast.Dict):
        yield from (
            (str(key.value), value) for key, value in zip(node.keys, node.values) if isinstance(key, ast.Constant)
        )


def _allowed(path: Path, text: str) -> bool:
    return (str(path.relative_to(ROOT)), text) in ALLOWED


def _example(text: str) -> bool:
    """How a message shows what would be right: "write a name such as America/Denver", "as in '+17209131311'"."""
    return "such as" in text or "as in '" in text or "agencies/denver" in text
