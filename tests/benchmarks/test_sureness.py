"""What the bench says of sureness: a model that means what it says has no error, one that is too sure has its distance."""

from __future__ import annotations

import pytest

from benchmarks.sureness import Choice, acted, calibration_error, how_sure, reliability


def choices(sure: float, right: int, wrong: int, among_two: bool = True) -> list[Choice]:
    return [Choice(sure, True, True)] * right + [Choice(sure, False, among_two)] * wrong


def test_eight_of_ten_at_eighty_percent_is_no_error_and_five_of_ten_is_thirty_points() -> None:
    assert calibration_error(choices(0.8, 8, 2)) == pytest.approx(0.0)
    assert calibration_error(choices(0.8, 5, 5)) == pytest.approx(0.3)
    assert calibration_error([]) == 0.0


def test_only_what_is_sure_enough_counts_as_acted_upon() -> None:
    said = [*choices(0.9, 7, 1), *choices(0.4, 1, 1, among_two=False)]
    assert acted(said, 0.6) == (pytest.approx(0.1), pytest.approx(0.2), pytest.approx(0.5))
    assert acted(said, 0.0) == (pytest.approx(0.2), 0.0, 0.0)


def test_every_choice_lies_in_one_band() -> None:
    said = [*choices(0.0, 1, 0), *choices(0.3, 1, 0), *choices(1.0, 3, 1)]
    rows = reliability(said)
    assert sum(count for _, count, _, _ in rows) == len(said)
    assert rows[-1] == ("0.95 to 1.00", 4, "100 %", "75 %")


def test_the_tables_have_a_column_for_each_set_and_a_row_for_each_limit() -> None:
    printed = how_sure({"one": choices(0.9, 9, 1), "other": []})
    assert "| 0.90 to 0.95 | 10, 90 %, 90 % | - |" in printed
    assert "| 0.6 | 10.0 %, 0.0 %, 0.0 % | 0.0 %, 0.0 %, 0.0 % |" in printed
