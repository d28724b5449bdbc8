"""Another script is another language; signs, emoji and a single foreign word are not."""

from __future__ import annotations

import pytest

from spoken.scripts import is_latin


@pytest.mark.parametrize(
    "text", ["سرقت سيارتي", "моя машина украдена", "我的车被偷了", "Έχασα το πορτοφόλι μου", "help मेरी बाइक चोरी हो गई"]
)
def test_another_script_is_seen(text: str) -> None:
    assert not is_latin(text)


@pytest.mark.parametrize(
    "text",
    [
        "my bike was stolen 😡😡",
        "¿habla español?",
        "ｍｙ ｂｉｋｅ",
        "𝓶𝔂 𝓫𝓲𝓴𝓮",
        "he shouted привет at me at the shop",
        "12345 ???",
        "",
    ],
)
def test_one_foreign_word_or_a_fancy_letter_is_none(text: str) -> None:
    assert is_latin(text)
