"""What an agency calls danger, as its files stand: read again when they change, the last good state while they are broken."""

import logging
import shutil
from pathlib import Path

import pytest

from agencies import live_files
from agencies.danger.files import load_phrases
from agencies.danger.live import Dangers, dangers_in, load_danger
from agencies.danger.number import ways_to_say
from agencies.danger.phrases import MOST_PIECES, EmergencyPhrases, pieces
from agencies.errors import BrokenAgencyFile
from agencies.loader import AGENCIES

DENVER = load_danger(AGENCIES / "denver")
PLAIN = {
    "suicide": [
        "i want to kill myself", "my friend says she wants to kill herself", "are you a robot i feel like ending my life",
        "i'm going to end it all tonight", "I've got the pills in front of me", "I don't want to be here anymore",
        "his pistol is gone and he's not picking up and he left us a letter", "she wrote me a note and the pills are gone",
        "there's a kid on the ledge of the bridge", "he keeps saying we'd be better off without him, he's going to take his own life",
        "i'm going to join my wife this evening", "i'll be with my late husband tonight", "the pills are counted out",
        "there's a paper on his door that says do not enter call the police", "the note said don't come in, just call 911",
    ],
    "cry": [
        "Emergency!", "it's an emergency", "this is a real emergency please", "nine one one", "911", "9-1-1", "please call 911",
        "help me", "somebody help me please", "HELP!!", "sos", "S.O.S.", "🆘", "🚨🚨", "hurry",
        "come quick please", "i need help right now",
        "my order number is four two emergency please hurry",
    ],
    "gas": ["it smells like gas in here", "there's a gas leak", "my carbon monoxide alarm is going off"],
    "fire": ["my kitchen is on fire", "fire", "Fire! Fire!"],
    "wires": ["a power line fell on my car and i'm inside"],
    "medical": ["cnt breath chest hurts", "she cant breathe", "i can't really breath"],
    "domestic": ["my boyfriend is hitting me"],
    "violence": ["there's a wrong way driver on i-25"],
    "hiding": ["no i'm hiding in the bathroom", "we're hiding under the bed"],
}  # fmt: skip
HARMLESS = [
    "my cat is hiding under the bed", "he's hiding from the bill collectors",
    "don't come in, the dog bites", "the sign says call the police if you see him",
    "i'll be with my wife at six so call after that", "i can't be here in the morning", "hold your breath",
    "my rifle is gone from the truck and somebody left a note on my windshield",
    "It's not an emergency", "is this the non-emergency line", "is this an emergency line", "i don't think it's an emergency",
    "if it's an emergency i would have called 911", "should i call 911", "i already called nine one one and nobody came",
    "my address is 911 main street", "can you help me with a ticket", "help", "i need help with my report", "Mr. Burns",
    "there's a fire hydrant open", "i'm going to jump my car", "i want to end my lease", "the suicide prevention hotline number",
    "i was in the emergency room last week", "where is the emergency exit",
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Emergency!", "cry"),
        ("help me please", "cry"),
        ("triple nine", "cry"),
        ("nine nine nine", "cry"),
        ("please call nine one one", "cry"),
        ("can you ring one one two", "cry"),
        ("i want to end my life", "suicide"),
        ("ya no quiero vivir", "suicide"),
        ("me quiero matar", "suicide"),
    ],
)
def test_a_town_whose_list_is_short_hears_what_is_danger_everywhere(tmp_path: Path, said: str, kind: str) -> None:
    (tmp_path / "emergency.yml").write_text(
        "kinds: {fire: {need: emg_fire, phrases: [in flames]}}\ncontexts: [yesterday]\npresent_danger: [now]\n"
    )
    town = load_phrases(tmp_path / "emergency.yml", "999")
    found = town.evidence(said)
    assert found.sure
    assert found.kind is not None
    assert found.kind.name == kind
    assert not town.evidence("this is the non-emergency line, is it").alarming


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PLAIN.items() for text in texts])
def test_danger_said_plainly_or_in_the_middle_of_anything_is_heard_by_its_kind(kind: str, text: str) -> None:
    found = DENVER.phrases.evidence(text)
    assert found.alarming
    assert found.kind is not None
    assert found.kind.name == kind


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_sounds_like_it_is_none(text: str) -> None:
    assert not DENVER.phrases.evidence(text).alarming


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("last year my husband collapsed and he isn't breathing, i need the report number", True),
        ("last year my husband collapsed and he's not breathing", True),
        ("last year my husband collapsed and they're still stabbing people", True),
        ("my husband was not breathing last year", False),
        ("he stopped breathing last year", False),
        ("a film where he is on fire", True),
        ("my keys were stolen last week", False),
    ],
)
def test_danger_told_in_the_present_is_not_explained_by_what_is_past(text: str, present: bool) -> None:
    assert DENVER.phrases.evidence(text).in_the_present is present


@pytest.mark.parametrize("text", [*PLAIN["suicide"][:6], *PLAIN["cry"]])
def test_a_wish_to_die_and_a_cry_are_sure_whatever_else_is_said(text: str) -> None:
    assert DENVER.phrases.evidence(text).sure


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("911", ["911", "9-1-1", "9 1 1", "nine one one", "nine-one-one"]),
        ("999", ["999", "nine nine nine", "triple nine"]),
        ("112", ["112", "one one two", "double one two"]),
        ("110", ["one one zero", "one one oh"]),
    ],
)
def test_an_emergency_number_is_known_in_every_way_in_which_it_is_said(number: str, said: list[str]) -> None:
    import re

    for way in said:
        assert re.fullmatch(ways_to_say(number), way), way
    assert not re.fullmatch(ways_to_say(number), "311")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(live_files, "LOOK_S", 0.0)
    monkeypatch.setenv("CIVICLINE_AGENCY", "denver")
    return Path(shutil.copytree(AGENCIES / "denver", tmp_path / "denver")) / "emergency.yml"


def phrases(known: Dangers) -> EmergencyPhrases:
    return known.of("denver").phrases


def test_a_new_phrase_is_heard_without_training_and_without_a_restart(city: Path) -> None:
    known = dangers_in(lambda: city.parents[1])
    assert not phrases(known).evidence("the dam is breaking").alarming
    text = city.read_text(encoding="utf-8").replace("  fire:\n    need: emg_fire\n    phrases:\n", FIRE, 1)
    city.write_text(text, encoding="utf-8")
    assert phrases(known).evidence("the dam is breaking").alarming


FIRE = "  fire:\n    need: emg_fire\n    phrases:\n      - the dam is breaking\n"


def test_a_broken_edit_keeps_the_last_good_state_and_says_one_constant_line(
    city: Path, caplog: pytest.LogCaptureFixture
) -> None:
    known = dangers_in(lambda: city.parents[1])
    known.of("denver")
    city.write_text("kinds: [", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        assert phrases(known).evidence("my house is on fire").alarming
        assert phrases(known).evidence("my house is on fire").alarming
    assert len(caplog.records) == 1
    assert str(caplog.records[0].msg).startswith("an agency's list is broken; the last good one")


def test_an_agency_that_was_never_right_stops_the_start(city: Path) -> None:
    city.write_text("kinds: [", encoding="utf-8")
    with pytest.raises(BrokenAgencyFile, match=r"denver/emergency\.yml, line"):
        dangers_in(lambda: city.parents[1]).of("denver")


def test_an_agency_that_nobody_knows_has_the_danger_of_this_line(city: Path) -> None:
    known = dangers_in(lambda: city.parents[1])
    assert known.of("atlantis") is known.of("denver") is known.of(None)


@pytest.fixture
def thornmouth(city: Path) -> Path:
    elsewhere = Path(__file__).resolve().parents[1] / "agencies_elsewhere" / "thornmouth"
    return Path(shutil.copytree(elsewhere, city.parents[1] / "thornmouth"))


def test_an_agency_whose_list_of_danger_never_was_good_has_its_own_number_and_sentence(thornmouth: Path) -> None:
    (thornmouth / "emergency.yml").write_text("kinds: [", encoding="utf-8")
    danger = dangers_in(lambda: thornmouth.parent).of("thornmouth")
    assert (danger.agency, danger.number) == ("thornmouth", "999")
    assert "nine nine nine" in danger.say
    assert danger.phrases.evidence("call nine nine nine now").alarming, (
        "the default agency's phrases, with the own number"
    )
    assert danger.phrases.evidence("my house is on fire").alarming


@pytest.mark.parametrize("name", ["agency.yml", "needs.yml"])
def test_an_agency_whose_files_never_could_be_read_says_no_other_citys_number(thornmouth: Path, name: str) -> None:
    (thornmouth / name).write_text("a: [", encoding="utf-8")
    danger = dangers_in(lambda: thornmouth.parent).of("thornmouth")
    assert danger.number in ("999", "")
    assert "nine one one" not in danger.sentence("emg_fire") + danger.say
    assert danger.phrases.evidence("my house is on fire").alarming


def test_what_is_said_in_one_breath_is_looked_at_piece_by_piece() -> None:
    assert pieces("i lost my wallet, my chest hurts") == ["i lost my wallet", "my chest hurts"]
    assert pieces("my car was towed and my wife fell down the stairs") == [
        "my car was towed",
        "my wife fell down the stairs",
    ]
    assert pieces("my chest hurts so bad") == []
    assert pieces("yes, no, and so") == []
    long = pieces("the dog barks, " * 50 + "my chest hurts")
    assert (len(long), long[-1]) == (MOST_PIECES, "my chest hurts")


@pytest.mark.parametrize(
    ("said", "told_only"),
    [
        ("my minecraft house is burning and i can't get my chest out", True),
        ("i'm working on a short story, how long can somebody hold their breath", True),
        ("what's that old song about the man who shoots the sheriff", True),
        ("my son met a man on roblox and he's at our door with a knife", False),
        ("i'm working on my novel and somebody is breaking in downstairs", False),
        ("i can't find the show where my daughter is, she's gone", False),
        ("my house is burning", False),
        ("i was writing a letter and my husband fell down and isn't breathing", False),
        ("i'm writing a novel but now my kitchen burns", False),
        ("my son was playing roblox and he isn't breathing", False),
    ],
)
def test_games_songs_and_stories_are_only_told_and_what_happens_beside_them_is_not(said: str, told_only: bool) -> None:
    assert DENVER.phrases.quoted(said) is told_only


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("my kid swallowed a button battery at ten i think, shes ok and eating", "emg_medical"),
        ("the toddler drank some of the drain cleaner she seems fine", "emg_medical"),
        ("power is out and my oxygen machine has about 20 min battery", "emg_medical"),
        ("mommy wont wake up and i want to watch cartoons", "emg_medical"),
        ("my sons room is locked, he wrote im sorry mom on the whiteboard, who opens doors", "suicidal_self_other"),
    ],
)
def test_what_kills_though_everybody_seems_fine_is_an_emergency_at_once(said: str, need: str) -> None:
    found = DENVER.phrases.evidence(said)
    assert found.sure
    assert found.kind is not None
    assert found.kind.need == need


@pytest.mark.parametrize(
    "said",
    [
        "where do i recycle a button battery",
        "the cleaner took my pain pills and some cash",
        "my toddler ate a crayon",
        "the oxygen bar on larimer closes in twenty minutes",
        "there's a couch in the bike lane",
        "my kid locked himself in the bathroom and he is laughing",
        "they are fighting over the parking spot in the hoa meetings",
        "my mom won't get up early enough for the clinic",
    ],
)
def test_what_only_holds_such_a_word_is_none(said: str) -> None:
    assert not DENVER.phrases.evidence(said).alarming


def test_a_fight_is_asked_about() -> None:
    assert DENVER.phrases.evidence("some dudes r fighting outside the bar").alarming
