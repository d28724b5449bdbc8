"""What callers do when their need was heard wrong is counted, and what they do when it was heard right is not."""

from __future__ import annotations

import pytest

from casework.reviews.happening import Ended, Judged, happened

NEEDS = {"noise_ongoing", "towed_impound"}


def counted(*turns: Judged, ended: Ended | None = None) -> set[str]:
    return {what for what, did in happened(turns, ended or Ended("info", "routed"), NEEDS).items() if did}


def test_a_need_that_was_heard_and_answered_is_no_trouble() -> None:
    assert counted(Judged("noise_ongoing"), Judged("deny", "anything_else")) == set()
    assert counted(Judged("noise_ongoing"), Judged("deny", "self_service")) == set(), "no thanks to an offer"
    assert counted(Judged("noise_ongoing"), Judged("inform", "where"), Judged("deny", "danger")) == set()


@pytest.mark.parametrize(
    ("after", "what"),
    [
        (Judged("towed_impound", "anything_else"), "told_again"),
        (Judged("noise_ongoing", "need"), "told_again"),
        (Judged("correct", "where"), "taken_back"),
        (Judged("deny", "did_you_mean"), "taken_back"),
        (Judged("choose_online", "which_need"), "asked_back"),
        (Judged("speak_to_person", "anything_else"), "person_wanted"),
    ],
)
def test_what_follows_a_need_that_was_heard_wrong_is_trouble(after: Judged, what: str) -> None:
    assert {what, "troubled"} <= counted(Judged("noise_ongoing"), after)


def test_a_word_of_a_form_that_sounds_like_a_need_is_no_second_telling() -> None:
    assert counted(Judged("noise_ongoing"), Judged("towed_impound", "what_happened")) == set()


def test_two_misses_and_a_caller_who_is_gone_are_counted() -> None:
    assert {"missed", "asked_back"} <= counted(Judged("nlu_fallback"), Judged("nlu_fallback"))
    assert "hung_up" in counted(Judged("noise_ongoing"), ended=Ended("abandoned"))
    assert counted(ended=Ended(failure="bot")) == {"failed"}


def test_what_a_call_taker_found_is_counted() -> None:
    ended = Ended("call_taker", "routed", found_otherwise=True, danger_missed=True)
    wanted = {"found_otherwise", "danger_missed", "troubled", "handed_over"}
    assert counted(Judged("noise_ongoing"), ended=ended) == wanted


def test_who_went_to_a_person_is_counted_and_is_no_trouble_by_itself() -> None:
    assert counted(Judged("noise_ongoing"), ended=Ended("call_taker", "routed")) == {"handed_over"}
    assert counted(Judged("noise_ongoing"), ended=Ended("transfer", "routed")) == set(), "to another agency's desk"


def test_danger_is_counted_apart() -> None:
    assert counted(Judged("noise_ongoing", ask=True)) == {"danger_asked"}
    assert counted(Judged("noise_ongoing", ask=True, at_once=True)) == {"danger_at_once"}
