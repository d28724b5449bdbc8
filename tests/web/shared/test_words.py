"""The pages' words: every sentence has its translation, with the same variables; a browser's languages are heard."""

import re
from pathlib import Path

import pytest

from web.shared import translating
from web.shared.translating import WEB, catalogues, messages
from web.shared.words import SHARED, Catalogues

CATALOGUES = [
    (room, path) for room in sorted(WEB.iterdir()) if (room / "translations").is_dir() for path, _ in catalogues(room)
]
_VARIABLE = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize(("room", "path"), CATALOGUES, ids=lambda value: f"{value.parent.name}-{value.name}")
def test_every_sentence_of_the_pages_is_translated(room: Path, path: Path) -> None:
    catalog = dict(catalogues(room))[path]
    wanted = {message.id for message in messages(room) if message.id}
    translated = {message.id for message in catalog if message.id and all(_as_tuple(message.string))}
    assert wanted - translated == set(), "run python -m web.shared.translating, then fill them in"


@pytest.mark.parametrize(("room", "path"), CATALOGUES, ids=lambda value: f"{value.parent.name}-{value.name}")
def test_a_translation_has_the_variables_of_its_sentence(room: Path, path: Path) -> None:
    for message in dict(catalogues(room))[path]:
        if message.id:
            wanted = {name for text in _as_tuple(message.id) for name in _VARIABLE.findall(text)}
            assert {name for text in _as_tuple(message.string) for name in _VARIABLE.findall(text)} <= wanted


@pytest.mark.parametrize(
    ("wished", "accepted", "chosen"),
    [
        (None, "es-MX,es;q=0.9,en;q=0.8", "es"),
        (None, "fr-FR,fr;q=0.9,es;q=0.1", "es"),
        (None, "fr", "en"),
        (None, "", "en"),
        ("es", "en", "es"),
        ("xx", "es", "es"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_browsers_else_the_agencys_first(
    wished: str | None, accepted: str, chosen: str
) -> None:
    assert Catalogues(SHARED).choose(wished, accepted, ("en", "es")) == chosen


def test_another_language_begins_with_every_sentence_and_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "room" / "translations").mkdir(parents=True)
    (tmp_path / "room" / "page.html").write_text("{{ _('Leave quickly') }}", encoding="utf-8")
    monkeypatch.setattr(translating, "WEB", tmp_path)
    assert translating.main(["pt"]) == 0
    assert capsys.readouterr().out == "room/translations/pt.po: 1 messages, 1 without words\n"
    (path, catalog), *others = catalogues(tmp_path / "room")
    assert not others
    assert [message.id for message in catalog if message.id] == ["Leave quickly"]
    begun = path.read_text("utf-8")
    assert translating.main(["pt"]) == 0
    assert path.read_text("utf-8") == begun, "what is there already is kept"
    assert translating.main(["portuguese"]) == 1
    assert "'portuguese' is no language" in capsys.readouterr().err


def _as_tuple(text: object) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else tuple(text) if isinstance(text, list) else (str(text),)
