"""What everybody is told now stands in the greeting before its question."""

from __future__ import annotations

from voice_connector.call.telling import with_news


def test_the_question_stays_last() -> None:
    greeting = "You've reached the city. To reach a person, press zero. How can I help you?"
    assert with_news(greeting, "There is a storm.") == (
        "You've reached the city. To reach a person, press zero. There is a storm. How can I help you?"
    )
