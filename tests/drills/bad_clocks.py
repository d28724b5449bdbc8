"""Days on which the clock jumps, the database goes away, or a backup is brought back in the middle of the work.

As in bad_days.py: a real process on a real port; what was acknowledged is there afterwards, what cannot be done is said so.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
from sqlalchemy import func, select

from casework.database import Database
from casework.intake.tables import ReportAnswer
from tests.drills.bad_days import answer, begin, count, served
from tests.drills.killed_intakes import PIN_KEY, SAID, TOKEN
from tests.drills.patience import MOST_S, run
from tests.fakes import postgres

FAKETIME = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
NO_CLOCK = "libfaketime is not on this machine (apt-get install libfaketime): jumps of the clock were not tried"
PIN, LOCK_MINUTES = "7391", 15
JUMPS = {"an hour on": "+3600", "an hour back": "-3600", "a day on": "+86400", "a day back": "-86400"}


class NotHere(Exception):
    """This machine has nothing that changes a process's clock, or no PostgreSQL."""


def clock_jumps(folder: Path, jumps: Mapping[str, str] = JUMPS) -> str:
    """Each jump meets a report that is being taken and one that is filed; both go on, and nothing is lost."""
    if FAKETIME is None:
        raise NotHere(NO_CLOCK)
    folder.mkdir(parents=True, exist_ok=True)
    offset = folder / "offset"
    offset.write_text("+0\n")
    more = {
        "LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(offset), "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    acknowledged = 0
    with served(folder / "var", more) as (one, client):
        for name, jump in jumps.items():
            _set(offset, "+0")
            report = begin(client, f"before {name}")
            taken = [answer(client, report, *said) for said in SAID[:3]]
            _set(offset, jump)
            taken += [answer(client, report, *said) for said in SAID[3:]]
            assert taken == [200] * len(SAID), (name, taken)
            acknowledged += len(SAID)
            code = _filed(client, report)
            assert _status(client, code, PIN)["outcome"] == "found", name
            other = begin(client, f"after {name}")
            assert answer(client, other, *SAID[0]) == 200, name
            acknowledged += 1
            assert client.get("/readyz").status_code == 200, name
            _locks_are_short(client, code, offset, name)
        one.kill()
    kept = count(folder / "var", ReportAnswer)
    assert kept >= acknowledged, (kept, acknowledged)
    return f"clock: {', '.join(jumps)}: {acknowledged} answers acknowledged, 0 lost; reports and look-ups went on; locks stayed short"


def _set(offset: Path, jump: str) -> None:
    """libfaketime looks at the file again after a second."""
    offset.write_text(f"{jump}\n")
    time.sleep(1.5)


def _locks_are_short(client: httpx.Client, code: str, offset: Path, name: str) -> None:
    """Who was locked out while the clock was wrong is not locked for the length of the error when it is right again."""
    for _ in range(3):
        _status(client, code, "0000")
    assert _status(client, code, PIN)["outcome"] == "locked", name
    _set(offset, "+0")
    again = _status(client, code, PIN)
    assert again["outcome"] == "found" or int(str(again["minutes"])) <= LOCK_MINUTES, (name, again)


def database_away(folder: Path) -> str:
    """PostgreSQL stops in the middle and comes back: meanwhile a sentence, afterwards the same answer is taken."""
    if not postgres.PROGRAMS:
        raise NotHere(postgres.NONE)
    folder.mkdir(parents=True, exist_ok=True)
    with postgres.running(folder) as server:
        with served(folder / "var", {"CIVICLINE_DATABASE_URL": server.url}) as (one, client):
            report = begin(client, "away")
            assert answer(client, report, *SAID[0]) == 200
            server.stop()
            started = time.monotonic()
            refused = answer(client, report, *SAID[1])
            waited, ready = time.monotonic() - started, client.get("/readyz").status_code
            alive = client.get("/healthz").status_code
            assert (refused, ready, alive) == (503, 503, 200), (refused, ready, alive)
            server.start()
            again = [_until_taken(client, report, *said) for said in SAID[1:]]
            assert again == [200] * len(again), again
            _filed(client, report)
            assert client.get("/readyz").status_code == 200
            assert one.process is not None
            assert one.process.poll() is None, one.last_words()
        database = Database(server.url.replace("postgresql:", "postgresql+psycopg:"), threads=1)
        with database.reading() as session:
            kept = session.scalar(select(func.count()).select_from(ReportAnswer))
        database.close()
        assert kept == len(SAID), kept
    return f"PostgreSQL away: 503 after {waited:.1f} s, not ready but alive; {len(SAID)} answers, none lost, none twice, when it was back"


def restored_in_the_middle(folder: Path) -> str:
    """A backup is taken while a report is being taken, the disk is lost, the backup brought back, and the caller goes on."""
    var, backups, elsewhere = folder / "var", folder / "backups", folder / "elsewhere"
    with served(var) as (one, client):
        filed = begin(client, "filed")
        assert [answer(client, filed, *said) for said in SAID] == [200] * len(SAID)
        code = _filed(client, filed)
        report = begin(client, "middle")
        assert [answer(client, report, *said) for said in SAID[:3]] == [200] * 3
        _casework(var, "backup", str(backups))
        assert answer(client, report, *SAID[3]) == 200, "after the backup: this one is lost with the disk"
        refused = _casework(var, "restore", str(_newest(backups)), ok=False)
        assert "already" in refused, refused
        assert client.get("/readyz").status_code == 200, "what was refused has touched nothing"
        one.kill()
    shutil.rmtree(var)
    elsewhere.mkdir(parents=True)
    said = _casework(elsewhere, "restore", str(_newest(backups)))
    assert "the audit trail is whole" in said, said
    with served(elsewhere) as (_one, client):
        assert _status(client, code, PIN)["outcome"] == "found"
        assert [answer(client, report, *each) for each in SAID[2:]] == [200] * len(SAID[2:]), (
            "said again, as the bot does"
        )
        _filed(client, report)
    assert count(elsewhere, ReportAnswer) == 2 * len(SAID)
    return "backup brought back in the middle: refused over a running one; what it held is whole, the caller's report went on and was filed"


def _newest(backups: Path) -> Path:
    return max(backups.iterdir())


def _casework(var: Path, *command: str, ok: bool = True) -> str:
    settings = {"CIVICLINE_SERVICE_TOKEN": TOKEN, "CIVICLINE_PIN_KEYS": PIN_KEY, "CIVICLINE_VAR": str(var)}
    done = run(["-m", "casework", *command], settings)
    assert (done.returncode == 0) == ok, done.stderr
    return done.stdout if ok else done.stderr


def _filed(client: httpx.Client, report: str) -> str:
    """Its access code."""
    answered = client.post(f"/v1/reports/{report}/submit", json={"turn": "submit"})
    assert answered.status_code == 200, answered.text
    told = client.get(f"/v1/reports/{report}").json()
    return str(told.get("access_code") or answered.json()["access_code"])


def _status(client: httpx.Client, code: str, pin: str) -> dict[str, object]:
    body = {"agency": "denver", "access_code": code, "pin": pin, "call_id": f"look {time.monotonic_ns()}"}
    answered = client.post("/v1/case-status", json=body)
    assert answered.status_code == 200, answered.text
    return dict(answered.json())


def _until_taken(client: httpx.Client, report: str, question: str, value: object) -> int:
    end = time.monotonic() + MOST_S
    while (status := answer(client, report, question, value)) == 503 and time.monotonic() < end:
        time.sleep(0.2)
    return status
