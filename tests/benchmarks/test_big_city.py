"""The made city has who the benchmarks look for."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine

from benchmarks import big_city
from benchmarks.bench_casework import FIRST_NAMES, LAST_NAMES
from casework.notifications.contacts import written_phone

CASES = 5_000


def test_a_telephone_number_of_the_city_is_one(tmp_path: Path) -> None:
    for number in range(500):
        phone = big_city.telephone(big_city.with_person(number, 1_000_000))
        assert written_phone(phone, "US") == phone


def test_everybody_whom_a_benchmark_looks_for_lives_there(tmp_path: Path) -> None:
    database = tmp_path / "city.db"
    with sqlite3.connect(database) as made:
        made.execute("CREATE TABLE cases (id INTEGER PRIMARY KEY, opened_at TEXT, contact_id INTEGER)")
        made.executemany("INSERT INTO cases VALUES (?, '2026-11-20', NULL)", [(one,) for one in range(1, CASES + 1)])
        columns = "agency, name, phone, email, language, wants, frequency, flags, created_at, updated_at"
        made.execute(f"CREATE TABLE contacts (id INTEGER PRIMARY KEY, {columns})")
    with create_engine(f"sqlite:///{database}").begin() as connection:
        big_city._people(connection, CASES)
    with sqlite3.connect(database) as made:
        people = made.execute("SELECT c.name, c.phone FROM contacts c JOIN cases k ON k.contact_id = c.id").fetchall()
    names, phones = {name for name, _ in people}, {phone for _, phone in people}
    assert names == {f"{first} {last}" for first in FIRST_NAMES for last in LAST_NAMES}
    assert phones >= {big_city.telephone(big_city.with_person(number, CASES)) for number in range(200)}
