"""Turns that bring nobody further are counted whatever they are, and a transfer begins the count anew."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.shared.core.events import BotUttered, Event, UserUttered

from dialogue_policies.progress import Progress


def said(act: str, slot: str = "", need: str = "", text: str = "words", **more: Any) -> List[Event]:
    body: Dict[str, Any] = {"act": act, **({"need": need} if need else {}), **more}
    if slot:
        body["ask"] = {"slot": slot, "kind": "open"}
    return [UserUttered("something"), BotUttered(text, {"custom": {"civicline": body}})]


def test_the_same_question_again_and_again_is_no_progress() -> None:
    events = said("ask", "need") * 5
    assert Progress.of(events, report=False) == Progress(4, 4)


def test_two_questions_that_take_turns_are_no_progress() -> None:
    events = (said("ask", "where", "pothole_street") + said("ask", "danger", "pothole_street")) * 3
    assert Progress.of(events, report=False).in_a_row == 5


def test_a_new_question_ends_the_row_and_not_the_sum() -> None:
    events = said("ask", "need") * 3 + said("ask", "suspect_present", "theft_cold")
    assert Progress.of(events, report=False) == Progress(0, 2)


def test_after_a_transfer_the_count_begins_anew() -> None:
    events = said("ask", "need") * 5 + said("transfer") + said("ask", "after_transfer")
    assert Progress.of(events, report=False).in_all == 0


def test_a_caller_who_looks_for_something_is_left_in_peace() -> None:
    events = said("ask", "need") + said("ask", "need", voice={"wait_s": 60}) * 9
    assert Progress.of(events, report=False).in_a_row == 0


def test_a_summary_read_with_a_changed_answer_is_progress_in_a_report() -> None:
    events = said("ask", "report_summary", text="It was blue.") + said("ask", "report_summary", text="It was red.")
    assert Progress.of(events, report=True).in_a_row == 0
    assert Progress.of(events, report=False).in_a_row == 1


def test_an_offer_of_a_person_is_remembered_and_open_only_until_the_next_answer() -> None:
    offered = said("ask", "need") + said("ask", "person")
    assert Progress.of(offered, report=False).asking
    later = Progress.of(offered + said("ask", "need"), report=False)
    assert (later.offered, later.asking) == (True, False)
