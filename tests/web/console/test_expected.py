"""Expected calls on the supervisor's page: with their error, the call-takers they need, and the same as CSV."""

from __future__ import annotations

import csv
import io
import sqlite3
from datetime import UTC, datetime, timedelta

import httpx

from tests.web.console.office import Office

WEEKS = 8
NO_TURN = '{"turns": []}'


def calls_came(office: Office) -> None:
    """Four at 18:00 UTC and one at 3:00 of every day, straight into the table: eight weeks of records are filed in no test's time."""
    now = datetime.now(UTC).replace(tzinfo=None, minute=30, second=0, microsecond=0)
    rows = []
    for ago in range(1, 7 * WEEKS + 2):
        for hour, count in ((18, 4), (3, 1)):
            at = (now - timedelta(days=ago)).replace(hour=hour)
            written = [one.isoformat(" ", "microseconds") for one in (at, at + timedelta(minutes=3))]
            rows += [(f"old-{ago}-{hour}-{n}", "denver", "voice", *written, NO_TURN) for n in range(count)]
    with sqlite3.connect(office.agencies.parent / "var" / "casework.db", timeout=30) as kept:
        into = "INSERT INTO call_records (call_id, agency, channel, started_at, ended_at, record) VALUES (?,?,?,?,?,?)"
        kept.executemany(into, rows)


def test_a_supervisor_sees_what_is_to_be_expected_and_how_wrong_it_was(office: Office) -> None:
    with office.signed_in("sam") as sam:
        sam.timeout = httpx.Timeout(120)  # the library of statistics is loaded by the first who asks
        assert "Six weeks of calls are needed" in sam.get("/numbers/expected").text
        calls_came(office)
        page = sam.get("/numbers/expected?share=x&within=99999").text
        assert "Two weeks ago this would have been wrong by" in page
        told = sam.get("/numbers/expected/csv").text.removeprefix("\ufeff")
        chart = sam.get("/numbers/expected/chart")
    lines = list(csv.DictReader(io.StringIO(told)))
    assert len(lines) == 14 * 24
    a_day = sum(float(line["expected calls"]) for line in lines) / 14
    assert 4.5 < a_day < 5.5
    assert chart.headers["content-type"] == "image/svg+xml"
