"""Whose pages are shown: by the address that was opened; and never another city's number for a city whose files are broken."""

import shutil
from pathlib import Path

import pytest

from agencies.loader import AGENCIES
from web.shared.look import Looks, NoPages


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("denver", "elsewhere"):
        shutil.copytree(AGENCIES / "denver", tmp_path / name)
    info = tmp_path / "elsewhere" / "agency.yml"
    text = (
        info.read_text("utf-8")
        .replace("id: denver", "id: elsewhere", 1)
        .replace("name: City and County of Denver", "name: Elsewhere", 1)
    )
    info.write_text(text + '\nhosts: ["chat.elsewhere.example", "127.0.0.1:9999"]\n', "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("host", "agency"),
    [
        ("chat.elsewhere.example", "elsewhere"),
        ("CHAT.elsewhere.example:443", "elsewhere"),
        ("unknown.example", "denver"),
        ("", "denver"),
    ],
)
def test_the_address_chooses_the_agency(root: Path, host: str, agency: str) -> None:
    assert Looks(root, "denver").of(host).id == agency


def test_a_city_whose_files_never_could_be_read_is_not_shown_as_another(root: Path) -> None:
    (root / "elsewhere" / "pages.yml").write_text("colours: {}\n", "utf-8")
    with pytest.raises(NoPages):
        Looks(root, "denver").of("chat.elsewhere.example")
