"""The guides of those who use the pages: what they tell to press or look at is called so on a page, and files and settings are there."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from launcher.paths import ROOT

GUIDES = ("call-taker", "reviewer", "supervisor", "administrator", "web-team")
_SETTINGS = "".join(
    path.read_text("utf-8") for path in chain(ROOT.glob("*/settings.py"), ROOT.glob("*/*/settings.py"), ROOT.glob("*/*/*/settings.py"))
)  # fmt: skip
_WRITTEN_BY_PROGRAMS = ("var/", "web/*/")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text)).lower()


@pytest.fixture(scope="module")
def on_the_pages() -> str:
    """Everything that pages say, and what casework calls the moves of a case."""
    web = ROOT / "web"
    files = chain(web.rglob("*.html"), web.rglob("*.py"), web.glob("*/assets/js/*.js"), web.glob("*/translations/*.po"))
    said = "\n".join(path.read_text("utf-8") for path in files)
    return _plain(said + (ROOT / "casework" / "cases" / "stages.yml").read_text("utf-8"))


def guide(name: str) -> str:
    text = (ROOT / "docs" / "guides" / f"{name}.md").read_text("utf-8")
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", GUIDES)
def test_what_a_guide_tells_to_press_is_called_so_on_a_page(name: str, on_the_pages: str) -> None:
    told = [" ".join(one.split()).strip(".,:") for one in re.findall(r"\*\*(.+?)\*\*", guide(name), re.DOTALL)]
    assert [one for one in told if one.lower() not in on_the_pages] == []


@pytest.mark.parametrize("name", GUIDES)
def test_the_files_and_settings_that_a_guide_names_are_there(name: str) -> None:
    quoted = re.findall(r"`([^`\s]+)`", guide(name))
    files = [one for one in quoted if re.match(r"(agencies|casework|web|tests|docs|deploy)/", one)]
    named = [one for one in files if not one.startswith(_WRITTEN_BY_PROGRAMS)]
    assert [one for one in named if not (ROOT / one.replace("<city>", "denver")).exists()] == []
    settings = [found[1].lower() for one in quoted if (found := re.fullmatch(r"CIVICLINE_([A-Z_]+)", one))]
    assert [one for one in settings if f" {one}:" not in _SETTINGS] == []
