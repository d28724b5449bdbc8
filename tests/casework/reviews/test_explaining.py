"""The machine that has the training data says by which examples a turn is heard, and what a settled one becomes there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.conftest import trail
from tests.casework.reviews.records import danger, said
from tests.casework.reviews.test_reviews import NOISE, TURNS, acting, file, inbox, label
from tests.casework.staff import credential

NEAR = {
    "file": "data/nlu/noise.yml",
    "line": 9,
    "intent": "noise_ongoing",
    "danger": False,
    "text": "it is loud",
    "cosine": 0.91,
}


class Machine:
    """Has the data; its own credential."""

    def __init__(self, casework: Any) -> None:
        self._client, self._bearer = casework.client, {"Authorization": f"Bearer {credential(casework, 'trainer')}"}

    async def waits(self) -> dict[str, Any]:
        answer = await self._client.get(f"{TURNS}/unexplained", headers=self._bearer)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def says(self, call: str = "call-0001", n: int = 0, status: int = 204, **what: Any) -> None:
        body = {"turns": [{"call_id": call, "n": n, **what}]}
        answer = await self._client.put(f"{TURNS}/explained", json=body, headers=self._bearer)
        assert answer.status_code == status, answer.text


@pytest.fixture
def machine(casework) -> Machine:
    return Machine(casework)


async def settled(casework) -> dict[str, Any]:
    (one,) = (await inbox(casework, state="settled"))["turns"]
    return dict(one)


def becomes(turn: dict[str, Any]) -> list[dict[str, Any]]:
    at = max(one["at"] for one in turn["labels"])
    return [{"what": "left_out", "labelled_at": at, "why": "is there already"}]


async def test_what_teaches_most_is_explained_first_and_once(casework, machine: Machine) -> None:
    await file(casework, said("loud music"), call_id="call-sure-1")
    await file(casework, said("smoke, maybe", danger=danger(0.8)), call_id="call-near-1")
    assert (await machine.waits())["turns"] == [], "nobody has looked"
    await inbox(casework)
    waiting = (await machine.waits())["turns"]
    assert [(one["call_id"], one["text"]) for one in waiting] == [
        ("call-near-1", "smoke, maybe"),
        ("call-sure-1", "loud music"),
    ]
    await machine.says("call-near-1", nearest=[NEAR])
    assert [one["call_id"] for one in (await machine.waits())["turns"]] == ["call-sure-1"]
    shown = (await inbox(casework))["turns"]
    assert shown[0]["nearest"] == [NEAR]
    assert "nearest" not in shown[1]
    looked = [entry[:3] for entry in trail(casework) if entry[0] == "explain_turns"]
    assert looked == [("explain_turns", "test-trainer", "system")] * 2


async def test_a_settled_turn_says_what_it_becomes_until_its_label_is_another(casework, machine: Machine) -> None:
    await file(casework, said("loud music"))
    assert not (await machine.waits())["settled"]
    await label(casework, NOISE)
    assert (await machine.waits())["settled"]
    told = becomes(await settled(casework))
    await machine.says(becomes=told)
    assert not (await machine.waits())["settled"]
    assert (await settled(casework))["becomes"] == [{**told[0], "danger": False}]
    await label(casework, {"verdict": "out_of_scope"})
    assert "becomes" not in await settled(casework)
    assert (await machine.waits())["settled"]


async def test_what_was_reckoned_from_an_earlier_label_is_not_kept(casework, machine: Machine) -> None:
    """Labelled again while the machine was at work."""
    await file(casework, said("loud music"))
    await label(casework, NOISE)
    old = becomes(await settled(casework))
    await label(casework, {"verdict": "out_of_scope"})
    await machine.says(becomes=old)
    assert "becomes" not in await settled(casework)


async def test_words_that_come_otherwise_with_the_record_are_explained_again(casework, machine: Machine) -> None:
    await file(casework, said("loud music at Bob's"))
    await machine.says(nearest=[NEAR])
    await file(casework, said("loud music at [name]'s"))
    assert "nearest" not in (await inbox(casework))["turns"][0]
    (waiting,) = (await machine.waits())["turns"]
    assert waiting["text"] == "loud music at [name]'s"


async def test_a_turn_that_is_gone_is_passed_over_and_what_does_not_fit_is_refused(casework, machine: Machine) -> None:
    await file(casework, said("loud music"))
    await inbox(casework)
    await machine.says("call-gone-1", nearest=[NEAR])
    await machine.says(n=7, nearest=[NEAR])
    await machine.says(nearest=[{**NEAR, "intent": "No Need"}], status=400)
    assert len((await machine.waits())["turns"]) == 1


async def test_another_agency_s_turns_are_not_explained_here(second_agency: str, casework, machine: Machine) -> None:
    await file(casework, said("loud music"), agency=second_agency)
    await casework.client.get(f"/v1/agencies/{second_agency}/turns", headers=acting())
    assert (await machine.waits())["turns"] == []
    await machine.says(nearest=[NEAR])
    there = await casework.client.get(f"/v1/agencies/{second_agency}/turns", headers=acting())
    assert "nearest" not in there.json()["turns"][0]


@pytest.mark.parametrize("kind", ["bot", "connector", "portal", "console", "records_system", "operator"])
async def test_no_other_program_explains_or_asks_what_to_explain(casework, kind: str) -> None:
    bearer = {"Authorization": f"Bearer {credential(casework, kind)}"}
    assert (await casework.client.get(f"{TURNS}/unexplained", headers=bearer)).status_code == 403
    assert (await casework.client.put(f"{TURNS}/explained", json={"turns": []}, headers=bearer)).status_code == 403


async def test_a_designer_reads_what_labels_become_and_labels_nothing(casework) -> None:
    await file(casework, said("loud music"))
    designer = acting("dee", "designer")
    assert (await casework.client.get(TURNS, headers=designer)).status_code == 200
    answer = await casework.client.put(f"{TURNS}/call-0001/0/label", json=NOISE, headers=designer)
    assert answer.status_code == 403
