"""Whose pages are shown: by the address that was opened; and never another city's number for a city whose files are broken."""

import shutil
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from agencies.loader import AGENCIES
from web.shared.look import Looks, NoPages

TEMPLATES = Path(__file__).parents[3] / "web" / "citizen" / "templates"


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


def test_a_stage_is_called_what_the_agency_calls_it_in_that_language(root: Path) -> None:
    (root / "elsewhere" / "status").mkdir()
    own = "stages: {court: {name: Ante un juez, next: Le escribiremos.}}\n"
    (root / "elsewhere" / "status" / "es.yml").write_text(own, "utf-8")
    look = Looks(root, "denver").named("elsewhere")
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True, undefined=StrictUndefined
    )
    templates.install_gettext_callables(str, lambda one, _more, _count: one, newstyle=True)  # type: ignore[attr-defined]
    page = templates.from_string(
        "{% import 'case/words.html' as words with context %}{{ words.name('court')|trim }}|{{ words.next('court')|trim }}"
    )
    assert page.render(look=look, language="es") == "Ante un juez|Le escribiremos."
    usual = "Before a court|The prosecutor's office will write to you if you are needed there."
    assert page.render(look=look, language="en") == usual
    assert page.render(look=Looks(root, "denver").named("denver"), language="es") == usual


def test_a_file_that_is_written_in_its_place_in_a_folder_is_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agencies.live_files.LOOK_S", 0)
    path = root / "elsewhere" / "status" / "es.yml"
    path.parent.mkdir()
    path.write_text("stages: {court: {name: Ante un juez}}\n", "utf-8")
    looks = Looks(root, "denver")
    assert looks.named("elsewhere").stage("court", "es").name == "Ante un juez"
    path.write_text("stages: {court: {name: En un tribunal}}\n", "utf-8")
    assert looks.named("elsewhere").stage("court", "es").name == "En un tribunal"
