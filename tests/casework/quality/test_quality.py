"""Contacts against the agency's card: each score with the line that proves it; supervisors correct, and see agreement and trends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from agencies.contact_card import Card, load_card
from agencies.errors import BrokenAgencyFile
from casework.quality.contacts import _tells_place
from casework.quality.counting import agreement
from casework.quality.scoring import Contact, Score, scores
from tests.casework.reviews.records import danger, record, said

QUALITY = "/v1/agencies/denver/quality"
SINCE = {"since": "2026-11-20T00:00:00Z", "until": "2026-11-21T00:00:00Z"}
DAYS = {"first": "2026-11-19", "last": "2026-11-21"}
SUPERVISOR = {"Civicline-Actor": "sue", "Civicline-Role": "supervisor"}
BY_HAND = Path(__file__).with_name("contacts_by_hand.yml")
CARD = load_card(Path("agencies/denver"))


def ours(text: str, at_ms: int = 0) -> dict[str, Any]:
    return {"who": "assistant", "at_ms": at_ms, "text": text}


def judged(*turns: dict[str, Any], **about: Any) -> dict[str, Score]:
    assert CARD is not None
    fields = {"need": "noise_ongoing", "destination": None, "disposition": "info", "wanted": frozenset()} | about
    contact = Contact(turns, "assistant", places=lambda text: "[address]" in text, **fields)
    return {one.item: one for one in scores(contact, CARD)}


GREETING = ours("Hello, I'm an automated assistant. How can I help you?")


def test_a_good_contact_meets_its_items_and_says_by_which_line() -> None:
    found = judged(
        GREETING,
        said("loud music at [address]", 900),
        ours("I have loud music on Pearl Street. Is that right?", 2000),
        said("yes", 3000),
        ours("Non-emergency has it. You can call again if it goes on.", 4000),
    )
    assert {name: (one.met, one.line) for name, one in found.items()} == {
        "greeted": ("yes", 0),
        "danger_asked": ("not_due", None),
        "place_confirmed": ("yes", 2),
        "one_question": ("yes", None),
        "destination": ("not_due", None),
        "what_next": ("yes", 4),
    }


def test_danger_that_was_not_excluded_and_not_asked_about_is_told_with_its_turn() -> None:
    turns = (GREETING, said("there is smoke", 900, danger=danger(0.5, ask=True)), ours("Which street is it on?", 1500))
    assert judged(*turns)["danger_asked"] == Score("danger_asked", "no", 1)
    asked = (*turns[:2], ours("Is anyone in danger?", 1500))
    assert judged(*asked)["danger_asked"] == Score("danger_asked", "yes", 2)


def test_two_questions_in_one_turn_are_one_too_many() -> None:
    found = judged(GREETING, said("noise", 900), ours("Where is it? And since when?", 1500))
    assert found["one_question"] == Score("one_question", "no", 2)


def test_a_kind_word_is_asked_for_where_harm_was_told_only() -> None:
    assert "empathy" not in judged(GREETING, said("noise", 900))
    found = judged(GREETING, said("my bike was stolen", 900), ours("When was that?", 1500), need="theft_cold")
    assert found["empathy"].met == "no"


def test_it_ended_where_the_need_belongs_or_elsewhere() -> None:
    here, there = frozenset({"noise_line"}), "sheriff"
    assert judged(GREETING, destination="noise_line", wanted=here, disposition="transfer")["destination"].met == "yes"
    assert judged(GREETING, destination=there, wanted=here, disposition="transfer")["destination"].met == "no"
    assert judged(GREETING, destination=there, wanted=here, disposition="911")["destination"].met == "not_due"


@pytest.mark.parametrize(
    ("said", "met"),
    [
        ("Okay? And where is that?", "yes"),
        ("What's the plate, what color is it and when did you last see it?", "no"),
        ("Is it about a theft, or about lost property?", "yes"),
    ],
)
def test_a_tag_is_no_question_and_two_that_and_joins_are_two(said: str, met: str) -> None:
    assert judged(GREETING, ours(said))["one_question"].met == met


def test_a_sorry_for_not_hearing_is_no_kind_word() -> None:
    assert judged(GREETING, ours("Sorry, I didn't get that."), need="theft_cold")["empathy"].met == "no"
    assert judged(GREETING, ours("I'm sorry to hear that."), need="theft_cold")["empathy"].met == "yes"


def test_what_happens_next_is_told_before_the_goodbye_and_not_in_the_greeting() -> None:
    greeting = ours("I'm an automated assistant. In an emergency, dial nine one one.")
    assert (
        judged(greeting, ours("Somebody will call you."), ours("Thank you for calling. Goodbye."))["what_next"].line
        == 1
    )
    assert judged(greeting, ours("All right. Goodbye."))["what_next"].met == "no"


def test_an_element_of_thrive_is_considered_when_it_is_asked_or_told_and_is_a_persons_who_takes_over() -> None:
    harm = said("my ex punched me last night", 900)
    asked = judged(
        GREETING, harm, ours("Has it happened before?"), need="assault_past", disposition="self_service_report"
    )
    assert (asked["thrive_harm"].met, asked["thrive_harm"].line) == ("yes", 1)
    assert (asked["thrive_risk"].met, asked["thrive_risk"].line) == ("yes", 2)
    assert asked["thrive_vulnerability"].met == "no"
    over = judged(GREETING, harm, need="assault_past", disposition="call_taker")
    assert {one.met for name, one in over.items() if name.startswith("thrive_")} == {"not_due"}
    assert "thrive_harm" not in judged(GREETING, said("loud music", 900), need="noise_ongoing")


def test_words_of_streets_that_tell_no_place_ask_for_no_read_back() -> None:
    told = ["loud music at [address]", "there are tents in congress park"]
    not_told = [
        "they drive past all night",
        "cones block half the lane",
        "where can i park",
        "on the corner of my lawn",
    ]
    assert [_tells_place(one) for one in (*told, *not_told)] == [True, True, False, False, False, False]


def test_the_card_agrees_with_contacts_scored_by_hand() -> None:
    """Cohen's kappa over 32 contacts; below .8 a rule is not good enough to count by."""
    assert CARD is not None
    pairs = [
        pair for contact in yaml.safe_load(BY_HAND.read_text(encoding="utf-8")) for pair in by_card_and_hand(contact)
    ]
    (whole,) = agreement([("all", card, hand) for _, card, hand in pairs])
    assert whole.kappa is not None
    assert whole.kappa >= 0.9
    assert [one.item for one in agreement(pairs) if one.agree < 0.9] == []


def by_card_and_hand(contact: dict[str, Any]) -> list[tuple[str, str, str]]:
    turns = [
        {"who": turn["who"], "text": turn["text"] if turn["text"] != "GREETING" else GREETING["text"]}
        | ({"understood": {"danger": {turn["danger"]: True}}} if "danger" in turn else {})
        for turn in contact["turns"]
    ]
    known = {key: contact[key] for key in ("answers", "need", "destination", "disposition")}
    found = scores(Contact(turns, wanted=frozenset(contact["wanted"]), places=_tells_place, **known), CARD)
    assert {one.item for one in found} == set(contact["hand"]), contact["name"]
    return [(one.item, one.met, contact["hand"][one.item]) for one in found]


def test_who_hung_up_before_the_end_could_not_hear_what_happens_next() -> None:
    assert judged(GREETING, disposition="abandoned")["what_next"].met == "not_due"


def test_a_card_that_is_wrong_is_told_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "contact_card.yml").write_text("items:\n  greeted:\n    title: It said so\n    rule: smiled\n")
    with pytest.raises(BrokenAgencyFile, match=r"contact_card\.yml"):
        load_card(tmp_path)
    assert load_card(tmp_path / "elsewhere") is None


async def file(casework, call_id: str, *turns: dict[str, Any], **changed: Any) -> None:
    body = record(GREETING, *turns, call_id=call_id, **changed)
    assert (await casework.client.put(f"/v1/calls/{call_id}", json=body)).status_code == 204


async def get(casework, path: str, **asked: Any) -> Any:
    answer = await casework.client.get(QUALITY + path, params=asked, headers=SUPERVISOR)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def correct(casework, call_id: str, item: str, met: str):
    body = {"met": met, "why": "listened to it"}
    return await casework.client.put(f"{QUALITY}/contacts/{call_id}/{item}", json=body, headers=SUPERVISOR)


async def test_a_supervisor_corrects_the_rule_and_sees_agreement(casework) -> None:
    await file(casework, "call-0001", said("noise", 900), ours("Where is it? Since when?", 1500))
    await file(casework, "call-0002", said("noise", 900), ours("Where is it?", 1500))
    (bad,) = (await get(casework, "/contacts", failed="one_question", **SINCE))["contacts"]
    assert bad["contact_id"] == "call-0001"
    (score,) = [one for one in bad["scores"] if one["item"] == "one_question"]
    assert (score["proof"], score["by"]) == ("Where is it? Since when?", "rule")
    assert (await correct(casework, "call-0001", "one_question", "yes")).status_code == 200
    assert (await correct(casework, "call-0002", "one_question", "yes")).status_code == 200
    assert (await get(casework, "/contacts", failed="one_question", **SINCE))["contacts"] == []
    (agreed,) = (await get(casework, "/agreement"))["items"]
    assert (agreed["item"], agreed["looked_at"], agreed["agree"]) == ("one_question", 2, 0.5)


async def test_what_is_corrected_must_be_there(casework) -> None:
    assert (await correct(casework, "call-none", "greeted", "yes")).status_code == 404
    await file(casework, "call-0001", said("noise", 900))
    assert (await correct(casework, "call-0001", "smile", "yes")).status_code == 400


async def test_a_sample_is_steady(casework) -> None:
    for n in range(9):
        await file(casework, f"call-000{n}", said("noise", 900))
    first, second = [await get(casework, "/contacts", sample=3, **SINCE) for _ in range(2)]
    assert [one["contact_id"] for one in first["contacts"]] == [one["contact_id"] for one in second["contacts"]]
    assert len(first["contacts"]) == 3


async def test_trends_count_what_was_due_by_need(casework) -> None:
    await file(casework, "call-0001", said("noise", 900), ours("Where? When?", 1500), need="noise_ongoing")
    await file(casework, "call-0002", said("noise", 900), need="noise_ongoing")
    (trend,) = (await get(casework, "/trends", by="need", **DAYS))["trends"]
    counted = {one["item"]: (one["due"], one["met"]) for one in trend["items"]}
    assert (trend["of"], trend["contacts"], counted["one_question"]) == ("noise_ongoing", 2, (2, 1))
    assert "danger_asked" not in counted, "it was due in none"


def transcript(contact_id: str, *lines: tuple[str, str], staff: str = "desk-4") -> dict[str, Any]:
    turns = [{"who": who, "text": text} for who, text in lines]
    return {
        "contact_id": contact_id,
        "staff": staff,
        "at": "2026-11-20T15:00:00Z",
        "need": "theft_cold",
        "turns": turns,
    }


async def bring(casework, *transcripts: dict[str, Any]):
    body = {"transcripts": list(transcripts)}
    return await casework.client.post(f"{QUALITY}/transcripts", json=body, headers=SUPERVISOR)


async def test_a_call_takers_contact_is_redacted_and_held_against_the_same_card(casework) -> None:
    lines = (("caller", "my name is Paula Reyes, my bike is gone"), ("staff", "I'm sorry. An officer will call you."))
    assert (await bring(casework, transcript("t-1", *lines))).json() == {"imported": 1}
    (one,) = (await get(casework, "/contacts", answered_by="staff", **SINCE))["contacts"]
    assert {score["item"]: score["met"] for score in one["scores"]} == {
        "danger_asked": "not_due", "one_question": "yes", "destination": "not_due", "empathy": "yes", "what_next": "yes",
    }  # fmt: skip
    assert "Reyes" not in str(one)


async def test_no_list_about_call_takers_is_made_unless_the_agency_wants_it(casework) -> None:
    answer = await casework.client.get(f"{QUALITY}/coaching", params=DAYS, headers=SUPERVISOR)
    assert answer.status_code == 404
    assert "coaching" in answer.json()["error"]["message"]


async def test_with_the_agency_s_switch_the_list_tells_what_a_call_taker_might_practise(casework) -> None:
    card = casework.root / "denver" / "contact_card.yml"
    card.write_text(card.read_text(encoding="utf-8").replace("coaching: false", "coaching: true"), encoding="utf-8")
    told, silent = (("staff", "An officer will call you."), ("staff", "Bye."))
    for n in range(12):
        await bring(casework, transcript(f"a-{n}", told, staff="desk-1"), transcript(f"b-{n}", silent, staff="desk-2"))
    found = (await get(casework, "/coaching", **DAYS))["practice"]
    assert [(one["staff"], [item["item"] for item in one["items"]]) for one in found] == [("desk-2", ["what_next"])]


def test_what_a_call_taker_might_practise_is_what_others_do_more_often() -> None:
    from datetime import UTC, datetime

    from casework.quality.contacts import Judged
    from casework.quality.counting import practice

    assert isinstance(CARD, Card)

    def contact(staff: str, met: Any) -> Judged:
        at = datetime(2026, 11, 20, tzinfo=UTC)
        return Judged("t", at, "voice", None, "staff", staff, (), [Score("what_next", met)], {})

    many = [contact("a", "yes") for _ in range(12)] + [contact("b", "no") for _ in range(12)] + [contact("c", "no")] * 3
    (found,) = practice(many, CARD)
    assert (found.staff, [one.item for one in found.items]) == ("b", ["what_next"]), (
        "c had too few contacts to say anything"
    )
