"""One more thing, told after filing: what it is, what it looks like, what it is worth; and what is none."""

from __future__ import annotations

import pytest

from spoken.en.thing_told import ThingTold, read, same

THINGS = [
    ("oh and my helmet was on it too, a black Giro, sixty dollars", ThingTold("helmet", "black Giro", 60)),
    ("yes the gym bag, gray Nike with shoes, about 150", ThingTold("gym bag", "gray Nike with shoes", 150)),
    ("yes the sunglasses too ray bans about a hundred and twenty dollars", ThingTold("sunglasses", "ray bans", 120)),
    ("and my helmet and gloves, black, $85", ThingTold("helmet and gloves", "black", 85)),
    ("there was also a laptop in there, a silver MacBook", ThingTold("laptop", "silver MacBook", None)),
    ("my daughter's stroller, red Bugaboo, around $300", ThingTold("daughter's stroller", "red Bugaboo", 300)),
    ("also two rings, gold, worth around 400", ThingTold("two rings", "gold", 400)),
    ("the lock, 40 bucks", ThingTold("lock", "", 40)),
]
NOTHING = [
    "my phone number's 303-555-0199",
    "the serial number is a b one two three",
    "my neighbor has a video, about ten minutes long",
    "I found the bag, the black one",
    "the helmet wasn't black, it was red",
    "actually the backpack was blue, not black",
    "no, about 200 and not 150",
    "the man wore a red jacket and is about six foot",
    "When will I hear about my black helmet?",
    "my insurance wants 250",
    "",
    " ",
    "$$$ 60",
    "my " * 900,
    "my helmet, black, " * 300,
    "my helmet " + "1-" * 1990,
    "helmet" * 600,
]


@pytest.mark.parametrize(("said", "thing"), THINGS, ids=[said for said, _ in THINGS])
def test_a_thing_is_told_with_its_looks_and_what_it_is_worth(said: str, thing: ThingTold) -> None:
    assert read(said) == thing


@pytest.mark.parametrize("said", NOTHING, ids=lambda said: said[:30])
def test_what_names_no_thing_or_takes_one_back_is_none(said: str) -> None:
    assert read(said) is None


def test_what_a_thing_holds_is_not_what_it_is_worth() -> None:
    found = read("my wallet, brown leather with 60 dollars in it")
    assert found is not None
    assert found.value is None


def test_an_amount_is_read_in_the_agencys_currency() -> None:
    found = read("the umbrella, black, twenty pounds", "GBP")
    assert found == ThingTold("umbrella", "black", 20)


def test_the_same_noun_is_the_same_thing_and_another_is_another() -> None:
    assert same("helmet", "a black helmet")
    assert not same("helmet", "blue trek bike")
