"""How a case is going is said in the product's words, and in an agency's own where it has some: by language, checked like all its files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from agencies.errors import BrokenAgencyFile
from agencies.loader import AGENCIES, load_agency
from agencies.status.files import everywhere, load_status
from agencies.status.shape import OwnStage
from casework.directory.check import check


@pytest.fixture
def denver(tmp_path: Path) -> Path:
    return Path(shutil.copytree(AGENCIES / "denver", tmp_path / "denver"))


def write(folder: Path, text: str, name: str = "status.yml") -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_an_agency_without_words_of_its_own_says_the_product_s(denver: Path) -> None:
    assert load_agency("denver", denver.parent).status.said() == everywhere().said()


def test_what_an_agency_says_otherwise_replaces_only_that(denver: Path) -> None:
    write(
        denver, 'stages:\n  court: {spoken: "A magistrate has {kind} since {day}."}\nkinds: {theft_cold: a stealing}\n'
    )
    said, usual = load_agency("denver", denver.parent).status.said(), everywhere().said()
    assert said.stages["court"].spoken == "A magistrate has {kind} since {day}."
    assert said.stages["court"].next == usual.stages["court"].next
    assert said.kinds == usual.kinds | {"theft_cold": "a stealing"}
    assert said.stages["charged"] == usual.stages["charged"]


def test_another_language_lies_over_the_agency_s_english(denver: Path) -> None:
    write(denver, "elsewhere: the other office\nother_kind: a matter\n")
    write(denver, "elsewhere: la otra oficina\nstages: {court: {name: Ante un juez}}\n", "status/es.yml")
    status = load_agency("denver", denver.parent).status
    assert (status.said("es").elsewhere, status.said("es").other_kind) == ("la otra oficina", "a matter")
    assert status.said("vi") == status.said() != status.said("es")
    assert status.own_stage("court", "es") == OwnStage("Ante un juez")
    assert status.own_stage("court", "en") == OwnStage(), "the page has words of its own in every language"


SPOILED = [
    (
        "stages:\n  underreview: {next: Wait.}\n",
        2,
        "'underreview' is none of the stages",
        "did you mean 'under_review'?",
    ),
    ("stages:\n  court:\n    spokn: Here.\n", 3, "'spokn' is not known", "check the spelling"),
    ("kinds:\n  thft_cold: a theft\n", 2, "'thft_cold' is none of the kinds", "did you mean 'theft_cold'?"),
    ("# words\nstagez: {}\n", 2, "'stagez' is not known", "check the spelling"),
    ("stages:\n\tcourt: {next: Wait.}\n", 2, "a tab", "indent with spaces"),
    ('stages:\n  court: {spoken: "Since {days}."}\n', 2, "nothing fills '{days}'", "{kind}, {day}, {destination}"),
    ("messages:\n  some: You have 3.\n", 2, "digits", "as people say them"),
    ("in_person:\n  needs: [theft_cold]\n", 2, "'needs' is not known", "check the spelling"),
    ("- stages\n", 1, "no mapping", "below stages"),
    ("stages: [court]\n", 1, "'stages' does not fit", "dictionary"),
]


@pytest.mark.parametrize(("text", "line", "wrong", "right"), SPOILED, ids=[one[2] for one in SPOILED])
@pytest.mark.parametrize("name", ["status.yml", "status/es.yml"])
def test_a_fault_is_named_with_file_line_and_mend(
    denver: Path, name: str, text: str, line: int, wrong: str, right: str
) -> None:
    write(denver, text, name)
    with pytest.raises(BrokenAgencyFile) as broken:
        load_agency("denver", denver.parent)
    [fault] = broken.value.faults
    assert (fault.file, fault.line) == (f"agencies/denver/{name}", line)
    assert wrong in fault.wrong
    assert right in fault.right


@pytest.mark.parametrize("name", ["en", "es-MX", "Spanish"])
def test_a_file_that_nobody_would_read_is_told(denver: Path, name: str) -> None:
    write(denver, "other_kind: a matter\n", f"status/{name}.yml")
    with pytest.raises(BrokenAgencyFile, match="nobody reads a file of this name"):
        load_agency("denver", denver.parent)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "stages: {}\n"])
def test_an_empty_file_changes_nothing(denver: Path, text: str) -> None:
    write(denver, text)
    assert load_agency("denver", denver.parent).status.said() == everywhere().said()


@pytest.mark.parametrize("text", ["stages:\n", "stages: {court: }\n"])
def test_a_key_without_words_is_told(denver: Path, text: str) -> None:
    write(denver, text)
    with pytest.raises(BrokenAgencyFile) as broken:
        load_agency("denver", denver.parent)
    assert [fault.file for fault in broken.value.faults] == ["agencies/denver/status.yml"]


def test_casework_check_tells_it(denver: Path) -> None:
    write(denver, "stages:\n  cort: {next: Wait.}\n")
    told = [(fault.file, fault.line) for fault in check(denver.parent).faults]
    assert told == [("agencies/denver/status.yml", 2)]


def test_a_fault_in_one_language_hides_none_in_the_other(denver: Path) -> None:
    write(denver, "elsewere: x\n")
    write(denver, "other_knd: x\n", "status/es.yml")
    with pytest.raises(BrokenAgencyFile) as broken:
        load_status(denver, "denver")
    assert [Path(fault.file).name for fault in broken.value.faults] == ["status.yml", "es.yml"]


def test_what_the_pages_show_of_it_is_said_in_their_spanish_too() -> None:
    english, spanish = everywhere().said(), everywhere().said("es")
    shown = [(one, getattr(english.late, one), getattr(spanish.late, one)) for one in type(english.late).model_fields]
    shown += [("elsewhere", english.elsewhere, spanish.elsewhere)]
    shown += [(one, getattr(english.in_person, one), getattr(spanish.in_person, one)) for one in ("spoken", "next")]
    assert [name for name, one, other in shown if one == other] == []
    assert spanish.stages == english.stages, "pages say stages in words of their own"


def test_an_agency_s_own_words_of_a_language_lie_over_the_product_s(denver: Path) -> None:
    write(denver, "late: {closed: Este reporte ya se cerró.}\n", "status/es.yml")
    late = load_agency("denver", denver.parent).status.said("es").late
    assert (late.closed, late.merged) == ("Este reporte ya se cerró.", everywhere().said("es").late.merged)
