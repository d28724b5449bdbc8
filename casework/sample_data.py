"""A made-up city: thousands of cases in all stages, the same for the same seed and day."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2.low_level import Type, hash_secret
from faker import Faker
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.live_files import agencies_root
from agencies.map.files import load_map
from agencies.map.shape import Spot
from agencies.properties import properties
from casework.access.pins import LANES, MEMORY_KIB, TIME_COST
from casework.cases import samples
from casework.cases import words as words_of_cases
from casework.cases.machine import life
from casework.cases.samples import ASSIGNED, NUMBERED, OFFICERS, PATHS
from casework.cases.status import describe
from casework.cases.tables import Case, CaseMessage, StatusEvent
from casework.database import Database
from casework.errors import BadSetting
from casework.trail.guard import gate_open
from casework.trail.tables import AuditEntry

Row = dict[str, Any]
StagesAt = list[tuple[str, datetime]]

_DEMO_PINS = 20
_MOST_CASES = 50_000
_PINNED = 0.4
# what people report most, roughly; the rest of the kinds share one part
_WEIGHTS = {
    "theft_cold": 18,
    "theft_from_vehicle": 20,
    "vandalism": 10,
    "auto_theft": 12,
    "lost_property": 6,
    "fraud_scam": 8,
    "burglary_cold": 7,
    "assault_past": 4,
    "hit_run_parked": 5,
    "crash_no_injury": 5,
    "harassment_threats": 3,
    "dv_current": 2,
}


@dataclass(frozen=True)
class Example:
    """A sample case to try, with its PIN in the clear."""

    case: Case
    pin: str

    @property
    def number(self) -> str:
        return self.case.number or ""

    @property
    def access_code(self) -> str:
        return self.case.access_code or ""

    def expect(self, agency: Agency) -> str:
        return describe(self.case, agency).spoken


def fill(database: Database, agency: str, count: int, seed: int, now: datetime) -> list[Example]:
    """Replaces the agency's sample cases by `count` new ones; cases that are not samples stay. Returns five to try.

    The PINs are hashed as real ones are, but only twenty of them: hashing 5,000 takes minutes.
    """
    if not len(PATHS) <= count <= _MOST_CASES:
        raise BadSetting(f"--cases is {count}: give a number from {len(PATHS)} to {_MOST_CASES}.")
    dice = random.Random(seed)
    pins = _demo_pins(dice)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    with database.writing() as session:
        with gate_open(session):
            session.execute(delete(Case).where(Case.agency == agency, Case.is_sample))
        taken = session.execute(select(Case.number, Case.access_code).where(Case.agency == agency)).all()
        numbers, codes = {number for number, _ in taken if number}, {code for _, code in taken if code}
        rows = _cases(dice, agency, count, today, list(pins.values()), numbers, codes)
        _store(session, agency, rows)
        to_try = _to_try(rows, today)
        chosen = select(Case).where(Case.agency == agency, Case.number.in_(to_try)).order_by(Case.number)
        cases = list(session.scalars(chosen))
        session.expunge_all()
    words_of_cases.catch_up(database)
    pin_of = {hashed: pin for pin, hashed in pins.items()}
    return [Example(case, pin_of[case.pin_hash]) for case in cases]


def _store(session: Session, agency: str, rows: list[tuple[Row, StagesAt]]) -> None:
    session.execute(insert(Case), [row for row, _ in rows])
    ours = select(Case.access_code, Case.id).where(Case.agency == agency, Case.is_sample)
    ids = {code: case_id for code, case_id in session.execute(ours)}  # noqa: C416  # rows are tuples only to SQLAlchemy
    numbered = [(ids[row["access_code"]], row, path) for row, path in rows]
    events = [{"case_id": case_id, "stage": stage, "at": at} for case_id, _, path in numbered for stage, at in path]
    session.execute(insert(StatusEvent), events)
    session.execute(insert(AuditEntry), [entry for one in numbered for entry in samples.trail(*one)])
    lines = [line for one in numbered for line in samples.messages(*one)]
    if lines:
        session.execute(insert(CaseMessage), lines)


def _demo_pins(dice: random.Random) -> dict[str, str]:
    """PIN -> hash; the salt comes from the dice as well, so that the same seed gives the same database."""
    chosen = dice.sample(range(1000, 10_000), _DEMO_PINS)
    return {
        str(pin): hash_secret(
            str(pin).encode(),
            dice.randbytes(16),
            time_cost=TIME_COST,
            memory_cost=MEMORY_KIB,
            parallelism=LANES,
            hash_len=32,
            type=Type.ID,
        ).decode()
        for pin in chosen
    }


def _cases(
    dice: random.Random, agency: str, count: int, today: datetime, hashes: list[str], numbers: set[str], codes: set[str]
) -> list[tuple[Row, StagesAt]]:
    fake = Faker("en_US")
    fake.seed_instance(dice.random())
    streets = [fake.street_name() for _ in range(150)]
    corners = load_map(agencies_root() / agency).crossings
    free_codes = [code for code in (f"{n:05d}" for n in range(100_000)) if code not in codes]
    rows = []
    for index, code in enumerate(dice.sample(free_codes, count)):
        path = _path(dice, index, today)
        row = _row(dice, path, numbers) | {"agency": agency, "access_code": code, "pin_hash": dice.choice(hashes)}
        if corners:  # where the agency has a map, cases lie on it; some of their people have put a pin
            corner = dice.choice(corners)
            place, spot = str(corner), corner.spot if dice.random() < _PINNED else None
        else:
            place, spot = f"{dice.randrange(1, 90) * 100} block of {dice.choice(streets)}", None
        rows.append((row | samples.story(dice, row, place) | _pin(spot), path))
    return rows


def _pin(spot: Spot | None) -> Row:
    return {"lat": spot and spot.lat, "lon": spot and spot.lon, "located_by": "pin" if spot else None}


def _row(dice: random.Random, path: StagesAt, numbers: set[str]) -> Row:
    """What follows from the stages: the number has the year in which the case was opened."""
    opened, (stage, updated) = path[0][1], path[-1]
    stages = [name for name, _ in path]
    return {
        "number": _number(dice, opened.year, numbers) if NUMBERED.intersection(stages) else None,
        "need": dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0],
        "stage": stage,
        "stage_before": stages[-2] if stage == "more_wanted" else None,
        "assigned_to": dice.choice(OFFICERS) if ASSIGNED.intersection(stages) else None,
        "redirected_to": "general_line" if stage == "redirected" else None,
        "opened_at": opened,
        "updated_at": updated,
        "closed_at": updated if life().all_stages[stage].ends else None,
        "is_sample": True,
    }


def _path(dice: random.Random, index: int, today: datetime) -> StagesAt:
    """The stages a case went through, and when; the first cases cover every path once. Closed ones are recent enough to be kept."""
    stages = PATHS[index][0] if index < len(PATHS) else dice.choices([p for p, _ in PATHS], [w for _, w in PATHS])[0]
    last = today - timedelta(days=dice.randrange(1, 80), minutes=dice.randrange(1440))
    times = [last]
    for _ in stages[1:]:
        times.append(times[-1] - timedelta(days=dice.randrange(1, 25), minutes=dice.randrange(1440)))
    return list(zip(stages, reversed(times), strict=True))


def _number(dice: random.Random, year: int, taken: set[str]) -> str:
    while (number := f"{year}-{dice.randrange(100_000, 1_000_000)}") in taken:
        pass
    taken.add(number)
    return number


def _to_try(rows: list[tuple[Row, StagesAt]], today: datetime) -> list[str]:
    """Five numbers whose codes still answer: four different stages, and one that only a person talks about."""
    private = properties().having("in_person")
    fresh = [row for row, _ in rows if row["number"] and _answers(row, today)]
    by_stage: dict[str, str] = {row["stage"]: row["number"] for row in reversed(fresh) if row["need"] not in private}
    person: list[str] = [row["number"] for row in fresh if row["need"] in private][:1]
    return [*list(by_stage.values())[: 5 - len(person)], *person]


def _answers(row: Row, today: datetime) -> bool:
    return row["closed_at"] is None or row["closed_at"] > today - timedelta(days=14)
