"""`python -m tests.drills faults` kills each process in the middle of calls; `... soak` keeps calling; `... casework` kills
it in the middle of 1,000 intakes and 10,000 notifications. Loopback only.

The first two start a line of their own on free ports, with the real bot or (--fake-bot) the stand-in of tests/fakes. Exit code 1
when a caller was left on a dead line, a record was lost, or memory grew.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.drills import bad_clocks, bad_days
from tests.drills.faults import HEAD, Round, round_of
from tests.drills.killed_intakes import intakes
from tests.drills.killed_notifications import notifications, notifications_over_redis, texts_without_keys
from tests.drills.soak import soak
from tests.drills.town import Town, town
from tests.drills.voices import spoken
from tests.fakes import postgres, redis_server


def main() -> int:
    chosen = _arguments()
    if chosen.drill == "casework":
        return killed_casework(chosen.intakes, chosen.notifications)
    turns = spoken()
    with town(real_bot=not chosen.fake_bot, most_calls=chosen.calls) as whole:
        return faults(whole, turns, chosen) if chosen.drill == "faults" else long(whole, turns, chosen)


def killed_casework(reports: int, messages: int) -> int:
    try:
        with tempfile.TemporaryDirectory() as folder:
            print(asyncio.run(intakes(Path(folder) / "intakes", reports, kills=5)), flush=True)
            print(notifications(Path(folder) / "notifications", messages, kills=6), flush=True)
            if redis_server.program():
                print(notifications_over_redis(Path(folder) / "redis", max(400, messages // 5), kills=4), flush=True)
            else:
                print(redis_server.NONE, flush=True)
            print(texts_without_keys(Path(folder) / "texts", max(80, messages // 25), kills=4), flush=True)
            for line in on_bad_days(Path(folder), reports):
                print(line, flush=True)
            for line in on_postgres(Path(folder), reports, messages):
                print(line, flush=True)
    except AssertionError as wrong:
        print(f"CASEWORK DRILL: BAD: {wrong}")
        return 1
    print("CASEWORK DRILL: nothing lost, nothing twice")
    return 0


def on_postgres(folder: Path, reports: int, messages: int) -> Iterator[str]:
    """The same on PostgreSQL, where rows are locked and not the database; each drill in an empty one."""
    if not postgres.PROGRAMS:
        yield postgres.NONE
        return
    with postgres.running(folder / "pg-intakes") as server:
        yield asyncio.run(intakes(folder / "intakes-pg", reports, kills=5, database=server.url))
    with postgres.running(folder / "pg-notifications") as server:
        yield notifications(
            folder / "notifications-pg", messages, kills=6, database=server.url, queue=server.url, workers=2
        )
    with postgres.running(folder / "pg-two") as server:
        yield bad_days.two_processes(folder / "two-pg", max(4, reports // 20), server.url)


def on_bad_days(folder: Path, reports: int) -> Iterator[str]:
    yield bad_days.locked_database(folder / "locked")
    yield bad_days.two_processes(folder / "two", max(4, reports // 20))
    yield bad_clocks.restored_in_the_middle(folder / "restored")
    for drill in (bad_days.full_disk, bad_days.read_only_disk, bad_clocks.clock_jumps, bad_clocks.database_away):
        try:
            yield drill(folder / drill.__name__)
        except (bad_days.NoDisk, bad_clocks.NotHere) as error:
            yield str(error)


def faults(whole: Town, turns: list, chosen: argparse.Namespace) -> int:  # type: ignore[type-arg]
    rounds: list[Round] = []
    print(HEAD)
    for victim in chosen.kill or whole.victims:
        rounds.append(round_of(whole, victim, turns, chosen.calls, chosen.kill_after_s))
        print(rounds[-1].row(), flush=True)
        for call in rounds[-1].lost:
            print(f"  LOST: {call.call_id}: {call.why}", flush=True)
    good = all(one.good for one in rounds)
    print("\nFAULT DRILL: " + ("everybody ended with an answer or a person, no record is missing" if good else "BAD"))
    return 0 if good else 1


def long(whole: Town, turns: list, chosen: argparse.Namespace) -> int:  # type: ignore[type-arg]
    result = asyncio.run(soak(whole, turns, chosen.calls, chosen.minutes * 60, lambda line: print(line, flush=True)))
    print(result.report())
    return 0 if result.good else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.drills", description=__doc__)
    drills = parser.add_subparsers(dest="drill", required=True)
    one = drills.add_parser("faults", help="kill -9 of each process in turn, in the middle of calls")
    one.add_argument("--calls", type=int, default=int(os.environ.get("CALLS") or 20))
    one.add_argument(
        "--kill", nargs="*", metavar="NAME", help="only these: rasa actions casework recogniser synthesiser"
    )
    one.add_argument("--kill-after-s", type=float, default=14.0)
    two = drills.add_parser("soak", help="generated calls, memory flat, no record lost")
    two.add_argument("--calls", type=int, default=int(os.environ.get("CALLS") or 6))
    two.add_argument("--minutes", type=float, default=float(os.environ.get("MINUTES") or 30))
    small = bool(os.environ.get("SMALL"))
    three = drills.add_parser("casework", help="kill -9 in the middle of intakes and notifications")
    three.add_argument("--intakes", type=int, default=100 if small else 1_000)
    three.add_argument("--notifications", type=int, default=1_000 if small else 10_000)
    for each in (one, two):
        each.add_argument("--fake-bot", action="store_true", help="the stand-in instead of Rasa: nothing is trained")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
