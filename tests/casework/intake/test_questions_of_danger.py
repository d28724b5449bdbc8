"""Questions about danger: asked as one, one by one of who says yes, and an answer that ends the form."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("fact", "disposition"),
    [("injured", "911"), ("happening_now", "911"), ("suspect_present", "911"), ("weapon", "call_taker"),
     ("firearm_stolen", "call_taker")],
)  # fmt: skip
async def test_a_danger_that_the_conversation_knows_ends_the_form_at_once(person, fact: str, disposition: str) -> None:
    made = await person().begin(known={fact: True})
    assert made["step"]["state"] == "ended"
    assert made["step"]["ended"]["disposition"] == disposition


async def test_danger_that_has_been_denied_one_by_one_is_not_asked_about_again(person) -> None:
    known = dict.fromkeys(("being_pressured", "in_danger_now"), False)
    assert (await person("fraud_scam").begin(known=known))["step"]["question"][
        "id"
    ] == "close_person"  # all that is left of it
    known = dict.fromkeys(("happening_now", "suspect_present", "injured", "weapon", "firearm_stolen"), False)
    made = await person("theft_from_vehicle").begin("other", known=known)
    assert made["step"]["question"]["id"] == "where"


@pytest.mark.parametrize(
    ("denied", "asked"),
    [((), "Is anyone hurt, are they still there, was a weapon or gun involved, or was it your partner or family?"),
     (("suspect_present",), "Is anyone hurt, was a weapon or gun involved, or was it your partner or family?"),
     (("suspect_present", "injured"), "Was a weapon or gun involved, or was it your partner or family?")],
)  # fmt: skip
async def test_what_was_denied_before_is_left_out_of_the_one_question(
    person, denied: tuple[str, ...], asked: str
) -> None:
    made = await person().begin(known=dict.fromkeys(denied, False))
    assert made["step"]["question"]["prompt"] == asked


async def test_a_yes_to_what_is_left_asks_for_nothing_that_was_denied_before(person) -> None:
    ada = person()
    await ada.begin(known=dict.fromkeys(("suspect_present", "injured"), False))
    await ada.answer("any_concern", True, text="yes")
    asked = []
    while ada.step["question"]["id"] != "what_happened":
        asked.append(ada.step["question"]["id"])
        await ada.answer(asked[-1], False)
    assert asked == ["weapon", "close_person", "firearm"]


@pytest.mark.parametrize(
    ("said", "next_question"),
    [("no", "what_happened"), ("no nothing like that", "what_happened"), ("yes", "happening_now"), ("no but he had a gun", "weapon"),
     ("no it was my brother", "close_person"), ("no he's long gone and I don't know who", "what_happened"),
     ("no, nobody hurt, he had a split lip though", "injured"), ("it was overnight, I was asleep", "what_happened"),
     ("he's long gone and I don't know who", "what_happened"), ("no, only my pistol from the nightstand", "firearm"),
     ("yes, he's still outside", "suspect_present")],
)  # fmt: skip
async def test_a_no_denies_all_that_it_does_not_speak_of_and_the_rest_is_asked(
    person, said: str, next_question: str
) -> None:
    ada = person()
    await ada.begin()
    await ada.answer("any_concern", False, text=said) if said.startswith("no") else await ada.answer(
        "any_concern", said
    )
    assert ada.step["question"]["id"] == next_question


@pytest.mark.parametrize(
    ("said", "then"),
    [("no, well my ex did it and he's outside", ["suspect_present", "close_person"]), ("", ["suspect_present", "injured"]),
     ("nobody's here and no, I mean I guess the knife", ["weapon"]), ("no, he took my gun and left", ["firearm"]),
     ("no but something is off", [])],
)  # fmt: skip
async def test_at_most_two_questions_follow_of_who_does_not_deny_it_all(person, said: str, then: list[str]) -> None:
    ada, asked = person(), []
    await ada.begin()
    given = {"value": False, "text": said} if said else {"how": "unknown"}
    await ada.answer("any_concern", **given)
    while ada.step["question"]["id"] != "what_happened":
        asked.append(ada.step["question"]["id"])
        await ada.answer(asked[-1], False)
    assert asked == then


async def test_whoever_says_yes_and_no_more_is_asked_about_every_danger(person) -> None:
    ada, asked = person(), []
    await ada.begin()
    await ada.answer("any_concern", "yes")
    while ada.step["question"]["id"] != "what_happened":
        asked.append(ada.step["question"]["id"])
        await ada.answer(asked[-1], False)
    assert asked == ["happening_now", "suspect_present", "injured", "weapon", "close_person", "firearm"]


async def test_an_answer_that_means_danger_ends_the_form_and_a_correction_goes_on(person) -> None:
    ada = person()
    await ada.begin()
    await ada.answer("happening_now", True)
    assert ada.step["ended"]["disposition"] == "911"
    assert "nine one one" in ada.step["ended"]["say"]
    assert (await ada.whole())["state"] == "ended"
    await ada.post("corrections", question="happening_now", value=False)
    assert ada.step["state"] == "ask"


async def test_domestic_violence_goes_to_a_person_and_sends_no_message(casework, person) -> None:
    ada = person()
    await ada.begin()
    for question, value in (("phone", "303 555 0199"), ("contact_by", "sms"), ("close_person", True)):
        await ada.answer(question, value)
    assert ada.step["ended"]["reason"] == "domestic_violence"
    left = await ada.post("leave", reason="handed_over", channel="voice")
    assert "person" in left["say"]


@pytest.mark.parametrize("given", [{"value": ""}, {"value": None}, {"value": " "}, {"value": None, "text": ""}])
async def test_a_question_about_danger_that_was_left_empty_denies_nothing(person, given: dict) -> None:
    ada = person()
    await ada.begin("web")
    await ada.answer("any_concern", **given)
    assert ada.step["question"]["id"] == "any_concern"
