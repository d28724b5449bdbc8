"""What the need is judged by: courtesies, names, pictures and slips of the thumb go; moves of the talk and real words stay."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from nlu_components.needs import matter as matter_room
from nlu_components.needs.spelling import Speller
from nlu_components.places.files import load_gazetteer
from nlu_components.places.gazetteer import Gazetteer
from spoken.en.courtesies import bare


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("good morning, this is maria lopez, um, my car was stolen, thank you so much", "my car was stolen"),
        ("hello there, i've been having thoughts of suicide, thank you", "i've been having thoughts of suicide"),
        ("my name is Jesus Hernandez and there's a loud party next door", "there's a loud party next door"),
        ("excuse me, could you please help me, my dog ran away", "my dog ran away"),
        ("okay so, let me think, yeah, my dog ran away", "my dog ran away"),
        ("so like my dog ran away you know what i mean", "my dog ran away"),
        ("for heaven's sake, my street light is out", "my street light is out"),
        ("i have nowhere to sleep. maria lopez is my name", "i have nowhere to sleep"),
        ("i'm sick of waiting on this damn line, a dog is attacking a child", "a dog is attacking a child"),
        ("a car went into the lake and i'm really fed up with this", "a car went into the lake"),
        ("my street light is out 💡😡", "my street light is out"),
    ],
)
def test_what_is_said_around_the_matter_goes(said: str, matter: str) -> None:
    assert bare(said) == matter


@pytest.mark.parametrize(
    "said",
    [
        "thank you so much",
        "hello",
        "okay yeah",
        "my name is maria lopez",
        "yes he is still here",
        "i'm so angry and i'm fed up with this",
        "i'm sick of waiting, goodbye",
        "this is about my case and how it goes",
        "this is an emergency my house is on fire",
        "no thank you",
        "",
        "😡",
    ],
)
def test_a_move_of_the_talk_stays_whole(said: str) -> None:
    assert bare(said) == said


@pytest.mark.parametrize(
    "text", ["a " * 500_000, "so " * 400_000, "thank you " * 100_000, "my name is " + "x " * 300_000]
)
def test_a_hostile_text_takes_no_time(text: str) -> None:
    begun = time.process_time()
    bare(text)
    assert time.process_time() - begun < 1.0


WORDS = ["stolen", "catalytic", "converter", "burglary", "bicycle", "stole"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("my bicylce was sotlen", "my bicycle was stolen"),
        ("the catalitic convertre was my catalitic", "the catalytic converter was my catalytic"),
        ("a burglry was my", "a burglary was my"),
        ("my my was Stoln", "my my was stolen"),
    ],
)
def test_a_slip_of_the_thumb_is_mended(written: str, read: str) -> None:
    assert Speller(WORDS, lambda word: word in ("my", "was", "a", "the")).mended(written) == read


@pytest.mark.parametrize("written", ["stale", "hernandez", "it's", "sto", "storen and store and store", "a burglry"])
def test_words_that_people_write_and_names_stay(written: str) -> None:
    known = ("stale", "storen", "store", "and", "a")
    assert Speller(WORDS, lambda word: word in known).mended(written) == written


@pytest.mark.parametrize(
    ("written", "trained"),
    [
        ("the car is not insured at all", "injured"),
        ("somebody stole a pallet off the truck", "wallet"),
        ("they are robbing my neighbor's garden", "sobbing"),
        ("my wifi does not work", "wife"),
        ("a man with a spam message called", "scam"),
    ],
)
def test_another_word_is_no_slip(written: str, trained: str) -> None:
    assert Speller([trained], lambda word: False).mended(written) == written


def test_a_list_of_streets_that_was_read_again_counts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "somebody broke a window on colfax last night"
    lists = [Gazetteer.empty(), load_gazetteer(Path("agencies/denver/places.yml"))]
    monkeypatch.setattr(matter_room.GAZETTEERS, "of", lambda _agency: lists[0])
    before = matter_room.matter(said, None)
    lists.pop(0)
    assert (before, matter_room.matter(said, None)) == (said, "somebody broke a window on the street last night")
