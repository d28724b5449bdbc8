"""What was taken and what was damaged: every row of things_golden.yml, and texts that no reader may stumble over."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Dict, Optional

import pytest
import yaml

from spoken.en.thing_words import CONTAINERS, ENDS, FIRST, UNITED
from spoken.en.things import Thing, broken_in, thing_in

TABLE = yaml.safe_load(Path(__file__).with_name("things_golden.yml").read_text(encoding="utf-8"))

NONSENSE = ["", " ", "stole", "my", "stole my", "of of of", "my of my of", "took and and", "all four of my", "'s gone"]
NONSENSE += ["my 's gone", "lost " * 900, "my wallet and " * 400, "a lot of " * 500, "stolen, " * 800]


def _text(thing: Optional[Thing]) -> Optional[str]:
    return thing.text if thing else None


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["said"])
def test_a_sentence_tells_the_thing_that_the_table_says(row: Dict[str, str]) -> None:
    assert (_text(thing_in(row["said"])), _text(broken_in(row["said"]))) == (row.get("item"), row.get("broken"))


def test_no_two_rows_of_the_table_say_the_same() -> None:
    assert len({row["said"] for row in TABLE}) == len(TABLE)


def test_a_thing_stands_where_it_was_said() -> None:
    said = "Hello. They took MY LAPTOP and my purse, please help"
    thing = thing_in(said)
    assert thing is not None
    assert said[thing.start : thing.end] == "MY LAPTOP and my purse"


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: text[:20])
def test_a_text_without_sense_is_read_without_harm(text: str) -> None:
    for thing in (thing_in(text), broken_in(text)):
        assert thing is None or 0 <= thing.start < thing.end <= len(text)


def test_words_of_the_lists_in_any_order_are_read_without_harm() -> None:
    words = [
        *sorted(UNITED | CONTAINERS | FIRST | ENDS),
        "bike",
        "keys",
        "window",
        "car",
        "stolen",
        "smashed",
        "of",
        "and",
        ",",
        "'s",
    ]
    chance = random.Random(7)
    for _ in range(3000):
        text = " ".join(
            chance.choices(words, k=chance.randint(1, 9)) + chance.choices(["of", "bike", "stolen", ""], k=2)
        )
        for thing in (thing_in(text), broken_in(text)):
            assert thing is None or (thing.text and 0 <= thing.start < thing.end <= len(text))
