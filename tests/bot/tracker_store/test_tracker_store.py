"""Conversations are kept for the agency's time, survive a restart, and are gone after it."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any, Dict, List

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from tracker_store import connecting
from tracker_store.errors import Overtaken
from tracker_store.store import DAY_S, CiviclineTrackerStore, conversation_hours, retention_days

DOMAIN = Domain.empty()


@pytest.fixture
def agencies(tmp_path: Path) -> Path:
    (tmp_path / "agencies" / "testville").mkdir(parents=True)
    (tmp_path / "agencies" / "testville" / "agency.yml").write_text("retention_days: 30\n", encoding="utf-8")
    return tmp_path / "agencies"


def store(agencies: Path) -> CiviclineTrackerStore:
    return CiviclineTrackerStore(
        DOMAIN, agency="testville", agencies=str(agencies), dialect="sqlite", db=str(agencies.parent / "tracker.db")
    )


def conversation(sender: str, age_days: float) -> DialogueStateTracker:
    said = UserUttered("hello", timestamp=time.time() - age_days * DAY_S)
    return DialogueStateTracker.from_events(sender, [said])


async def test_a_conversation_goes_on_after_a_restart(agencies: Path) -> None:
    await store(agencies).save(conversation("call-1", 0))
    found = await store(agencies).retrieve("call-1")
    assert found is not None
    assert found.latest_message.text == "hello"


async def test_what_is_remembered_and_what_is_written_are_the_same_conversation(agencies: Path) -> None:
    kept, tracker = store(agencies), conversation("call-1", 0)
    await kept.save(tracker)
    for number in range(3):
        tracker = await kept.retrieve("call-1")
        assert tracker is not None
        tracker.update(UserUttered(f"turn {number}", parse_data={"intent": {"name": "inform"}}))
        tracker.update(SlotSet("need", f"need {number}"))
        await kept.save(tracker)
    read = await store(agencies).retrieve("call-1")
    assert read is not None
    assert [event.as_dict() for event in read.events] == [event.as_dict() for event in tracker.events]


async def test_a_turn_that_was_not_saved_is_not_remembered(agencies: Path) -> None:
    kept = store(agencies)
    await kept.save(conversation("call-1", 0))
    lost = await kept.retrieve("call-1")
    assert lost is not None
    lost.update(UserUttered("half a turn"))
    again = await kept.retrieve("call-1")
    assert again is not None
    assert again.latest_message.text == "hello"


async def test_what_is_older_than_the_retention_is_deleted_and_the_rest_stays(agencies: Path) -> None:
    kept = store(agencies)
    await kept.save(conversation("old", 31))
    await kept.save(conversation("young", 0))
    kept.delete_older_than(time.time() - 30 * DAY_S)
    assert await kept.retrieve("old") is None
    assert await kept.retrieve("young") is not None


async def test_old_conversations_are_deleted_at_start(agencies: Path) -> None:
    await store(agencies).save(conversation("old", 31))
    again = store(agencies)
    for _ in range(100):
        if await again.retrieve("old") is None:
            return
        time.sleep(0.05)
    pytest.fail("the old conversation is still there 5 s after the start")


def test_sqlite_writes_ahead_so_that_readers_do_not_wait(agencies: Path) -> None:
    store(agencies)
    mode = sqlite3.connect(agencies.parent / "tracker.db").execute("PRAGMA journal_mode").fetchone()
    assert mode == ("wal",)


@pytest.mark.parametrize("content", ["name: x\n", "retention_days: never\n", "retention_days: 0\n", "- a list\n", "{"])
def test_a_retention_that_cannot_be_read_stops_the_start_with_the_mend(tmp_path: Path, content: str) -> None:
    path = tmp_path / "agency.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=r"agency\.yml"):
        retention_days(path)


def said(tracker: DialogueStateTracker, text: str) -> DialogueStateTracker:
    tracker.update(UserUttered(text, parse_data={"intent": {"name": "inform"}}))
    return tracker


async def test_turns_that_alternate_between_two_processes_are_one_conversation(agencies: Path) -> None:
    """Each store stands for a process: what the other wrote is read, and nothing is written twice."""
    processes = (store(agencies), store(agencies))
    await processes[0].save(conversation("call-1", 0))
    for number in range(1, 7):
        one = processes[number % 2]
        found = await one.retrieve("call-1")
        assert found is not None
        await one.save(said(found, f"turn {number}"))
    read = await store(agencies).retrieve("call-1")
    assert read is not None
    texts = [event.text for event in read.events if isinstance(event, UserUttered)]
    assert texts == ["hello", *(f"turn {number}" for number in range(1, 7))]


async def test_a_turn_that_another_process_has_overtaken_is_not_kept(agencies: Path) -> None:
    slow, quick = store(agencies), store(agencies)
    await slow.save(conversation("call-1", 0))
    late, soon = await slow.retrieve("call-1"), await quick.retrieve("call-1")
    assert late is not None
    assert soon is not None
    await quick.save(said(soon, "in time"))
    with pytest.raises(Overtaken):
        await slow.save(said(late, "too late"))
    read = await slow.retrieve("call-1")
    assert read is not None
    assert [event.text for event in read.events if isinstance(event, UserUttered)] == ["hello", "in time"]


async def test_a_conversation_is_begun_by_one_process_only(agencies: Path) -> None:
    one, other = store(agencies), store(agencies)
    assert await one.retrieve("call-1") is None
    assert await other.retrieve("call-1") is None
    await one.save(conversation("call-1", 0))
    with pytest.raises(Overtaken):
        await other.save(conversation("call-1", 0))


async def test_a_conversation_that_nobody_else_has_touched_is_not_read_again(agencies: Path) -> None:
    kept, tracker = store(agencies), conversation("call-1", 0)
    await kept.save(tracker)
    assert await kept.retrieve("call-1") is tracker


async def test_a_broker_is_told_each_event_once(agencies: Path) -> None:
    told: List[Dict[str, Any]] = []

    class Broker:
        def publish(self, event: Dict[str, Any]) -> None:
            told.append(event)

    kept = store(agencies)
    kept.event_broker = Broker()  # type: ignore[assignment]
    await kept.retrieve("call-1")
    await kept.save(conversation("call-1", 0))
    found = await kept.retrieve("call-1")
    assert found is not None
    await kept.save(said(found, "and then"))
    assert [event["text"] for event in told] == ["hello", "and then"]


def test_settings_that_are_left_empty_are_left_out(agencies: Path) -> None:
    found = connecting.given({"dialect": "postgresql", "host": "db", "port": "5432", "username": "", "password": None})
    assert found == {"dialect": "postgresql", "host": "db", "port": 5432}
    with pytest.raises(ValueError, match="CIVICLINE_TRACKER_PORT"):
        connecting.given({"port": "five"})


async def test_a_conversation_of_yesterday_is_gone_at_the_next_start(agencies: Path) -> None:
    await store(agencies).save(conversation("yesterday", 1))
    again = store(agencies)
    for _ in range(100):
        if await again.retrieve("yesterday") is None:
            return
        time.sleep(0.05)
    pytest.fail("what was said yesterday is still there")


async def test_a_conversation_that_is_deleted_while_it_is_read_is_gone(agencies: Path) -> None:
    await store(agencies).save(conversation("call-1", 0))
    again = store(agencies)
    again._events = again._events.replace("WHERE ", "WHERE id < 0 AND ")
    assert await again.retrieve("call-1") is None


def test_hours_come_from_the_agency_and_are_never_more_than_its_retention(tmp_path: Path) -> None:
    path = tmp_path / "agency.yml"
    for written, hours in (("retention_days: 30\n", 12), ("retention_days: 1\nconversation_hours: 48\n", 24)):
        path.write_text(written, encoding="utf-8")
        assert conversation_hours(path) == hours
    path.write_text("retention_days: 30\nconversation_hours: soon\n", encoding="utf-8")
    with pytest.raises(ValueError, match="conversation_hours"):
        conversation_hours(path)


def test_the_file_of_conversations_is_this_users_only(agencies: Path) -> None:
    store(agencies)
    for path in agencies.parent.glob("tracker.db*"):
        assert path.stat().st_mode & 0o077 == 0, path.name
