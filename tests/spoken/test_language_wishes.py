"""A language asked for by its name, however it is said; and sentences that only mention one."""

import pytest

from spoken.language_wishes import language_asked_for


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Spanish please.", "es"),
        ("Español.", "es"),
        ("Espaniol, por favor", "es"),
        ("En español, por favor.", "es"),
        ("Hello, do you speak Spanish?", "es"),
        ("I need an interpreter, in Spanish", "es"),
        ("No English. Spanish.", "es"),
        ("No hablo inglés.", "es"),
        ("Do you have someone who speaks Vietnamese?", "vi"),
        ("русский, пожалуйста", "ru"),
        ("Vous parlez français?", "fr"),
        ("No English.", "und"),
        ("I don't speak English", "und"),
        ("Sorry, I speak very little English.", "und"),
    ],
)
def test_who_asks_for_a_language_gets_it(text: str, language: str) -> None:
    assert language_asked_for(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "please",
        "English please",
        "Do you speak English?",
        "I don't speak Spanish",
        "I don't speak Spanish, only English.",
        "I speak a little Spanish",
        "My neighbor speaks Spanish and he is very loud",
        "A man is hurt, he needs help in Spanish",
        "help me please, Spanish",
        "Spanish or Portuguese",
        "somebody stole my German shepherd",
        "I need an interpreter",
    ],
)
def test_who_mentions_a_language_is_left_to_the_bot(text: str) -> None:
    assert language_asked_for(text) is None
