"""Any file of the agency as its text: checked, shown before it counts, and never over somebody else's change."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import httpx
import pytest

from agencies.loader import AGENCIES
from tests.web.console.office import Office
from tests.web.serving import token_in
from web.console.agency.changing import AgencyFolder, NotChanged
from web.console.agency.counting import when_it_counts

REPORT, MESSAGES, DANGER = "reports/theft.yml", "messages/en/intake.yml", "emergency.yml"


@pytest.fixture
def folder(tmp_path: Path) -> AgencyFolder:
    shutil.copytree(AGENCIES / "denver", tmp_path / "agencies" / "denver")
    return AgencyFolder(tmp_path / "agencies", "denver", tmp_path / "var")


@pytest.mark.parametrize(
    "file",
    [
        "destinations.yml",
        "queues.yml",
        REPORT,
        MESSAGES,
        DANGER,
        "pages.yml",
        "cues.yml",
        "places.yml",
        "contact_card.yml",
    ],
)
def test_a_file_that_cannot_be_read_is_not_saved_wherever_it_stands(folder: AgencyFolder, file: str) -> None:
    text, seen = folder.text(file)
    changed, fault = folder.preview(file, text + "\nnonsense_of_somebody: [1\n")
    assert changed
    assert fault
    with pytest.raises(NotChanged):
        folder.rewrite(file, text + "\nnonsense_of_somebody: [1\n", seen, "ada")
    assert folder.text(file) == (text, seen)


def test_a_word_for_a_sentence_that_the_bot_does_not_have_is_not_saved(folder: AgencyFolder, tmp_path: Path) -> None:
    own = tmp_path / "agencies" / "denver" / "wording.yml"
    own.write_text("utter_thanks: You're welcome.\n", "utf-8")
    assert folder.preview("wording.yml", "utter_thanks: Happy to help.\n")[1] == ""
    fault = folder.preview("wording.yml", "utter_thanks: Thanks.\nutter_thank_you: Thanks.\n")[1]
    assert fault.startswith("wording.yml, line 2: 'utter_thank_you' is no response of domain.yml")


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("needs.yml", "It counts within seconds."),
        ("reports/theft.yml", "It counts within seconds."),
        ("prompts.yml", "It counts when the connector starts next"),
        ("destinations.yml", "whom the telephone rings follows when the connector starts next"),
    ],
)
def test_what_the_connector_reads_at_its_start_alone_is_not_promised_within_seconds(file: str, counts: str) -> None:
    assert counts in when_it_counts(file)


@pytest.mark.parametrize("file", [REPORT, MESSAGES, DANGER])
def test_a_comment_is_saved_known_by_who_and_taken_back(folder: AgencyFolder, file: str) -> None:
    text, seen = folder.text(file)
    assert folder.preview(file, f"# looked through\n{text}")[1] == ""
    done = folder.rewrite(file, f"# looked through\n{text}", seen, "ada")
    assert (done.who, done.file) == ("ada", file)
    with pytest.raises(NotChanged, match="meanwhile"):
        folder.rewrite(file, f"# another\n{text}", seen, "sam")
    folder.undo(done.id, "ada")
    assert folder.text(file)[0] == text


@pytest.mark.parametrize("file", ["../denver/agency.yml", "/etc/passwd", "no.yml", "streets.csv", ""])
def test_nothing_but_the_agencys_own_files_is_opened(folder: AgencyFolder, file: str) -> None:
    with pytest.raises(NotChanged):
        folder.text(file)


def test_in_the_console_a_change_is_looked_at_then_saved(office: Office) -> None:
    path = "/settings/files/reports/graffiti.yml"
    with office.signed_in("ada") as client:
        page = client.get(path).text
        text = _text_in(page)
        looked = _press(client, path, page, f"# of ada\n{text}", "look")
        assert "# of ada" in looked.text
        assert 'id="save"' in looked.text
        broken = _press(client, path, page, "kind: [", "save")
        assert (broken.status_code, 'id="save"' in broken.text) == (422, False)
        saved = _press(client, path, page, f"# of ada\n{text}", "save")
        assert saved.status_code == 303, saved.text[:2000]
    kept = (office.agencies / "denver" / "reports" / "graffiti.yml").read_text("utf-8")
    assert kept.startswith("# of ada\n")


def _press(client: httpx.Client, path: str, page: str, text: str, do: str) -> httpx.Response:
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    return client.post(path, data={"csrf": token_in(page), "seen": seen[1], "text": text, "do": do})


def _text_in(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found[1])
