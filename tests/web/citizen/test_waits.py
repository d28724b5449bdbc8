"""What somebody who waits is told of waiting: what happened lately, and nothing made up."""

from __future__ import annotations

from typing import Any, cast

import pytest

from casework_client.answers import Waits
from web.citizen.chat.waits import for_a_call_back, for_a_chat


def told(asked: int, answered: int, nine_of_ten: float | None) -> Waits:
    spread: dict[str, Any] = {"count": answered}
    if nine_of_ten is not None:
        spread |= {"median": nine_of_ten / 2, "nine_of_ten": nine_of_ten}
    one = {"waiting": 1, "asked": asked, "answered": answered, "seconds": spread}
    return cast("Waits", {"chats": one, "call_backs": one})


def as_it_is(words: str) -> str:
    return words


@pytest.mark.parametrize(
    ("waits", "said"),
    [
        (None, ""),
        (told(0, 0, None), "cannot be said"),
        (told(2, 2, 30), "cannot be said"),
        (told(20, 0, None), "Calling is surer"),
        (told(20, 9, 40), "Calling is surer"),
        (told(20, 18, 40), "at most 1 minute."),
        (told(20, 18, 61), "at most 2 minutes."),
        (told(20, 18, 5400), "at most 2 hours."),
    ],
)
def test_a_chat_that_waits_is_told_what_happened_to_others(waits: Waits | None, said: str) -> None:
    assert said in for_a_chat(waits, as_it_is, "en")


def test_a_call_back_is_told_in_the_language_of_the_page() -> None:
    assert "2 horas" in for_a_call_back(told(9, 9, 7_200), as_it_is, "es")
    assert "cannot be said" in for_a_call_back(told(1, 1, 7_200), as_it_is, "en")
    assert "cannot be said" in for_a_call_back(None, as_it_is, "en")
