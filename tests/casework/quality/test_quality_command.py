"""Call-takers' contacts are brought by a file, redacted, and held against the card at the command line; a wrong line brings nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from casework.__main__ import main
from tests.casework.conftest import TOKEN
from tests.casework.quality.test_quality import SINCE, get, transcript

PERIOD = ("--first", "2026-11-19", "--last", "2026-11-21")
WORDS = (
    ("caller", "my name is Paula Reyes, my bike is gone, call me at 303 555 0142"),
    ("staff", "I'm sorry. An officer will call you."),
)


@pytest.fixture
def command(
    casework: Any, database_url: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Runs `python -m casework quality ...`: (exit code, what was printed)."""
    monkeypatch.setenv("CIVICLINE_VAR", str(casework.services.var))
    monkeypatch.setenv("CIVICLINE_SERVICE_TOKEN", TOKEN)
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(casework.root))
    if database_url is not None:
        monkeypatch.setenv("CIVICLINE_DATABASE_URL", database_url)

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        done = main(["quality", *arguments, "--agency", "denver"])
        said = capsys.readouterr()
        return done, said.out + said.err

    return run


def written(path: Path, *lines: object) -> str:
    path.write_text(
        "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines) + "\n", encoding="utf-8"
    )
    return str(path)


async def test_transcripts_of_a_file_are_redacted_and_counted(casework: Any, command: Any, tmp_path: Path) -> None:
    file = written(tmp_path / "t.jsonl", transcript("t-1", *WORDS), "", transcript("t-2", WORDS[0], ("staff", "Bye.")))
    assert command("import", file) == (0, "2 transcripts imported\n")
    kept = (await get(casework, "/contacts", answered_by="staff", **SINCE))["contacts"]
    assert {one["contact_id"] for one in kept} == {"t-1", "t-2"}
    assert "Reyes" not in str(kept)
    assert "0142" not in str(kept)
    code, said = command("show", *PERIOD, "--by", "need")
    assert code == 0
    assert "staff, theft_cold: 2 contacts" in said
    assert " 50.0 %  1 of 2  It ended with what happens next" in said


async def test_the_same_contact_again_replaces_it(casework: Any, command: Any, tmp_path: Path) -> None:
    file = written(tmp_path / "t.jsonl", transcript("t-1", *WORDS))
    command("import", file)
    assert command("import", file)[0] == 0
    assert len((await get(casework, "/contacts", answered_by="staff", **SINCE))["contacts"]) == 1


@pytest.mark.parametrize("wrong", ["{", json.dumps({"contact_id": "t-2"})])
async def test_a_line_that_does_not_fit_is_named_and_nothing_is_brought(
    casework: Any, command: Any, tmp_path: Path, wrong: str
) -> None:
    file = written(tmp_path / "t.jsonl", transcript("t-1", *WORDS), wrong)
    code, said = command("import", file)
    assert code == 1
    assert "t.jsonl, line 2" in said
    assert (await get(casework, "/contacts", answered_by="staff", **SINCE))["contacts"] == []


async def test_an_agency_without_a_card_is_told_to_write_one(casework: Any, command: Any) -> None:
    (casework.root / "denver" / "contact_card.yml").unlink()
    code, said = command("show", *PERIOD)
    assert code == 1
    assert "has no contact_card.yml" in said
