"""`casework check` reads every file of every agency, and says what is left out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from agencies.loader import AGENCIES
from casework.__main__ import main
from casework.directory.check import READERS, check, understood

DOMAIN = AGENCIES.parent / "domain.yml"
SPOILED = [
    ("emergency.yml", "  - gas leak", "  - gas (leak", "not a valid pattern", "mend it"),
    ("emergency.yml", "threshold: measured", "threshold: high", "'threshold' is 'high'", "write measured"),
    ("emergency.yml", "phrase_weight:", "phrase_wieght:", "unknown key 'phrase_wieght'", "phrase_weight"),
    ("emergency.yml", "  - gas leak", "\t- gas leak", "a tab stands", "indent with spaces"),
    (
        "cues.yml",
        "  happening_now:\n    danger: true",
        "  happening_now:\n    dangerous: true",
        "'dangerous'",
        "allowed are danger",
    ),
    ("cues.yml", "guards:\n", "gards: {}\nguards:\n", "unknown key 'gards'", "allowed are guards"),
    ("places.yml", "streets:", "streetz:", "unknown key 'streetz'", "allowed are streets"),
    ("places.yml", "{name: Haddon, type: Rd}", "{name: Haddon, type: Steet}", "'Steet'", "write one of"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(AGENCIES / "denver", tmp_path / "denver")
    return tmp_path


def test_the_commands_read_the_folders_that_the_service_reads(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    city = (copy / "denver").rename(copy / "smallville")
    about = city / "agency.yml"
    about.write_text(about.read_text("utf-8").replace("id: denver", "id: smallville"), encoding="utf-8")
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(copy))
    monkeypatch.setenv("CIVICLINE_AGENCY", "smallville")
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "agencies are in order: smallville\n"
    assert main(["preview-message", "closed_no_leads"]) == 0
    about.write_text("id: denver\n", encoding="utf-8")
    assert main(["check"]) == 1
    assert "agencies/smallville/agency.yml" in capsys.readouterr().err


@pytest.mark.parametrize(("file", "old", "new", "wrong", "right"), SPOILED, ids=[f"{s[0]}: {s[3]}" for s in SPOILED])
def test_the_lists_that_only_the_bot_reads_are_checked_too(
    copy: Path, file: str, old: str, new: str, wrong: str, right: str
) -> None:
    path = copy / "denver" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    line = next(i for i, one in enumerate(path.read_text("utf-8").splitlines(), 1) if new.splitlines()[-1] in one)
    faults = [fault for fault in check(copy, DOMAIN).faults if wrong in fault.wrong and right in fault.right]
    assert [Path(fault.file).name for fault in faults] == [file]
    assert abs(faults[0].line - line) <= 1


@pytest.mark.parametrize("file", READERS)
def test_a_list_that_is_missing_is_told(copy: Path, file: str) -> None:
    (copy / "denver" / file).unlink()
    assert any(fault.file.endswith(file) and "missing" in fault.wrong for fault in check(copy, DOMAIN).faults)


def test_a_fault_in_a_list_hides_none_in_the_directory(copy: Path) -> None:
    for file, old, new in (
        ("emergency.yml", "threshold:", "treshold:"),
        ("agency.yml", "storm_mode: false", "storm_mode: 7"),
    ):
        path = copy / "denver" / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert {Path(fault.file).name for fault in check(copy, DOMAIN).faults} == {"emergency.yml", "agency.yml"}


def test_needs_that_the_bot_knows_and_the_agency_leaves_out_are_listed(
    copy: Path, left_out: Callable[[Path], str]
) -> None:
    need = left_out(copy)
    told = check(copy, DOMAIN)
    assert not told.faults
    assert len(told.remarks) == 1
    assert f"leaves out 1 of {len(understood(DOMAIN))} needs" in told.remarks[0]
    assert told.remarks[0].endswith(need)


def test_a_need_that_the_bot_does_not_understand_is_told_with_its_line_and_what_may_be_meant(copy: Path) -> None:
    path = copy / "denver" / "needs.yml"
    text = path.read_text("utf-8")
    line = text.splitlines().index("  barking_dog:") + 1
    path.write_text(text.replace("\n  barking_dog:", "\n  barkin_dog:", 1), "utf-8")
    told = check(copy, DOMAIN)
    assert not told.faults
    wanted = f"needs.yml, line {line}: the bot understands no need called 'barkin_dog'; did you mean 'barking_dog'?"
    assert any(remark.endswith(wanted) for remark in told.remarks), told.remarks


def test_the_files_of_a_map_are_checked_too(copy: Path) -> None:
    (copy / "denver" / "map" / "areas.geojson").write_text("{", "utf-8")
    assert [Path(fault.file).name for fault in check(copy, DOMAIN).faults] == ["areas.geojson"]


@pytest.fixture
def left_out() -> Callable[[Path], str]:
    """Takes the last need out of needs.yml, and says which it was."""

    def take(root: Path) -> str:
        path = root / "denver" / "needs.yml"
        text = path.read_text("utf-8")
        start = text.index("\n  pothole_street:\n")
        end = text.index("\n  ", text.index("say:", start) + 60)
        while text[end + 3] == " ":
            end = text.index("\n  ", end + 1)
        path.write_text(text[:start] + text[end:], "utf-8")
        return "pothole_street"

    return take


def test_the_shipped_agencies_are_in_order_and_leave_nothing_out() -> None:
    told = check()
    assert "denver" in told.agencies
    assert (told.faults, told.remarks) == ((), ())


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("utter_hepl: Hello.", "'utter_hepl' is no response of domain.yml"),
        ("utter_help: Ask {agencyname}.", "nothing fills '{agencyname}' in utter_help"),
        ("utter_help: []", "utter_help says nothing"),
        ("utter_help: [", "never closed"),
    ],
)
def test_an_agencys_own_words_are_checked_against_those_that_they_replace(copy: Path, words: str, wrong: str) -> None:
    (copy / "denver" / "wording.yml").write_text(f"{words}\n", "utf-8")
    faults = check(copy, DOMAIN).faults
    assert [fault.line for fault in faults if wrong in fault.wrong] == [1], faults


def test_good_words_of_an_agency_are_in_order(copy: Path) -> None:
    (copy / "denver" / "wording").mkdir()
    (copy / "denver" / "wording" / "es.yml").write_text("utter_thanks: De nada.\n", "utf-8")
    (copy / "denver" / "wording.yml").write_text(
        "utter_help: This is {agency_name}. Dial {emergency_number_spoken}.\nutter_thanks: [Sure., Welcome.]\n", "utf-8"
    )
    assert not check(copy, DOMAIN).faults


def test_a_small_town_in_another_country_is_in_order_and_its_missing_needs_are_listed() -> None:
    told = check(AGENCIES.parent / "tests" / "agencies_elsewhere", DOMAIN)
    assert told.faults == ()
    assert [remark.partition(" leaves out ")[2].partition(";")[0] for remark in told.remarks] == [
        f"{len(understood(DOMAIN)) - 12} of {len(understood(DOMAIN))} needs"
    ]


def test_a_number_of_two_agencies_is_told(copy: Path) -> None:
    for name in ("denver", "twin"):
        folder = copy / name
        if name == "twin":
            shutil.copytree(copy / "denver", folder)
        path = folder / "agency.yml"
        text = path.read_text("utf-8").replace("id: denver", f"id: {name}")
        path.write_text(text if 'numbers: ["311"]\n' in text else text + 'numbers: ["311"]\n', "utf-8")
    faults = [fault for fault in check(copy, DOMAIN).faults if "leads to denver already" in fault.wrong]
    assert [Path(fault.file).parent.name for fault in faults] == ["twin"]


def test_a_corner_with_a_street_that_nobody_knows_is_named_with_its_line(copy: Path) -> None:
    path = copy / "denver" / "crossings.csv"
    whole = path.read_text("utf-8")
    path.write_text(whole + "Perl St,10th Ave\nColfax Ave,Xyzzy Way\n", "utf-8")
    last = len(whole.splitlines())
    told = check(copy, DOMAIN)
    assert not told.faults
    assert told.remarks == (
        f"agencies/denver/crossings.csv, line {last + 1}: no street is called 'Perl St'; did you mean 'Pearl'?",
        f"agencies/denver/crossings.csv, line {last + 2}: no street is called 'Xyzzy Way'; add it to streets.csv, or take the corner out",
    )
