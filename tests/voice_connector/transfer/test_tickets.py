"""A hand-over's story reaches casework once, whenever casework is to be had, and the transfer never waits for it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from casework_client.wire_httpx import casework_over
from tests.calls.stage import NoRedaction
from tests.calls.virtual_time import VirtualClock, run_virtually
from tests.fakes.casework import FakeCasework
from voice_connector.bot.replies import WireUnsent
from voice_connector.records.record import NOT_REDACTED, Redaction, Redacts
from voice_connector.records.spool import Spool
from voice_connector.transfer.handover import Handover
from voice_connector.transfer.tickets import Tickets

TOLD = Handover(
    "call-00000001", "denver", "voice", "asked_for_person", "graffiti", "en", "call_taker",
    [{"who": "caller", "text": "paint on the wall"}], {"where": "Pearl St"}, "let me talk to someone",
)  # fmt: skip
UNSENT = WireUnsent(key="call-00000001-3", body={**TOLD.to_json(), "ticket": "chosen-by-the-bot-01"})


class Broken:
    def redact(self, text: str) -> str:
        raise RuntimeError("no redactor")


def agency_line(folder: Path, casework: FakeCasework, redactor: Redacts | None = None) -> tuple[Tickets, Spool]:
    http = casework_over(casework.client())
    spool = Spool(folder, http, VirtualClock(), retry_s=30, redaction=Redaction(redactor or NoRedaction()))
    return Tickets(http, 2.0, spool), spool


def stories(casework: FakeCasework) -> list[dict[str, Any]]:
    return list(casework.tickets.values())


def test_a_ticket_that_casework_takes_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    casework = FakeCasework()
    tickets, spool = agency_line(tmp_path, casework)
    ticket = run_virtually(tickets.make(TOLD))
    assert [story["ticket"] for story in stories(casework)] == [ticket]
    assert spool.waiting() == 0


@pytest.mark.parametrize("state", ["down", "slow"])
def test_a_ticket_made_while_casework_is_away_arrives_within_seconds_of_its_return(tmp_path: Path, state: str) -> None:
    casework = FakeCasework(state)
    tickets, spool = agency_line(tmp_path, casework)

    async def main() -> tuple[str | None, float]:
        clock = VirtualClock()
        delivering = asyncio.create_task(spool.run())
        began = clock.now()
        ticket = await tickets.make(TOLD)
        assert clock.now() - began <= 2.1, "the caller waited for the ticket"
        for number in range(3):
            await spool.file({"call_id": f"call-0000000{number}"})
        await asyncio.sleep(100)
        casework.state = "up"
        back = clock.now()
        while not casework.tickets:
            await asyncio.sleep(0.1)
        took = clock.now() - back
        await asyncio.sleep(200)
        delivering.cancel()
        return ticket, took

    ticket, took = run_virtually(main())
    assert [(story["ticket"], story["facts"]) for story in stories(casework)] == [(ticket, {"where": "Pearl St"})]
    assert took <= (4 if state == "down" else 61)  # the fake's slow answer takes a minute itself
    assert len(casework.calls) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_ticket_that_the_bot_could_not_send_keeps_its_key_and_id_over_a_restart(tmp_path: Path) -> None:
    tickets, _ = agency_line(tmp_path, FakeCasework("down"))
    assert run_virtually(tickets.keep(UNSENT)) == "chosen-by-the-bot-01"
    casework = FakeCasework()
    assert run_virtually(agency_line(tmp_path, casework)[1].deliver_all()) == 0
    assert casework.tickets == {"call-00000001-3": UNSENT.body}


def test_ringing_a_second_queue_keeps_the_ticket_once(tmp_path: Path) -> None:
    casework = FakeCasework("down")
    tickets, spool = agency_line(tmp_path, casework)

    async def twice() -> None:
        await tickets.keep(UNSENT)
        await tickets.keep(UNSENT)
        casework.state = "up"
        await spool.deliver_all()
        await tickets.keep(UNSENT)
        await spool.deliver_all()

    run_virtually(twice())
    assert len(casework.tickets) == 1
    assert (spool.waiting(), spool.set_aside()) == (0, 0)


def test_a_ticket_that_had_arrived_before_its_answer_was_lost_is_not_made_again(tmp_path: Path) -> None:
    casework = FakeCasework()
    casework.tickets[UNSENT.key] = {**UNSENT.body, "wish": "in words not yet redacted"}
    tickets, spool = agency_line(tmp_path, casework)

    async def main() -> None:
        await tickets.keep(UNSENT)
        await spool.deliver_all()

    run_virtually(main())
    assert len(casework.tickets) == 1
    assert (spool.waiting(), spool.set_aside()) == (0, 0)


def test_a_refused_ticket_is_set_aside_and_one_refused_at_once_is_none(tmp_path: Path) -> None:
    tickets, spool = agency_line(tmp_path, FakeCasework("refusing"))
    assert run_virtually(tickets.make(TOLD)) is None
    run_virtually(tickets.keep(UNSENT))
    assert run_virtually(spool.deliver_all()) == 0
    assert spool.set_aside() == 1


def test_words_of_a_ticket_are_redacted_before_they_touch_the_disk(tmp_path: Path) -> None:
    tickets, _ = agency_line(tmp_path, FakeCasework("down"), Broken())
    run_virtually(tickets.make(TOLD))
    (path,) = tmp_path.glob("ticket-*.json")
    kept = json.loads(path.read_text())["story"]
    assert kept["transcript"] == [{"who": "caller", "text": NOT_REDACTED}]
    assert kept["wish"] == NOT_REDACTED
    assert kept["facts"] == {"where": "Pearl St"}


def test_a_full_disk_means_no_ticket_and_the_caller_is_connected_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    tickets, _ = agency_line(tmp_path / "file", FakeCasework("down"))
    assert run_virtually(tickets.make(TOLD)) is None
