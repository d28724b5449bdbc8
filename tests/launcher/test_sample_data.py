"""When the sample city is made, and how a newcomer hears of a case in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from launcher import sample_data
from launcher.settings import Settings

PRINTED = """5000 sample cases for denver
  case number 2026-123456  access code 04711  PIN 2468
    expect: It was given to an officer.
"""


@pytest.fixture
def chosen(tmp_path: Path) -> Settings:
    return Settings({}, tmp_path, "token")


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    calls: list[str] = []
    monkeypatch.setattr(sample_data, "fill", lambda chosen: calls.append("filled"))
    monkeypatch.delenv("CIVICLINE_DATABASE_URL", raising=False)
    return calls


def test_an_empty_var_is_filled_and_a_filled_one_is_not(chosen: Settings, filled: list[str]) -> None:
    sample_data.ensure(chosen)
    (chosen.var / "casework.db").touch()
    sample_data.note(chosen).write_text(PRINTED)
    sample_data.ensure(chosen)
    assert filled == ["filled"]


def test_another_agency_gets_a_sample_of_its_own_and_is_told_no_other_citys_case(
    chosen: Settings, filled: list[str]
) -> None:
    (chosen.var / "casework.db").touch()
    sample_data.note(chosen).write_text(PRINTED)
    another = replace(chosen, agency="smallville")
    assert sample_data.spoken(another) == ""
    sample_data.ensure(another)
    assert filled == ["filled"]
    assert "2026-123456" in sample_data.spoken(chosen)


def test_a_database_that_was_deleted_is_filled_again(chosen: Settings, filled: list[str]) -> None:
    sample_data.note(chosen).write_text(PRINTED)
    sample_data.ensure(chosen)
    assert filled == ["filled"]


def test_a_database_that_an_operator_named_never_gets_made_up_cases_by_itself(
    chosen: Settings, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVICLINE_DATABASE_URL", "postgresql://db/real")
    sample_data.ensure(chosen)
    assert filled == []


def test_the_newcomer_is_told_a_number_and_its_pin(chosen: Settings) -> None:
    assert sample_data.spoken(chosen) == ""
    sample_data.note(chosen).write_text(PRINTED)
    assert "number 2026-123456 (or access code 04711), PIN 2468" in sample_data.spoken(chosen)


def test_the_newcomer_is_told_who_can_sign_in_at_the_console(chosen: Settings) -> None:
    assert sample_data.colleagues(chosen) == []
    sample_data.note(chosen).write_text(
        PRINTED + "\n  login sample.call-taker  password abcde-fghij\n  the second factor's code: ...\n"
    )
    how, person = sample_data.colleagues(chosen)
    assert ("make staff-code" in how, person.split()) == (True, ["sample.call-taker", "abcde-fghij"])
