"""Of which dangers an answer speaks: what a no leaves open, and what it does not."""

from __future__ import annotations

import pytest

from spoken.en import concerns, yes_no
from spoken.en.concerns import gravest, heard, to_ask

THEFT = ("happening_now", "suspect_present", "injured", "weapon", "close_person", "firearm_stolen")
DAMAGE = THEFT[:5]
PARKED = ("injured", "suspect_present", "occupied")
HARASSMENT = ("in_danger_now", *THEFT[:4], "threats_now", "sexual", "followed")
CRASH = ("injured", "blocking_traffic", "alcohol_or_drugs", "hit_and_run", "city_property")
LEFT_STANDING = ("child_or_pet_inside", "blocking_traffic")
FRAUD = ("being_pressured", "in_danger_now", "close_person")


@pytest.mark.parametrize(
    ("facts", "said", "open_"),
    [
        (THEFT, "no he's gone but my husband is bleeding from the head", "injured"),
        (THEFT, "no nobody's there but i think he had a gun", "weapon"),
        (THEFT, "no, well my ex did it and he's outside", "suspect_present"),
        (THEFT, "no it's just the bike, oh and my neighbor is lying on the ground out there", "injured"),
        (THEFT, "no weapon, he just punched my mom in the face", "injured"),
        (THEFT, "nobody's hurt but they're still in the garage", "suspect_present"),
        (THEFT, "no no one hurt, he pulled a knife on me though", "weapon"),
        (THEFT, "no it was my husband who took it", "close_person"),
        (THEFT, "no, only the pistol from my nightstand", "firearm_stolen"),
        (THEFT, "no nobody's hurt they took my rifle and some tools", "firearm_stolen"),
        (THEFT, "no they drove off with my baby in the back seat", "injured"),
        (THEFT, "no i was asleep, i woke up and he was standing over me with a bat", "suspect_present"),
        (THEFT, "no it's over, i just can't stop shaking and my chest is tight", "injured"),
        (THEFT, "no nobody's here. wait somebody's at the back door", "suspect_present"),
        (THEFT, "no just my stuff and my insulin i need it tonight", "injured"),
        (THEFT, "no just the jewelry and dad's service revolver", "firearm_stolen"),
        (THEFT, "nah they're gone, dude left his backpack on my porch and it's ticking", "injured"),
        (THEFT, "no it was last night, my girlfriend hasn't come home since", "injured"),
        (DAMAGE, "no i'm fine, my son got cut pretty bad on the glass", "injured"),
        (DAMAGE, "no they left but they said they'd come back tonight and shoot us", "suspect_present"),
        (DAMAGE, "no he's in the car out front", "suspect_present"),
        (DAMAGE, "no it's just my wrist i can't move it", "injured"),
        (DAMAGE, "no but i'm hiding in the bathroom", "suspect_present"),
        (DAMAGE, "no one's hurt i think, i smell gas though", "injured"),
        (DAMAGE, "no it was overnight, my roommate won't wake up though", "injured"),
        (DAMAGE, "no it's over but he's sitting in his truck across the street staring at me", "suspect_present"),
        (DAMAGE, "no it's only the window and my little girl has glass in her eye", "injured"),
        (PARKED, "no nobody was in it except my grandma and she says her neck hurts", "injured"),
        (PARKED, "no the truck that hit it is still sitting there, the driver's asleep", "suspect_present"),
        (PARKED, "no it was parked, my kid was in the car seat though", "occupied"),
        (HARASSMENT, "no he's not near me he's following my sister right now", "followed"),
        (HARASSMENT, "no threats he just sends pictures of my kids walking to school", "followed"),
        (HARASSMENT, "no he never touched me, he only says he'll burn the house down", "threats_now"),
        (HARASSMENT, "no it's just texts, he says i'll be sorry when he gets out friday", "threats_now"),
        (CRASH, "no i'm fine the other lady is asleep at the wheel", "injured"),
        (CRASH, "no he just drove off", "hit_and_run"),
        (CRASH, "no, but he reeks of booze", "alcohol_or_drugs"),
        (LEFT_STANDING, "no just a poodle with the windows up", "child_or_pet_inside"),
        (LEFT_STANDING, "nope, well my wheelchair van can't get out the alley", "blocking_traffic"),
        (FRAUD, "no no danger he's on the other line waiting for me to read the cards", "being_pressured"),
    ],
)
def test_a_danger_behind_a_no_stays_open(facts: tuple[str, ...], said: str, open_: str) -> None:
    assert open_ in heard(said, facts).open


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (THEFT, "no it's just the parcel"),
        (THEFT, "he's long gone and i don't know who"),
        (THEFT, "no she just walked up took it and walked off i don't know her"),
        (THEFT, "no hurt no weapon he just walked out through the front door around twelve forty"),
        (THEFT, "no nobody's hurt i don't know who it is probably someone who lives here"),
        (THEFT, "no i was at work all day and my wife was too"),
        (THEFT, "no my mom was at church when it happened"),
        (THEFT, "no i mean my roommate heard something around three but she didn't get up"),
        (THEFT, "no they're gone no guns nothing like that they stole my tools that's what it is"),
        (THEFT, "no idea who did it, it was like that after church"),
        (DAMAGE, "it was overnight i was asleep"),
        (DAMAGE, "no like i said it was overnight i don't know who"),
        (DAMAGE, "no nobody's hurt jesus it's just tires"),
        (
            DAMAGE,
            "no nobody was hurt and i don't know who it was i mean there's this kid but i'm not going to say that",
        ),
        (
            DAMAGE,
            "close to me he lives right under me if that's what you mean i barely know him though nobody got hurt",
        ),
        (DAMAGE, "no it's my neighbor's fence but he's out of town"),
        (DAMAGE, "no he's not family he's just the neighbor"),
        (PARKED, "no nobody was in it it was parked"),
        (PARKED, "no nobody was in it and the truck that did it is gone my neighbor saw it"),
        (PARKED, "no it was empty and whoever did it was gone when i came back from the gym"),
        (PARKED, "nobody, it was parked on the street all night"),
        (HARASSMENT, "no he's fifteen there's no weapons"),
        (HARASSMENT, "no no threats he doesn't say anything he breathes"),
        (HARASSMENT, "no he's three states away he just calls"),
        (FRAUD, "no no it's nobody in the family and nobody's calling me"),
        (LEFT_STANDING, "uh no it's just sitting there half on the grass strip it's got flat tires"),
        (LEFT_STANDING, "no it's the spot in front of mine with the blue sign and i got the placard"),
        (("firearm_stolen", "stolen", "in_danger_now"), "only my hearing aids"),
    ],
)
def test_a_no_with_harmless_words_denies_all(facts: tuple[str, ...], said: str) -> None:
    assert heard(said, facts).none_of_it


@pytest.mark.parametrize("said", ["", "yes", "yes he is", "maybe", "what", "he hit me", "i'm bleeding"])
def test_what_is_no_no_says_nothing_of_it(said: str) -> None:
    assert heard(said, THEFT).denied == ()


def test_only_what_was_spoken_of_is_asked() -> None:
    assert heard("nobody's here and no i mean i guess the knife", DAMAGE).open == ("weapon",)
    assert to_ask("yeah kind of he sent her some pictures of himself", True, HARASSMENT) == ["in_danger_now", "sexual"]


def test_who_does_not_know_is_asked_about_the_gravest_two() -> None:
    assert to_ask("i don't know", False, THEFT) == gravest(THEFT) == ["injured", "suspect_present"]


def test_a_bare_yes_is_asked_about_one_by_one() -> None:
    assert to_ask("yes", True, THEFT) == list(THEFT)


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("a knife i guess to cut the tires nobody was there when i came out", "no"),
        ("something to pry the door i guess", "no"),
        ("well whatever they hit it with nobody saw it", "no"),
        ("i never saw one", "no"),
        ("i didn't see it but he said he had one", "none"),
        ("whatever he had in his hand he pointed it at me", "yes"),
        ("a knife to cut my tires but then he waved it at me", "none"),
        ("he had a bat to break the windows and came at me", "none"),
    ],
)
def test_what_was_used_on_a_thing_is_no_weapon_that_somebody_had(said: str, meaning: str) -> None:
    assert yes_no.read(said, "weapon").meaning in (meaning, "unknown" if meaning == "none" else meaning)


@pytest.mark.parametrize(
    ("said", "open_"),
    [
        ("nobody hurt he threw a brick through the window and ran away i don't know him", ()),
        ("no i don't think so it was the night i was sleeping they are gone long time", ()),
        ("no hurt no weapon and well close i mean she's dating my ex-husband", ("close_person",)),
        ("no he threw a knife at me", ("weapon",)),
        ("no i don't think he's still around", ("injured", "suspect_present")),
    ],
)
def test_a_no_with_its_story_leaves_open_what_it_may_affirm(said: str, open_: tuple[str, ...]) -> None:
    facts = ["happening_now", "suspect_present", "injured", "weapon", "close_person"]
    assert heard(said, facts).open == open_


def test_weapons_that_are_denied_by_name_are_none() -> None:
    assert concerns.no_weapon("a rock like i said no gun no knife")
    assert not concerns.no_weapon("no gun but he had a bat")
