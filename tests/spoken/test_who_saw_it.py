"""Who names somebody where it was asked whether anybody saw it has said yes."""

from __future__ import annotations

import pytest

from spoken.en import who_saw_it
from spoken.en.phones import has_no_phone


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("just otis he's the bartender", "Otis"),
        ("mister haddad from the bakery he heard it", "Haddad"),
        ("ramona my neighbor heard glass", "Ramona"),
        ("only my wife", ""),
        ("the guy from the laundromat", ""),
    ],
)
def test_somebody_is_named(said: str, name: str) -> None:
    assert who_saw_it.named(said)
    assert who_saw_it.name_in(said) == name


@pytest.mark.parametrize(
    "said",
    ["i don't know", "he ran off", "it was dark", "my neighbor didn't see anything", "what do you mean", "who did it"],
)
def test_nobody_is(said: str) -> None:
    assert not who_saw_it.named(said)


def test_just_me_is_nobody_else() -> None:
    assert who_saw_it.only_me("just me")
    assert who_saw_it.only_me("only me and my dog")
    assert not who_saw_it.only_me("just me and my sister")


@pytest.mark.parametrize(
    "said", ["i don't have it he works at the cafe", "no i don't know his number", "she didn't give me her number"]
)
def test_a_number_that_is_not_known_is_none(said: str) -> None:
    assert has_no_phone(said)
