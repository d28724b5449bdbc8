"""A file that an agency's folder does not have yet: only what something reads, whole as it begins, checked as any change, undone."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from babel import Locale

from agencies.loader import AGENCIES, load_agency
from agencies.messages.files import load_messages
from launcher.paths import ROOT
from tests.web.console.office import Office
from tests.web.serving import token_in
from web.console.agency.changing import NEW, AgencyFolder, NotChanged
from web.console.agency.making import KINDS, NoSuchFile, beginning, file_of, offered

FOLDERS = {"denver": AGENCIES / "denver", "thornmouth": ROOT / "tests" / "agencies_elsewhere" / "thornmouth"}
NAMED = {"report": "noise_party_now"}  # a need: then nothing in its beginning has to be changed


@pytest.fixture(params=sorted(FOLDERS))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> AgencyFolder:
    return opened(request.param, tmp_path)


@pytest.fixture
def denver(tmp_path: Path) -> AgencyFolder:
    return opened("denver", tmp_path)


@pytest.fixture
def town(tmp_path: Path) -> AgencyFolder:
    """An agency that has no kinds of report, no pages, no queues of its own."""
    return opened("thornmouth", tmp_path)


def opened(name: str, tmp_path: Path) -> AgencyFolder:
    shutil.copytree(FOLDERS[name], tmp_path / "agencies" / name)
    return AgencyFolder(tmp_path / "agencies", name, tmp_path / "var")


def made(folder: AgencyFolder, kind: str, name: str = "") -> str:
    file = file_of(folder.path, kind, name or (NAMED.get(kind, "cy") if KINDS[kind].asks else ""))
    folder.rewrite(file, folder.begun(file), NEW, "ada")
    return file


def as_it_is(folder: AgencyFolder) -> dict[str, str]:
    return {file: folder.text(file)[0] for file in folder.texts()}


def test_everything_that_can_be_made_is_whole_as_it_begins_and_can_be_taken_back(folder: AgencyFolder) -> None:
    before, done = as_it_is(folder), []
    while to_do := [kind for kind in offered(folder.path) if kind not in done]:  # what is made may open the way to more
        made(folder, to_do[0])
        done.append(to_do[0])
    assert {"report", "reports", "wording_in", "status_in", "lookups", "pages", "forms"} - {*done} <= {
        "reports",
        "pages",
        "forms",
    }
    load_agency(folder.path.name, folder.path.parent)
    for change in folder.changes():
        folder.undo(change.id, "sam")
    assert as_it_is(folder) == before
    assert not [path for path in folder.path.rglob("*") if path.is_dir() and not any(path.iterdir())]


def test_a_town_without_reports_gets_what_all_kinds_share_then_a_kind(town: AgencyFolder) -> None:
    assert "report" not in offered(town.path)
    with pytest.raises(NoSuchFile, match=r"reports/common\.yml is there"):
        beginning(town.path, "reports/noise_party_now.yml")
    made(town, "reports")
    assert made(town, "report") == "reports/noise_party_now.yml"
    reports = load_agency("thornmouth", town.path.parent).reports
    assert reports.kinds["noise_party_now"].need == "noise_party_now"
    assert reports.common
    said = " ".join(ending.say for ending in reports.common.endings.values())
    assert "dial nine nine nine" in said
    assert "nine one one" not in said, "another country's number"


def test_what_is_needed_by_something_else_is_not_taken_back_from_under_it(town: AgencyFolder) -> None:
    made(town, "reports")
    made(town, "report")
    shared = next(change for change in town.changes() if change.file == "reports/common.yml")
    with pytest.raises(NotChanged, match=r"would break the agency: common.yml"):
        town.undo(shared.id, "sam")


def test_a_kind_of_report_of_no_need_is_not_made_before_it_says_which(denver: AgencyFolder) -> None:
    file = file_of(denver.path, "report", "Stolen_Package")
    assert file == "reports/stolen_package.yml"
    begun = denver.begun(file)
    assert "title: Stolen package" in begun
    _, fault = denver.preview(file, begun)
    assert fault.startswith("stolen_package.yml, line")
    assert "there is no need in needs.yml called 'stolen_package'" in fault
    with pytest.raises(NotChanged):
        denver.rewrite(file, begun, NEW, "ada")
    assert file not in denver.texts()
    mended = begun.replace("need: stolen_package", "need: theft_cold")
    assert denver.preview(file, mended)[1] == ""
    assert denver.rewrite(file, mended, NEW, "ada").what == "reports/stolen_package.yml made"


def test_messages_in_another_language_begin_as_the_first_ones_and_are_checked_whole(denver: AgencyFolder) -> None:
    with pytest.raises(NoSuchFile, match=r"messages/vi/messages.yml is there"):
        file_of(denver.path, "frame_in", "vi")
    made(denver, "messages_in", "vi")
    assert sorted(load_messages("denver", denver.path.parent).frames) == ["en", "es"]
    frame = made(denver, "frame_in", "vi")
    told = load_messages("denver", denver.path.parent)
    assert (told.frames["vi"].language, told.frames["vi"].reviewed_by_native_speaker) == ("Vietnamese", False)
    assert set(told.templates["vi"]) == set(told.templates["en"])
    text, seen = denver.text(frame)
    with pytest.raises(NotChanged, match="would break the agency"):
        denver.rewrite(frame, text.replace("digits:", "numbers:"), seen, "ada")


def test_a_sentence_that_the_bot_does_not_have_is_refused_in_a_new_language_too(denver: AgencyFolder) -> None:
    file = file_of(denver.path, "wording_in", "es")
    begun = denver.begun(file)
    assert '# utter_goodbye: "Thank you for calling. Goodbye."' in begun
    assert "utter_thank_you" in denver.preview(file, f'{begun}\nutter_thank_you: "De nada."\n')[1]


def test_what_the_product_says_in_a_language_is_what_one_begins_from(denver: AgencyFolder) -> None:
    spanish, english = (denver.begun(f"status/{one}.yml") for one in ("es", "cy"))
    assert "# in_person:" in spanish
    assert "denuncia" in spanish
    assert "# stages:" in english
    assert load_agency("denver", denver.path.parent)


@pytest.mark.parametrize(
    ("kind", "name", "why"),
    [
        ("report", "common", "take another name"),
        ("report", "theft", "already"),
        ("report", "", "small letters"),
        ("report", "../agency", "small letters"),
        ("report", "stolen package", "small letters"),
        ("report", "x" * 61, "small letters"),
        ("wording_in", "en", "English stands in the file without a language"),
        ("wording_in", "qq", "code of a language"),
        ("status_in", "spanish", "code of a language"),
        ("messages_in", "../en", "code of a language"),
        ("queues", "", "Choose what"),
        ("nonsense", "x", "Choose what"),
        ("", "", "Choose what"),
    ],
)
def test_a_name_that_nothing_reads_is_refused_and_says_why(
    denver: AgencyFolder, kind: str, name: str, why: str
) -> None:
    with pytest.raises(NoSuchFile, match=why):
        file_of(denver.path, kind, name)


@pytest.mark.parametrize(
    "file",
    ["new", "notes.yml", "reports/x/y.yml", "reports/../agency2.yml", "../other/agency.yml", "reports/a.yaml", "map/areas.geojson",
     "/etc/x.yml", "messages/en/more.yml", "recordings/index2.yml", "agency.yml", "reports/theft.yml"],
)  # fmt: skip
def test_nothing_else_is_made_by_its_address(denver: AgencyFolder, file: str) -> None:
    with pytest.raises(NotChanged):
        denver.begun(file)
    if file not in denver.texts():
        with pytest.raises(NotChanged):
            denver.rewrite(file, "a: b\n", NEW, "ada")


def test_of_two_who_make_the_same_file_the_second_is_told(denver: AgencyFolder) -> None:
    made(denver, "lookups")
    with pytest.raises(NotChanged, match="meanwhile"):
        denver.rewrite("lookups.yml", "# another\n", NEW, "sam")


def test_what_was_made_and_undone_comes_back_by_one_more_step(denver: AgencyFolder) -> None:
    file = made(denver, "lookups")
    text = denver.text(file)[0]
    undone = denver.undo(denver.changes()[0].id, "sam")
    assert file not in denver.texts()
    denver.undo(undone.id, "sam")
    assert denver.text(file)[0] == text


def test_every_language_that_is_named_for_a_choice_is_one(denver: AgencyFolder) -> None:
    for name in ("es", "vi", "zh", "so", "am", "hmn", "cy"):
        try:
            Locale(name)
        except Exception:  # babel may know fewer than the world has
            continue
        assert file_of(denver.path, "wording_in", name) == f"wording/{name}.yml"


@pytest.fixture
def ada(office: Office) -> Iterator[httpx.Client]:
    with office.signed_in("ada") as client:
        yield client


def test_in_the_console_a_new_file_is_begun_looked_at_saved_and_undone(office: Office, ada: httpx.Client) -> None:
    listed = ada.get("/settings/files").text
    assert "A kind of report (wants a name)" in listed
    assert "Queues: who is rung" not in listed.split('id="kind"')[1]
    led = ada.get("/settings/files/new?kind=report&name=noise_party_now")
    path = led.headers["location"]
    assert (led.status_code, path) == (303, "/settings/files/reports/noise_party_now.yml")
    page = ada.get(path).text
    assert "This file is not there yet" in page
    text = text_in(page)
    kept = office.agencies / "denver" / "reports" / "noise_party_now.yml"
    looked = ada.post(path, data={"csrf": token_in(page), "seen": "", "text": text, "do": "look"})
    assert 'id="save"' in looked.text
    assert not kept.exists()
    saved = ada.post(path, data={"csrf": token_in(page), "seen": "", "text": text, "do": "save"})
    assert saved.status_code == 303, saved.text[:2000]
    assert kept.read_text("utf-8").startswith("# A kind of report")
    settings = ada.get("/settings").text
    assert "reports/noise_party_now.yml made" in settings
    assert "is made. It counts within seconds" in settings
    assert kept.stat().st_mode & 0o777 == (office.agencies / "denver" / "agency.yml").stat().st_mode & 0o777
    undo = re.search(r'action="(/settings/undo/[^"]+)"', settings)
    assert undo
    ada.post(undo[1], data={"csrf": token_in(settings)})
    assert not kept.exists()


@pytest.mark.parametrize("query", ["kind=report&name=%3Cb%3E", "kind=nonsense", "", "kind=wording_in&name=zz"])
def test_in_the_console_a_name_that_does_not_do_is_told_beside_it(ada: httpx.Client, query: str) -> None:
    told = ada.get(f"/settings/files/new?{query}")
    assert told.status_code == 422
    assert 'id="new-problem"' in told.text
    assert "<b>" not in told.text


def test_an_address_of_no_file_stays_not_found(ada: httpx.Client) -> None:
    assert ada.get("/settings/files/notes.yml").status_code == 404
    assert ada.get("/settings/files/wording/qq.yml").status_code == 404


def text_in(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found[1])
