"""Turns that are unlike all examples come in groups, as the machine that has the examples tells; a group is labelled at once, or not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.conftest import trail
from tests.casework.reviews.records import danger, said
from tests.casework.reviews.test_explaining import Machine
from tests.casework.reviews.test_reviews import NOISE, TURNS, acting, file, inbox
from tests.casework.staff import credential

NEW_NEED = {"verdict": "new_need"}
SCOOTERS = (
    "scooters on the sidewalk",
    "a scooter lies across the sidewalk",
    "scooters block my door",
    "scooters again",
)


@pytest.fixture
def machine(casework) -> Machine:
    return Machine(casework)


async def filed(casework, *texts: str, **judged: Any) -> list[str]:
    """Turns that no example is near, each in a call of its own."""
    calls = [f"call-{text.replace(' ', '-')}" for text in texts]
    for call, text in zip(calls, texts, strict=True):
        await file(casework, said(text, **{"nearest": 0.3, "intent": "nlu_fallback"} | judged), call_id=call)
    return calls


async def told(casework, *groups: list[str], alone: tuple[str, ...] = (), status: int = 204) -> None:
    """By the machine: calls of each group, the most typical first."""
    turns = [{"call_id": call, "n": 0, "group": number} for number, calls in enumerate(groups, 1) for call in calls]
    turns += [{"call_id": call, "n": 0, "group": 0} for call in alone]
    bearer = {"Authorization": f"Bearer {credential(casework, 'trainer')}"}
    answer = await casework.client.put(f"{TURNS}/groups", json={"turns": turns}, headers=bearer)
    assert answer.status_code == status, answer.text


async def groups(casework, **asked: str) -> dict[str, Any]:
    answer = await casework.client.get(f"{TURNS}/groups", params=asked, headers=acting())
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def group(casework, number: int, who: str = "officer-7") -> dict[str, list[str]]:
    answer = await casework.client.get(f"{TURNS}/groups/{number}", headers=acting(who))
    assert answer.status_code == 200, answer.text
    return {part: [turn["call_id"] for turn in turns] for part, turns in answer.json().items()}


async def labelled(casework, calls: list[str], label: dict[str, Any] | None, who: str = "officer-7") -> dict[str, int]:
    body = {"turns": [{"call_id": call, "n": 0} for call in calls], "label": label}
    answer = await casework.client.put(f"{TURNS}/labels", json=body, headers=acting(who))
    assert answer.status_code == 200, answer.text
    return {state: number for state, number in answer.json().items() if number}


async def test_what_is_like_each_other_stands_together_the_largest_first(casework, machine: Machine) -> None:
    scooters, bees = await filed(casework, *SCOOTERS), await filed(casework, "bees", "a swarm", "bees in a tree")
    (pie,) = await filed(casework, "the best apple pie")
    assert (await machine.waits())["ungrouped"]
    assert not (await groups(casework))["compared"]
    await told(casework, bees, scooters, alone=(pie,))
    assert not (await machine.waits())["ungrouped"]
    found = await groups(casework)
    assert found["compared"]
    first, second = found["groups"]
    assert (first["waiting"], second["waiting"]) == (4, 3)
    assert [turn["call_id"] for turn in first["typical"]] == scooters, "the most typical first"
    assert first["intents"] == ["nlu_fallback"]
    assert (await group(casework, first["group"]))["waiting"] == scooters
    await filed(casework, "one more of them")
    assert (await machine.waits())["ungrouped"], "one that came since then"


async def test_looking_is_written_down_and_counting_is_not(casework) -> None:
    await told(casework, await filed(casework, *SCOOTERS))
    before = trail(casework)
    counted = await groups(casework, words="false")
    assert [one["typical"] for one in counted["groups"]] == [[]]
    assert trail(casework) == before
    number = (await groups(casework))["groups"][0]["group"]
    await group(casework, number)
    assert [entry[:2] for entry in trail(casework)[len(before) :]] == [("see_turns", "officer-7")] * 2


async def test_a_group_is_labelled_at_once_and_taken_back_at_once(casework) -> None:
    calls = await filed(casework, *SCOOTERS)
    await told(casework, calls)
    assert await labelled(casework, calls[:3], NEW_NEED) == {"settled": 3}
    (one,) = (await groups(casework))["groups"]
    assert (one["waiting"], one["new_need"]) == (1, 3)
    assert await group(casework, one["group"]) == {"waiting": calls[3:], "mine": calls[:3]}
    assert (await group(casework, one["group"], "officer-8"))["mine"] == []
    assert [entry[0] for entry in trail(casework)].count("label_turn") == 3
    assert await labelled(casework, calls, None) == {"open": 3, "passed_over": 1}
    assert (await group(casework, one["group"]))["waiting"] == calls


async def test_what_somebody_labelled_since_the_group_was_shown_is_passed_over(casework) -> None:
    calls = await filed(casework, *SCOOTERS)
    await told(casework, calls)
    await labelled(casework, calls[:1], NOISE, "officer-8")
    assert await labelled(casework, [*calls, "call-gone"], NEW_NEED) == {"settled": 3, "passed_over": 2}
    (other,) = [turn for turn in (await inbox(casework, state="settled"))["turns"] if turn["call_id"] == calls[0]]
    assert [label["reviewer"] for label in other["labels"]] == ["officer-8"]


async def test_danger_takes_two_also_where_it_is_labelled_with_others(casework) -> None:
    calls = await filed(casework, *SCOOTERS[:2])
    alarms = await filed(casework, "scooters burn", danger=danger(6.0))
    await told(casework, calls + alarms)
    assert await labelled(casework, calls + alarms, NEW_NEED) == {"settled": 2, "second": 1}


async def test_a_group_keeps_its_number_when_it_is_told_anew(casework) -> None:
    scooters, bees = await filed(casework, *SCOOTERS[:3]), await filed(casework, "bees", "a swarm", "bees in a tree")
    await told(casework, scooters, bees)
    numbers = {one["typical"][0]["call_id"]: one["group"] for one in (await groups(casework))["groups"]}
    more = await filed(casework, *SCOOTERS[3:])
    await told(casework, bees, scooters[1:] + more, alone=(scooters[0],))
    again = {one["typical"][0]["call_id"]: one["group"] for one in (await groups(casework))["groups"]}
    assert again == {bees[0]: numbers[bees[0]], scooters[1]: numbers[scooters[0]]}
    drums = await filed(casework, "drums", "more drums", "drumming")
    await told(casework, drums)
    (one,) = (await groups(casework))["groups"]
    assert one["group"] not in numbers.values(), "a new group is nobody's old one"


async def test_one_of_a_group_is_opened_in_the_inbox(casework) -> None:
    calls = await filed(casework, *SCOOTERS)
    await filed(casework, "the best apple pie")
    await told(casework, calls)
    number = (await groups(casework))["groups"][0]["group"]
    found = (await inbox(casework, alike=str(number), balanced="true"))["turns"]
    assert {turn["call_id"] for turn in found} == set(calls)
    assert {turn["alike"] for turn in found} == {number}


async def test_other_words_are_compared_again_and_what_is_like_an_example_is_in_no_group(casework, machine) -> None:
    calls = await filed(casework, *SCOOTERS)
    await told(casework, calls)
    await file(casework, said("[name] has scooters", nearest=0.3, intent="nlu_fallback"), call_id=calls[0])
    assert (await machine.waits())["ungrouped"]
    await file(casework, said("loud music again", nearest=0.9), call_id=calls[1])
    alike = {turn["call_id"]: turn.get("alike") for turn in (await inbox(casework))["turns"]}
    assert [alike[call] for call in calls] == [0, None, 1, 1]


async def test_turns_that_are_gone_or_anothers_are_passed_over(casework) -> None:
    calls = await filed(casework, *SCOOTERS)
    await told(casework, [*calls, "call-gone"])
    assert (await groups(casework))["groups"][0]["waiting"] == 4


@pytest.mark.parametrize(
    ("body", "said_"),
    [
        ({"turns": [], "label": NEW_NEED}, "turns"),
        ({"turns": [{"call_id": "call-0001", "n": 0}]}, "label"),
        ({"turns": [{"call_id": "call-0001", "n": 0}], "label": NOISE | {"text": "loud"}}, "text"),
        ({"turns": [{"call_id": "call-0001", "n": 0}], "label": {"verdict": "need"}}, "need"),
        ({"turns": [{"call_id": "call-0001", "n": 0}] * 101, "label": NEW_NEED}, "turns"),
    ],
)
async def test_what_is_no_label_for_all_is_refused(casework, body: dict[str, Any], said_: str) -> None:
    answer = await casework.client.put(f"{TURNS}/labels", json=body, headers=acting())
    assert answer.status_code == 400
    assert said_ in answer.text


@pytest.mark.parametrize("role", ["auditor", "administrator"])
async def test_who_may_not_review_sees_no_group_and_labels_none(casework, role: str) -> None:
    calls = await filed(casework, *SCOOTERS)
    await told(casework, calls)
    who = acting("somebody-1", role)
    body = {"turns": [{"call_id": calls[0], "n": 0}], "label": NEW_NEED}
    assert (await casework.client.get(f"{TURNS}/groups", headers=who)).status_code == 403
    assert (await casework.client.get(f"{TURNS}/groups/1", headers=who)).status_code == 403
    assert (await casework.client.put(f"{TURNS}/labels", json=body, headers=who)).status_code == 403


async def test_a_designer_sees_groups_and_labels_none(casework) -> None:
    calls = await filed(casework, *SCOOTERS)
    await told(casework, calls)
    who = acting("dora-1", "designer")
    assert (await casework.client.get(f"{TURNS}/groups", headers=who)).status_code == 200
    body = {"turns": [{"call_id": calls[0], "n": 0}], "label": NEW_NEED}
    assert (await casework.client.put(f"{TURNS}/labels", json=body, headers=who)).status_code == 403


async def test_only_the_machine_with_the_training_data_says_what_is_alike(casework) -> None:
    bearer = {"Authorization": f"Bearer {credential(casework, 'console')}", **acting()}
    answer = await casework.client.put(f"{TURNS}/groups", json={"turns": []}, headers=bearer)
    assert answer.status_code == 403
