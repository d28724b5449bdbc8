"""Status look-ups and saves per second at 5,000 and at 1,000,000 cases, on SQLite and on PostgreSQL, over HTTP.

    .envs/services/bin/python -m benchmarks.bench_casework [--cases 5000 1000000] [--on sqlite postgresql]
    [--only "status look-up"]

The service runs in a process of its own. A look-up checks the PIN with the present key and cost, and on that stands the
target: p95 of at most 20 ms at a million cases, one caller after the other. Beside it: hashes of the time before the key
(OWASP's cost, hashed anew at the first look-up), a wrong PIN (one check at every cost that there is), and cases whose hashes
cost nothing, for all the rest. Every look-up also counts a try before it checks, and gives it back: two transactions that write.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import Engine, create_engine, text

from benchmarks.big_city import FIRST_NAMES, LAST_NAMES, Known, known, on_postgres, on_sqlite, telephone, with_person
from benchmarks.servers import PIN_KEY, POSTGRES, cpu_ms, served
from casework.access.pins import KEYED_MEMORY_KIB, KEYED_TIME_COST, PinKeys, Pins, hasher

TARGET_MS = 20
OFFICER = {"Civicline-Actor": "officer-1107", "Civicline-Role": "officer"}
STORY = {
    "agency": "denver",
    "channel": "voice",
    "reason": "asked_for_person",
    "need": "theft_cold",
    "facts": {"where": "14th and Pearl"},
    "transcript": [{"who": "caller", "text": "my bike was stolen from the rack last night"}] * 4,
}
ROUTE = {
    "agency": "denver",
    "need": "crash_no_injury",
    "facts": {"injured": False, "city": "Denver"},
    "channel": "voice",
}
Once = Callable[[int], Awaitable[None]]
COLUMNS = ("database", "cases", "what", "at once", "per second", "p50 ms", "p95 ms", "CPU ms each", "target")


@dataclass(frozen=True)
class City:
    """Cases by how their PINs are hashed; each of `older` and `guessed` is asked for once. `rare`: three words of one case; `common`: what
    stands in very many."""

    present: list[Known]
    older: list[Known]
    cheap: list[Known]
    guessed: list[Known]
    rare: list[str]
    common: list[str]


def city_of(engine: Engine) -> City:
    now = Pins(hasher(KEYED_TIME_COST, KEYED_MEMORY_KIB), keys=PinKeys([PIN_KEY]))
    before, cheap = Pins(hasher()), Pins(hasher(1, 8))
    with engine.connect() as connection:
        lines = connection.scalars(text("SELECT words FROM case_words ORDER BY case_id LIMIT 200")).all()
        counted = Counter(word for line in lines for word in line.split() if word.isalpha() and len(word) > 1)
        rare = [
            " ".join((*line.split()[:2], min(line.split(), key=lambda word: counted[word] or len(lines))))
            for line in lines
        ]
        return City(
            known(connection, 500, now.hash, 1), known(connection, 250, before.hash, 2),
            known(connection, 500, cheap.hash, 3), known(connection, 250, now.hash, 4),
            rare, [word for word, _ in counted.most_common(3)],
        )  # fmt: skip


class Asking:
    """What is asked of a running casework; every request with a call of its own."""

    def __init__(self, client: httpx.AsyncClient, city: City, cases: int) -> None:
        self._client, self._city, self._cases, self._reports = client, city, cases, list[str]()

    async def nothing(self, _number: int) -> None:
        assert (await self._client.get("/healthz")).is_success

    async def route(self, _number: int) -> None:
        await self._post("/v1/route", ROUTE)

    async def status(self, number: int) -> None:
        await self._status(self._city.present[number % len(self._city.present)])

    async def status_from_before_the_key(self, _number: int) -> None:
        await self._status(self._city.older.pop())

    async def status_but_the_pin(self, number: int) -> None:
        await self._status(self._city.cheap[number % len(self._city.cheap)])

    async def wrong_pin(self, _number: int) -> None:
        await self._status(Known(self._city.guessed.pop().number, "0000"), "not_found")

    async def queue_page(self, number: int) -> None:
        query = {"queue": ("reports", "traffic", "fraud")[number % 3], "limit": "50"}
        found = await self._client.get("/v1/agencies/denver/cases", params=query, headers=OFFICER)
        assert found.is_success, found.text

    async def search_number(self, number: int) -> None:
        await self._search(self._city.present[number % len(self._city.present)].number, least=1)

    async def search_telephone(self, number: int) -> None:
        await self._search(telephone(with_person(number, self._cases)), least=1)

    async def search_name(self, number: int) -> None:
        first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number % len(LAST_NAMES)]
        await self._search(f"{first} {last}", least=1)

    async def search_rare_words(self, number: int) -> None:
        """Words of a place, and one of the story."""
        await self._search(self._city.rare[number % len(self._city.rare)], least=1)

    async def search_common_word(self, number: int) -> None:
        await self._search(self._city.common[number % len(self._city.common)], least=50)

    async def search_nothing(self, number: int) -> None:
        await self._search(f"zyzzyva{number}", least=0)

    async def search_with_time(self, number: int) -> None:
        since = (datetime.now(UTC) - timedelta(days=3 + number % 20)).isoformat()
        await self._search(self._city.common[number % len(self._city.common)], least=0, opened_from=since)

    async def unread(self, _number: int) -> None:
        await self._list("unread-messages", limit="50")

    async def handed_over(self, _number: int) -> None:
        await self._list("handovers", limit="50")

    async def counted(self, number: int) -> None:
        await self._list("cases", queue=("reports", "traffic", "fraud")[number % 3], count="true", limit="50")

    async def _search(self, q: str, least: int, **more: str) -> None:
        found = await self._list("cases", q=q, order="newest", limit="50", **more)
        assert len(found["cases"]) >= least, (q, found)

    async def _list(self, path: str, **query: str) -> dict[str, list[object]]:
        found = await self._client.get(f"/v1/agencies/denver/{path}", params=query, headers=OFFICER)
        assert found.is_success, found.text
        told: dict[str, list[object]] = found.json()
        return told

    async def begin_reports(self, count: int) -> None:
        for _ in range(count):
            begin = {"agency": "denver", "kind": "theft", "channel": "voice", "call_id": "bench", "pin": "7391"}
            self._reports.append((await self._post("/v1/reports", begin))["report"])

    async def answer(self, number: int) -> None:
        """An answer is read, saved, and the next question found."""
        report = self._reports[number % len(self._reports)]
        body = {"question": "what_happened", "text": f"My bicycle is gone, number {number}.", "channel": "voice"}
        await self._post(f"/v1/reports/{report}/answers", body | {"turn": f"turn-{number}-{secrets.token_hex(4)}"})

    async def hand_over(self, _number: int) -> None:
        await self._post("/v1/handovers", STORY | {"call_id": secrets.token_hex(8)})

    async def _status(self, case: Known, outcome: str = "found") -> None:
        body = {"agency": "denver", "case_number": case.number, "pin": case.pin, "call_id": secrets.token_hex(8)}
        found = await self._post("/v1/case-status", body)
        assert found["outcome"] == outcome, found

    async def _post(self, path: str, body: object) -> dict[str, str]:
        answer = await self._client.post(path, json=body, headers={"Idempotency-Key": secrets.token_hex(8)})
        assert answer.is_success, answer.text
        told: dict[str, str] = answer.json()
        return told


async def measure(once: Once, count: int, at_once: int) -> tuple[float, float, float]:
    """(how many a second, p50, p95 in ms), with `at_once` waiting at any time."""
    times: list[float] = []
    numbers = iter(range(count))

    async def worker() -> None:
        for number in numbers:
            started = time.perf_counter()
            await once(number)
            times.append((time.perf_counter() - started) * 1000)

    started = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    rate = count / (time.perf_counter() - started)
    return rate, statistics.median(times), statistics.quantiles(times, n=20)[-1]


async def lines(kind: str, cases: int, folder: Path, url: str | None, pids: list[int], only: str) -> AsyncIterator[str]:
    engine = create_engine(url.replace(":", "+psycopg:", 1) if url else f"sqlite:///{folder / 'casework.db'}")
    city = city_of(engine)
    engine.dispose()
    tries = {"CIVICLINE_TRIES_OF_EVERYBODY": "1000000", "CIVICLINE_TRIES_OF_UNKNOWN": "1000000"}
    async with served(folder, url, **tries) as running:
        asking = Asking(running.client, city, cases)
        await asking.begin_reports(50)
        await asking.hand_over(0)  # loads the redactor
        what: list[tuple[str, Once, int, int, bool]] = [
            ("nothing (healthz): the cost of asking", asking.nothing, 500, 1, False),
            ("route", asking.route, 500, 1, False),
            ("status look-up", asking.status, 1_000, 1, True),
            ("status look-up, hash from before the key", asking.status_from_before_the_key, 200, 1, False),
            ("status look-up, wrong PIN", asking.wrong_pin, 200, 1, False),
            ("status look-up, but for the PIN", asking.status_but_the_pin, 1_000, 1, False),
            ("status look-up", asking.status, 1_000, 8, False),
            ("status look-up, but for the PIN", asking.status_but_the_pin, 1_000, 8, False),
            ("answer of a report saved", asking.answer, 500, 1, False),
            ("answer of a report saved", asking.answer, 500, 8, False),
            ("hand-over saved", asking.hand_over, 200, 8, False),
            ("page of 50 cases of a queue", asking.queue_page, 200, 1, False),
            ("the same, counted", asking.counted, 100, 1, False),
            ("search: a number", asking.search_number, 200, 1, False),
            ("search: a telephone number", asking.search_telephone, 200, 1, False),
            ("search: a name", asking.search_name, 100, 1, False),
            ("search: three words, some rare", asking.search_rare_words, 200, 1, False),
            ("search: a word of nearly every case", asking.search_common_word, 100, 1, False),
            ("search: such a word, of some days", asking.search_with_time, 100, 1, False),
            ("search: a word of no case", asking.search_nothing, 200, 1, False),
            ("list: unread messages", asking.unread, 200, 1, False),
            ("list: hand-overs that wait", asking.handed_over, 100, 1, False),
        ]
        what = [one for one in what if only in one[0]]
        for name, once, count, at_once, has_target in what:
            await measure(once, 20, at_once)
            before = cpu_ms(running.pid, *pids)
            rate, p50, p95 = await measure(once, count, at_once)
            cpu = (cpu_ms(running.pid, *pids) - before) / count
            target = f"{TARGET_MS} ({'reached' if p95 <= TARGET_MS else 'MISSED'})" if has_target else ""
            told = (kind, f"{cases:,}", name, at_once, f"{rate:,.0f}", f"{p50:.1f}", f"{p95:.1f}", f"{cpu:.1f}", target)
            yield f"| {' | '.join(map(str, told))} |"


@contextmanager
def city(kind: str, cases: int) -> Iterator[tuple[Path, str | None, list[int]]]:
    """(folder of casework, address of its database, processes of the database)"""
    if kind == "sqlite":
        with on_sqlite(cases) as folder:
            yield folder, None, []
        return
    with tempfile.TemporaryDirectory() as var, on_postgres(cases) as server:
        yield Path(var), server.url, [server.pid]


async def main() -> None:
    parser = argparse.ArgumentParser("bench_casework", description="Look-ups and saves of casework.")
    parser.add_argument("--cases", type=int, nargs="+", default=[5_000, 1_000_000])
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"] if POSTGRES else ["sqlite"])
    parser.add_argument("--only", default="", help="only lines whose name has these words")
    args = parser.parse_args()
    if not POSTGRES:
        print("PostgreSQL is not installed here: not measured", file=sys.stderr)
    print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|")
    for kind in args.on:
        for cases in args.cases:
            with city(kind, cases) as (folder, url, pids):
                async for line in lines(kind, cases, folder, url, pids, args.only):
                    print(line, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
