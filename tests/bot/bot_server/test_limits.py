"""Limits of time that an operator sets."""

from __future__ import annotations

import pytest

from bot_server.limits import seconds


def test_what_is_not_set_is_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CIVICLINE_ACTION_TIMEOUT_S", raising=False)
    assert seconds("CIVICLINE_ACTION_TIMEOUT_S", 2.2) == 2.2
    monkeypatch.setenv("CIVICLINE_ACTION_TIMEOUT_S", " 4 ")
    assert seconds("CIVICLINE_ACTION_TIMEOUT_S", 2.2) == 4.0


@pytest.mark.parametrize("wrong", ["soon", "0", "-1", "inf", "nan"])
def test_what_is_no_number_of_seconds_stops_the_start_with_one_sentence(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVICLINE_ACTION_TIMEOUT_S", wrong)
    with pytest.raises(SystemExit, match=f"CIVICLINE_ACTION_TIMEOUT_S is '{wrong}'; write seconds"):
        seconds("CIVICLINE_ACTION_TIMEOUT_S", 2.2)
