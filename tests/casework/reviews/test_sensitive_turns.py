"""Turns of calls about what is sensitive: in no reviewer's inbox, no export and no machine, unless the agency says so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.reviews.records import said
from tests.casework.reviews.test_grouping import filed, groups, told
from tests.casework.reviews.test_reviews import NOISE, TURNS, acting, file
from tests.casework.staff import credential


@pytest.fixture
async def calls(casework: Any) -> None:
    """One about violence at home, of which a turn sounds like nothing; one about noise."""
    await file(
        casework,
        said("he hits me", intent="dv_current"),
        said("he is back at 14th", intent="nlu_fallback", nearest=0.3),
        call_id="call-close-1",
    )
    await file(casework, said("loud music", intent="noise_ongoing"), call_id="call-noise-1")


async def shown(casework: Any, headers: dict[str, str], **asked: str) -> list[str]:
    answer = await casework.client.get(TURNS, params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    return sorted(f"{one['call_id']} {one['n']}" for one in answer.json()["turns"])


def trainer(casework: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {credential(casework, 'trainer')}"}


ALL = ["call-close-1 0", "call-close-1 1", "call-noise-1 0"]


@pytest.mark.parametrize("role", ["reviewer", "designer", "call_taker", "officer"])
@pytest.mark.parametrize("balanced", ["false", "true"])
async def test_reviewers_see_no_turn_of_such_a_call(casework: Any, calls: None, role: str, balanced: str) -> None:
    assert await shown(casework, acting(role=role), balanced=balanced) == ["call-noise-1 0"]


async def test_supervisors_see_them_so_that_a_missed_danger_is_not_lost(casework: Any, calls: None) -> None:
    assert await shown(casework, acting("sam", "supervisor")) == ALL


async def test_what_a_supervisor_labelled_reaches_no_export(casework: Any, calls: None) -> None:
    for who in ("sam", "sue"):
        for n in (0, 1):
            body = {"verdict": "need", "needs": ["dv_current"], "danger": True}
            kept = await casework.client.put(
                f"{TURNS}/call-close-1/{n}/label", json=body, headers=acting(who, "supervisor")
            )
            assert kept.status_code == 200, kept.text
    assert await shown(casework, trainer(casework), state="settled") == []
    assert await shown(casework, acting("sam", "supervisor"), state="settled") == ALL[:2]


async def test_no_words_of_them_go_to_the_machine_and_it_does_not_wait_for_them(casework: Any, calls: None) -> None:
    await shown(casework, acting("sam", "supervisor"))  # wants the nearest examples of all that it shows
    asked = (await casework.client.get(f"{TURNS}/unexplained", headers=trainer(casework))).json()
    assert [one["text"] for one in asked["turns"]] == ["loud music"]
    assert (asked["settled"], asked["ungrouped"]) == (False, False)


async def test_no_group_shows_one(casework: Any, calls: None) -> None:
    scooter = await filed(casework, "scooters again")
    await told(casework, [*scooter, "call-close-1"])
    (group,) = (await groups(casework))["groups"]
    assert [one["text"] for one in group["typical"]] == ["scooters again"]
    assert group["waiting"] == 1


async def test_a_reviewer_cannot_label_or_probe_what_they_do_not_see(casework: Any, calls: None) -> None:
    guess = NOISE | {"text": "he is back"}
    answer = await casework.client.put(f"{TURNS}/call-close-1/1/label", json=guess, headers=acting())
    assert answer.status_code == 404
    many = {"turns": [{"call_id": "call-close-1", "n": 1}], "label": NOISE}
    answer = await casework.client.put(f"{TURNS}/labels", json=many, headers=acting())
    assert answer.json()["passed_over"] == 1


async def test_a_call_of_which_a_reviewer_says_so_is_kept_close_from_then_on_and_they_may_take_it_back(
    casework: Any, calls: None
) -> None:
    label, mine = f"{TURNS}/call-noise-1/0/label", acting(role="reviewer")
    body = {"verdict": "need", "needs": ["sexual_assault"], "danger": True}
    assert (await casework.client.put(label, json=body, headers=mine)).status_code == 200
    assert await shown(casework, mine) == []
    record = await casework.client.get("/v1/agencies/denver/calls/call-noise-1", headers=acting())
    assert record.status_code == 409
    assert (await casework.client.delete(label, headers=mine)).status_code == 200
    assert await shown(casework, mine) == ["call-noise-1 0"]


async def test_an_agency_may_learn_from_them(casework: Any, calls: None) -> None:
    file = casework.root / "denver" / "agency.yml"
    text = file.read_text(encoding="utf-8")
    assert "learns_from_sensitive: false" in text
    file.write_text(text.replace("learns_from_sensitive: false", "learns_from_sensitive: true"), encoding="utf-8")
    casework.services.directory.load_all()
    assert await shown(casework, acting(role="reviewer")) == ALL
    assert await shown(casework, trainer(casework)) == ALL
