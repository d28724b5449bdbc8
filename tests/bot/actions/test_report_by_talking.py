"""Who wants the report taken in this very conversation is heard, in however many words; who wants it online, or a person, as well."""

from __future__ import annotations

from typing import Optional

import pytest

from actions.report.opening import chosen


@pytest.mark.parametrize(
    ("said", "intent", "choice"),
    [
        (
            "let's just get it done on the telephone while i have you i never learned the computer",
            "choose_online",
            "now",
        ),
        ("i'd sooner do it with you by phone", "speak_to_person", "now"),
        ("no dear i told you i haven't got any internet out here so you'll have to take it", "speak_to_person", "now"),
        ("can we do it over the phone right now i got like five minutes", "inform", "now"),
        ("my wifi is down so not the website", "choose_online", "now"),
        ("it's my canoe and i want to report it", "deny", "now"),
        ("i'd rather not do it over the phone i'll go online", "choose_online", "online"),
        ("the website is fine i don't want to sit on the phone", "choose_online", "online"),
        ("can i talk to somebody on the phone about it", "speak_to_person", "person"),
        ("i don't have internet can i speak with an officer", "speak_to_person", "person"),
        ("no i don't want to do it online either", "deny", "person"),
        ("he called me on the phone and he's threatening me now", "inform", None),
    ],
)
def test_how_the_report_shall_be_taken(said: str, intent: str, choice: Optional[str]) -> None:
    assert chosen(said, "", intent) == choice
