"""Which intents are needs of the agency, and which are moves of the talk."""

from __future__ import annotations

from typing import FrozenSet

from spoken.en import what_it_is_about

# The talk itself: everything else in domain.yml's intents is a need, with the id of the agency's directory.
CONVERSATION: FrozenSet[str] = frozenset(
    [
        "greet",
        "goodbye",
        "thanks",
        "affirm",
        "deny",
        "dont_know",
        "ask_repeat",
        "ask_slower",
        "ask_help",
        "ask_capabilities",
        "are_you_robot",
        "correct",
        "change_mind",
        "abuse",
        "hold_on",
        "choose_online",
        "inform",
        "stop_for_now",
        "skip_question",
        "report_something",
        "ask_recording",
        "ask_privacy",
        "which_line",
        "stop_calls",
        "own_number",
        "lost_code",
        "nlu_fallback",
        "no_input",
        "no_match",
        "transfer_failed",
        "dtmf",
        "other_language",
        "hang_up",
        "call_started",
        "back",
        "restart",
        "session_start",
        "out_of_scope",
    ]
)


CHAT = (
    "out_of_scope_chat"  # a need at the start of a call; in the middle of a question it is an answer beside the point
)


def names_a_need(text: str) -> bool:
    """Whether the words can name a need inside a question that asks for something else: "lot behind the building" cannot."""
    return what_it_is_about.tells_something(text)


def is_need(intent: str) -> bool:
    return bool(intent) and intent not in CONVERSATION


def spoken_name(need: str) -> str:
    """How "did you mean" names a need: by a response, whose words are put in where they are said (bot_server/wording.py)."""
    return f"utter_name_{need}"


def form_of(need: str) -> str:
    """The form that a need is handled by."""
    if need in ("resume_report", "add_to_report"):
        return "report_form"
    return "case_status_form" if need in ("case_status", "case_number_request") else "need_form"
