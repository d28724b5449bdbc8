"""Where a chat can be spoken: on its own agency's call page, and nowhere where the agency has none."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from agencies.loader import AGENCIES
from web.citizen.chat.pages import _call_page
from web.citizen.settings import CitizenSettings
from web.shared.look import Looks

OF_ALL, OWN = "https://call.example.org", "https://call.elsewhere.example:8443"


@pytest.fixture
def looks(tmp_path: Path) -> Looks:
    for name in ("denver", "elsewhere"):
        shutil.copytree(AGENCIES / "denver", tmp_path / name)
    info = tmp_path / "elsewhere" / "agency.yml"
    text = info.read_text("utf-8").replace("id: denver", "id: elsewhere", 1)
    info.write_text(text + '\nhosts: ["chat.elsewhere.example", "call.elsewhere.example"]\n', "utf-8")
    return Looks(tmp_path, "denver")


@pytest.mark.parametrize(
    ("pages", "agency", "address"),
    [
        (OF_ALL, "denver", OF_ALL),
        (OF_ALL, "elsewhere", None),
        (f"{OF_ALL} {OWN}", "elsewhere", OWN),
        (f"{OWN} {OF_ALL}", "denver", OF_ALL),
        (OWN, "denver", None),
        ("", "denver", None),
    ],
)
def test_a_chat_is_spoken_on_its_own_agency_s_page_only(
    looks: Looks, monkeypatch: pytest.MonkeyPatch, pages: str, agency: str, address: str | None
) -> None:
    monkeypatch.setenv("CIVICLINE_CALL_PAGE", pages)
    context = SimpleNamespace(looks=looks, settings=CitizenSettings())
    request: Any = SimpleNamespace(app=SimpleNamespace(ctx=context), ctx=SimpleNamespace(look=looks.named(agency)))
    found = _call_page(request)
    assert (str(found).rstrip("/") if found else None) == address
