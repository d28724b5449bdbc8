"""The console sees the registry of models as the machine that has them tells it, and asks for promotions; danger stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from casework.bot_models import store
from casework.bot_models.tables import ModelReport, ModelWish
from casework.retention import delete_expired
from tests.casework.conftest import trail
from tests.casework.staff import credential

MODELS = "/v1/agencies/denver/models"
SUPERVISOR = {"Civicline-Actor": "sam", "Civicline-Role": "supervisor"}
ADMINISTRATOR = {"Civicline-Actor": "ada", "Civicline-Role": "administrator"}


def finding(what: str, passed: bool) -> dict[str, Any]:
    counted = {"lines": 400, "before": 0.95, "now": 0.9, "newly_wrong": 20, "newly_right": 0}
    return {"what": what, "group": "all", **counted, "passed": passed, "why": "worse by at least 0.020"}


def model(name: str, verdict: str, *findings: dict[str, Any]) -> dict[str, Any]:
    about = {"model_id": f"id-of-{name}", "trained_at": "2026-11-28T10:00:00Z", "data_of": "0a1b2c3"}
    return {"name": name, **about, "measured_against": "old.tar.gz", "verdict": verdict, "findings": list(findings)}


BACK: dict[str, Any] = {"what": "roll_back", "model": "oldest.tar.gz", "in_use": "old.tar.gz"}
REGISTRY = {
    "in_use": "old.tar.gz",
    "before": "oldest.tar.gz",
    "models": [
        model("better.tar.gz", "passed", finding("needs", True)),
        model("worse.tar.gz", "may_be_overridden", finding("needs", False)),
        model("deaf.tar.gz", "never", finding("missed", False)),
        model("new.tar.gz", "not_measured"),
        model("old.tar.gz", "not_measured"),
    ],
    "history": [
        {"at": "2026-11-28T11:00:00Z", "what": "measured", "model": "better.tar.gz", "by": "ann", "why": "passed"}
    ],
}


class Machine:
    """Has the models; its own credential."""

    def __init__(self, casework: Any, keeper: str | None = None) -> None:
        self.keeper = keeper
        self._client, self._bearer = casework.client, {"Authorization": f"Bearer {credential(casework, 'trainer')}"}

    async def tells(self, registry: dict[str, Any], status: int = 204) -> None:
        body = registry | {"keeper": self.keeper}
        answer = await self._client.put(MODELS, json=body, headers=self._bearer)
        assert answer.status_code == status, answer.text

    async def waits(self) -> list[dict[str, Any]]:
        answer = await self._client.get(f"{MODELS}/wishes", headers=self._bearer)
        found: list[dict[str, Any]] = answer.json()["wishes"]
        return found

    async def says(self, wish: int, state: str, said: str = "") -> httpx.Response:
        body = {"state": state, "said": said, "keeper": self.keeper}
        answer: httpx.Response = await self._client.put(f"{MODELS}/wishes/{wish}", json=body, headers=self._bearer)
        return answer


@pytest.fixture
async def machine(casework) -> Machine:
    one = Machine(casework)
    await one.tells(REGISTRY)
    return one


async def asked(casework, who: dict[str, str] = SUPERVISOR, **body: Any) -> httpx.Response:
    answer: httpx.Response = await casework.client.post(f"{MODELS}/wishes", json=body, headers=who)
    return answer


async def shown(casework) -> dict[str, Any]:
    answer: dict[str, Any] = (await casework.client.get(MODELS, headers=SUPERVISOR)).json()
    return answer


async def test_before_anything_was_told_nothing_can_be_asked_for(casework) -> None:
    told = await shown(casework)
    assert (told.get("heard_at"), told.get("registry"), told["wishes"]) == (None, None, [])
    assert (await asked(casework, **BACK)).status_code == 409


async def test_a_promotion_goes_from_the_console_to_the_machine_and_back_with_who_and_what_in_the_trail(
    casework, machine: Machine
) -> None:
    assert (await shown(casework))["registry"]["models"][0]["verdict"] == "passed"
    wish = (await asked(casework, what="promote", model="better.tar.gz")).json()["id"]
    (waiting,) = await machine.waits()
    assert (waiting["id"], waiting["what"], waiting["model"], waiting["by"]) == (
        wish,
        "promote",
        "better.tar.gz",
        "sam",
    )
    await machine.says(wish, "doing", "answers a tenth of the calls")
    await machine.says(wish, "done", "it answers since 1.2 s")
    (one,) = (await shown(casework))["wishes"]
    assert (one["state"], one["said"]) == ("done", "it answers since 1.2 s")
    assert await machine.waits() == []
    assert [entry[:3] for entry in trail(casework)] == [
        ("wish_promote", "sam", "supervisor"),
        ("promote_done", "test-trainer", "system"),
    ]


@pytest.mark.parametrize(
    ("name", "why", "who", "status"),
    [
        ("deaf.tar.gz", "the chief wants it", SUPERVISOR, 400),  # danger: nobody, whatever they say
        ("deaf.tar.gz", "the chief wants it", ADMINISTRATOR, 400),
        ("new.tar.gz", "trust me", SUPERVISOR, 400),  # not measured against what is in use
        ("old.tar.gz", "again", SUPERVISOR, 400),  # in use
        ("gone.tar.gz", "again", SUPERVISOR, 400),
        ("worse.tar.gz", None, SUPERVISOR, 400),  # a reason is wanted
        ("worse.tar.gz", "  ", SUPERVISOR, 400),
        ("worse.tar.gz", "the new need is worth it", ADMINISTRATOR, 403),  # a supervisor's decision
        ("worse.tar.gz", "the new need is worth it", SUPERVISOR, 201),
        ("better.tar.gz", None, ADMINISTRATOR, 201),
    ],
)
async def test_what_the_gate_says_stands(casework, machine: Machine, name, why, who, status) -> None:  # type: ignore[no-untyped-def]
    answer = await asked(casework, who, what="promote", model=name, why=why)
    assert answer.status_code == status, answer.text
    assert len(await machine.waits()) == (status == 201)


@pytest.mark.parametrize(
    ("name", "who", "override"),
    [
        ("better.tar.gz", ADMINISTRATOR, False),
        ("better.tar.gz", SUPERVISOR, False),
        ("worse.tar.gz", SUPERVISOR, True),
    ],
)
async def test_a_reason_overrides_only_what_a_supervisor_saw_fail(
    casework, machine: Machine, name, who, override
) -> None:  # type: ignore[no-untyped-def]
    await asked(casework, who, what="promote", model=name, why="the new need is worth it")
    (one,) = await machine.waits()
    assert (one["why"], one["override"]) == ("the new need is worth it", override)


async def test_a_wish_is_taken_once(casework, machine: Machine) -> None:
    wish = (await asked(casework, what="promote", model="better.tar.gz")).json()["id"]
    assert (await machine.says(wish, "doing")).status_code == 200
    assert (await machine.says(wish, "doing", "me too")).status_code == 409
    assert (await machine.says(wish, "done")).status_code == 200


HERE, THERE = "bot-1:/srv/models", "bot-2:/srv/models"


def silent(casework: Any, minutes: float) -> None:
    with casework.services.database.writing() as session:
        session.get_one(ModelReport, "denver").at = datetime.now(UTC) - timedelta(minutes=minutes)


async def test_a_keeper_of_other_models_tells_and_does_nothing_while_the_first_one_is_there(casework) -> None:
    here, there = Machine(casework, HERE), Machine(casework, THERE)
    await here.tells(REGISTRY)
    silent(casework, 4.5)
    await there.tells({**REGISTRY, "models": [model("theirs.tar.gz", "passed")]}, 409)
    await Machine(casework).tells(REGISTRY, 409)
    wish = (await asked(casework, what="promote", model="better.tar.gz")).json()["id"]
    for said in ("doing", "refused"):
        answer = await there.says(wish, said, "better.tar.gz: there is no such file")
        assert (answer.status_code, HERE in answer.text) == (409, True)
    told = await shown(casework)
    assert (told["registry"]["keeper"], told["registry"]["models"][0]["name"]) == (HERE, "better.tar.gz")
    assert told["wishes"][0]["state"] == "asked"
    assert (await here.says(wish, "doing")).status_code == 200
    assert (await there.says(wish, "refused", "it was restarted")).status_code == 409
    assert (await here.says(wish, "done")).status_code == 200


async def test_a_keeper_that_was_silent_for_minutes_gives_its_place_and_what_it_did_is_true_all_the_same(
    casework,
) -> None:
    here, there = Machine(casework, HERE), Machine(casework, THERE)
    await here.tells(REGISTRY)
    wish = (await asked(casework, what="promote", model="better.tar.gz")).json()["id"]
    await here.says(wish, "doing")
    silent(casework, 5.1)
    await there.tells(REGISTRY)
    await here.tells(REGISTRY, 409)
    assert (await here.says(wish, "refused")).status_code == 409
    assert (await here.says(wish, "done", "it answers since 1.2 s")).status_code == 200
    assert (await shown(casework))["registry"]["keeper"] == THERE


async def test_a_keeper_that_ends_gives_its_place_at_once_and_nobody_ends_another(casework) -> None:
    here, there = Machine(casework, HERE), Machine(casework, THERE)
    await here.tells(REGISTRY)
    await there.tells(REGISTRY | {"over": True}, 409)
    await here.tells(REGISTRY | {"over": True})
    await there.tells(REGISTRY)
    assert (await shown(casework))["registry"]["keeper"] == THERE


async def test_a_registry_that_was_told_without_a_keeper_s_name_is_anybody_s(casework, machine: Machine) -> None:
    await Machine(casework, HERE).tells(REGISTRY)
    assert (await shown(casework))["registry"]["keeper"] == HERE


async def test_each_agency_has_a_keeper_of_its_own(second_agency: str, casework) -> None:
    await Machine(casework, HERE).tells(REGISTRY)
    there = f"/v1/agencies/{second_agency}/models"
    body, bearer = REGISTRY | {"keeper": THERE}, Machine(casework)._bearer
    assert (await casework.client.put(there, json=body, headers=bearer)).status_code == 204


async def test_two_that_ask_at_the_same_moment_get_one_wish(
    casework, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither sees the other's yet; the database takes one."""
    nothing = select(ModelWish).where(ModelWish.id < 0)
    assert (await asked(casework, **BACK)).status_code == 201
    monkeypatch.setattr(store, "_open", lambda _agency: nothing)
    assert (await asked(casework, **BACK)).status_code == 409
    monkeypatch.undo()
    (one,) = await machine.waits()
    await machine.says(one["id"], "done")
    assert (await asked(casework, **BACK)).status_code == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**BACK, "in_use": "better.tar.gz"}, 409),  # in use when the page was shown, not any more
        ({**BACK, "model": "better.tar.gz"}, 409),  # not what comes back
        ({"what": "roll_back", "model": "oldest.tar.gz"}, 400),
        ({"what": "roll_back"}, 400),
        ({"what": "promote", "model": "better.tar.gz", "in_use": "old.tar.gz"}, 400),
        (BACK, 201),
    ],
)
async def test_who_goes_back_names_what_from_and_what_to(casework, machine: Machine, body, status) -> None:  # type: ignore[no-untyped-def]
    answer = await asked(casework, **body)
    assert answer.status_code == status, answer.text
    assert [(one["model"], one["in_use"]) for one in await machine.waits()] == [("oldest.tar.gz", "old.tar.gz")] * (
        status == 201
    )


async def test_one_thing_is_asked_for_at_a_time_and_what_was_taken_back_is_not_done(casework, machine: Machine) -> None:
    wish = (await asked(casework, what="promote", model="better.tar.gz")).json()["id"]
    assert (await asked(casework, **BACK)).status_code == 409
    await machine.says(wish, "doing")
    back = await casework.client.delete(f"{MODELS}/wishes/{wish}", headers=ADMINISTRATOR)
    assert back.json()["state"] == "taken_back"
    assert await machine.waits() == []
    assert (await machine.says(wish, "refused")).status_code == 409
    assert (await casework.client.delete(f"{MODELS}/wishes/{wish}", headers=SUPERVISOR)).status_code == 409
    assert (await asked(casework, **BACK)).status_code == 201


@pytest.mark.parametrize(
    ("body", "who", "status"),
    [
        ({"what": "train"}, SUPERVISOR, 201),
        ({"what": "train"}, ADMINISTRATOR, 201),
        ({"what": "train"}, {"Civicline-Actor": "rita", "Civicline-Role": "reviewer"}, 403),
        ({"what": "train", "model": "new.tar.gz"}, SUPERVISOR, 400),
        ({"what": "promote"}, SUPERVISOR, 400),
    ],
)
async def test_a_candidate_is_asked_for_by_those_who_promote_and_names_no_model(
    casework, machine: Machine, body, who, status
) -> None:  # type: ignore[no-untyped-def]
    assert (await asked(casework, who, **body)).status_code == status
    assert [one["what"] for one in await machine.waits()] == ["train"] * (status == 201)


async def test_how_far_a_training_is_is_told_while_it_goes_on(casework, machine: Machine) -> None:
    wish = (await asked(casework, what="train")).json()["id"]
    assert (await machine.says(wish, "goes_on", "so far")).status_code == 409, "nobody has taken it"
    await machine.says(wish, "doing", "It is trained.")
    assert (await machine.says(wish, "goes_on", "The gate asks it.")).status_code == 200
    (one,) = (await shown(casework))["wishes"]
    assert (one["state"], one["said"]) == ("doing", "The gate asks it.")
    await machine.says(wish, "done", "It passed.")
    assert [entry[0] for entry in trail(casework)] == ["wish_train", "train_done"]


async def test_going_back_does_not_wait_for_a_training_and_a_promotion_does(casework, machine: Machine) -> None:
    wish = (await asked(casework, what="train")).json()["id"]
    await machine.says(wish, "doing")
    assert (await asked(casework, what="promote", model="better.tar.gz")).status_code == 409
    assert (await asked(casework, **{**BACK, "in_use": "better.tar.gz"})).status_code == 409
    assert [one["what"] for one in await machine.waits()] == ["train"], "what cannot be done ends no training"
    assert (await asked(casework, **BACK)).status_code == 201
    assert [one["what"] for one in await machine.waits()] == ["roll_back"]
    assert (await machine.says(wish, "goes_on", "so far")).status_code == 409
    assert "take_back_wish" in [entry[0] for entry in trail(casework)]


async def test_what_was_done_before_it_heard_of_the_taking_back_is_told_as_done(casework, machine: Machine) -> None:
    wish = (await asked(casework, what="promote", model="better.tar.gz")).json()["id"]
    await casework.client.delete(f"{MODELS}/wishes/{wish}", headers=SUPERVISOR)
    assert (await machine.says(wish, "done", "it answers since 1.2 s")).status_code == 200
    assert (await shown(casework))["wishes"][0]["state"] == "done"


async def test_another_agency_s_wishes_are_nobody_s_here(second_agency: str, casework, machine: Machine) -> None:
    wish = (await asked(casework, **BACK)).json()["id"]
    there = f"/v1/agencies/{second_agency}/models"
    assert (await casework.client.get(f"{there}/wishes", headers=machine._bearer)).json()["wishes"] == []
    assert (await casework.client.delete(f"{there}/wishes/{wish}", headers=SUPERVISOR)).status_code == 404
    assert (await casework.client.get(there, headers=SUPERVISOR)).json().get("registry") is None


@pytest.mark.parametrize("kind", ["bot", "connector", "portal", "console", "records_system", "operator"])
async def test_no_other_program_tells_of_models_or_of_what_came_of_a_wish(casework, kind: str) -> None:
    bearer = {"Authorization": f"Bearer {credential(casework, kind)}"}
    assert (await casework.client.put(MODELS, json=REGISTRY, headers=bearer)).status_code == 403
    body = {"state": "done"}
    assert (await casework.client.put(f"{MODELS}/wishes/1", json=body, headers=bearer)).status_code == 403


@pytest.mark.parametrize("role", ["call_taker", "officer", "reviewer", "designer", "auditor"])
async def test_who_is_no_supervisor_or_administrator_asks_for_nothing(casework, machine: Machine, role: str) -> None:
    who = {"Civicline-Actor": "x", "Civicline-Role": role}
    assert (await asked(casework, who, **BACK)).status_code == 403


async def test_wishes_go_with_the_agency_s_retention_and_so_does_an_old_registry(casework, machine: Machine) -> None:
    await asked(casework, **BACK)
    kept = casework.services.directory.get("denver").info.retention_days
    late = datetime.now(UTC) + timedelta(days=kept, minutes=1)
    counts = delete_expired(casework.services.database, casework.services.directory, late)
    assert (counts[ModelReport.__tablename__], counts[ModelWish.__tablename__]) == (1, 1)
