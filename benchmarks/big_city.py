"""A city of up to a million cases, built in SQL from the sample city, kept in the cache by the hash of what made it.

The sample cases (every stage, trail and messages as the product makes them) are the first 5,000; the rest are their copies
with numbers and codes of their own. As in a real city most have ended, and only open ones have an access code: there are
100,000 codes. PIN hashes are reused, so that nobody waits for a million of them; those of the cases that a benchmark asks
for are made as it wants them, in its own copy. Seven of ten cases have a person of their own to be reached: without them a database
thinks that hardly any case has one, and plans accordingly.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, insert, text

from benchmarks.servers import PIN_KEY, POSTGRES, Postgres, postgres
from casework import migrate, sample_data, schema
from casework.cases import samples, words
from casework.cases.tables import Case, StatusEvent
from casework.sample_data import fill
from casework.settings import Settings
from casework.staff_accounts.tables import StaffAccount
from casework.trail.tables import AuditEntry, AuditSeal
from launcher.paths import cache_folder

SAMPLES, SEED, OPEN_COPIES = 5_000, 417, 9
WITH_PERSON = 7  # of ten cases
_FIRST_TELEPHONE = 2_000_000
FIRST_NAMES = ("Ada", "Ben", "Carla", "Dmitri", "Elena", "Faisal", "Grace", "Hector", "Imani", "Jonas", "Keiko", "Lena", "Marcus",
    "Nadia", "Oscar", "Priya", "Quentin", "Rosa", "Samir", "Tara")  # fmt: skip
LAST_NAMES = ("Abbott", "Baca", "Chavez", "Dahl", "Eriksen", "Fuentes", "Garcia", "Hoang", "Ibarra", "Jensen", "Khan", "Lovato",
    "Martinez", "Nguyen", "Okafor", "Padilla", "Quintana", "Romero", "Sanchez", "Trujillo", "Underwood", "Vigil", "Weaver",
    "Xiong", "Yazzie")  # fmt: skip
Hash = Callable[[str], str]
_COPIES = "WITH RECURSIVE copies(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copies WHERE k < :most)"
_NEW_ID = f":top + (k - 1) * {SAMPLES} + r.n"


@dataclass(frozen=True)
class Known:
    """A case to ask for."""

    number: str
    pin: str


def telephone(case_id: int) -> str:
    """Of the person of a case (of `with_person`): one that there can be, or it is looked for as a name."""
    return f"+1720{_FIRST_TELEPHONE + case_id}"


def with_person(number: int, cases: int) -> int:
    """The id of a case that has a person: another one for each number."""
    return 10 * (number * 7_919 % (cases // 10 - 1)) + 1


def known(connection: Connection, count: int, made_by: Hash, part: int) -> list[Known]:
    """Random cases with numbers, from a quarter (1 to 4) of the city; their PINs are hashed by `made_by`, a few for all."""
    hashes = [(pin, made_by(pin)) for pin in ("7391", "4826", "5093", "8264")]
    most = connection.execute(text("SELECT max(id) FROM cases")).scalar_one()
    ids = random.Random(SEED).sample(range(part, most + 1, 4), min(2 * count, most // 4))
    one = text("UPDATE cases SET pin_hash = :hash WHERE id = :id AND number IS NOT NULL RETURNING number")
    found = list[Known]()
    for case_id in ids:
        pin, hashed = hashes[len(found) % len(hashes)]
        number = connection.execute(one, {"id": case_id, "hash": hashed}).scalar()
        found += [Known(number, pin)] if number else []
    connection.commit()
    return found[:count]


@contextmanager
def on_sqlite(cases: int) -> Iterator[Path]:
    """A folder with casework.db, a copy that may be changed."""
    kept = _kept("sqlite", cases, _build_sqlite)
    with tempfile.TemporaryDirectory(prefix="civicline-bench-") as folder:
        subprocess.run(["cp", "--reflink=auto", kept / "casework.db", folder], check=True)
        subprocess.run(["sync", Path(folder) / "casework.db"], check=True)  # or the first checkpoint waits for it
        yield Path(folder)


@contextmanager
def on_postgres(cases: int) -> Iterator[Postgres]:
    """A running PostgreSQL with its usual settings, on a copy."""
    with postgres(_kept(f"postgresql-{POSTGRES[-1].parts[-3]}", cases, _build_postgres) / "data") as server:
        yield server


def _kept(kind: str, cases: int, build) -> Path:  # type: ignore[no-untyped-def]  # one of the two below
    """The folder in the cache; what was made otherwise, or so long ago that retention would take it, is built anew."""
    sources = [
        Path(__file__),
        Path(words.__file__),
        Path(sample_data.__file__),
        Path(samples.__file__),
        *(Path(str(room.__file__)) for room in schema.ROOMS),
    ]
    sources += sorted((Path(migrate.__file__).parent / "migrations").rglob("*.py"))
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in sources))
    digest.update(datetime.now(UTC).strftime("%G-%V").encode())
    place = cache_folder() / "big-city"
    kept = place / f"{kind}-{cases}-{digest.hexdigest()[:16]}"
    if kept.exists():
        return kept
    for old in place.glob(f"{kind}-{cases}-*"):
        shutil.rmtree(old)
    place.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    building = Path(tempfile.mkdtemp(prefix="building-", dir=place))
    try:
        build(building, cases)
        building.rename(kept)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    print(f"built {cases:,} cases on {kind} in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    return kept


def put_in_place_of(database: Path, cases: int) -> None:
    """The sample city of this SQLite file becomes one of so many cases, with the same colleagues; nobody has it open."""
    sample = database.with_suffix(".sample")
    database.rename(sample)
    subprocess.run(
        ["cp", "--reflink=auto", _kept("sqlite", cases, _build_sqlite) / "casework.db", database], check=True
    )
    people = StaffAccount.__tablename__
    with create_engine(f"sqlite:///{database}").connect() as connection:
        connection.execute(text("ATTACH :sample AS sample"), {"sample": str(sample)})
        connection.execute(text(f"INSERT INTO {people} SELECT * FROM sample.{people}"))
        connection.commit()


def _build_sqlite(folder: Path, cases: int) -> None:
    _fill(folder, None)
    url = f"sqlite:///{folder / 'casework.db'}"
    quick = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1500000", "temp_store=MEMORY")
    with create_engine(url).connect() as connection:
        for pragma in quick:
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        _multiply(connection, cases)
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")


def _build_postgres(folder: Path, cases: int) -> None:
    quick = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=8GB")
    with postgres(None, *quick, "maintenance_work_mem=512MB", "shared_buffers=1GB") as server:
        _fill(folder, server.url)
        engine = create_engine(server.url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            _multiply(connection, cases)
            for table in ("cases", "status_events", "audit_entries", "contacts"):
                newest = f"(SELECT max(id) FROM {table})"
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {newest})"))
            connection.commit()
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))  # as autovacuum does in time
        engine.dispose()
        data = server.data
        subprocess.run(["kill", "-INT", str(server.pid)], check=True)  # a fast shutdown: all is on the disk
        while (data / "postmaster.pid").exists():
            time.sleep(0.2)
        subprocess.run(["cp", "-a", data, folder / "data"], check=True)


def _fill(folder: Path, url: str | None) -> None:
    """The sample city, as `make sample-data` makes it."""
    from casework.app import build_services

    settings = {"service_token": "b" * 32, "pin_keys": PIN_KEY, "var": folder, "database_url": url}
    services = build_services(Settings.model_validate(settings))
    fill(services.database, "denver", SAMPLES, SEED, datetime.now(UTC))
    services.database.close()


def _multiply(connection: Connection, cases: int) -> None:
    """Copies of all samples with their stages and trail; copies from the tenth on are closed."""
    values = {"most": cases // SAMPLES - 1, "open": OPEN_COPIES}
    _people(connection, cases)
    if values["most"]:
        values["top"] = _lists(connection)
        both = {"most": values["most"], "top": values["top"]}
        connection.execute(text(f"{_COPIES} INSERT INTO cases {_copied_cases()}"), values)
        for table in (StatusEvent, AuditEntry):
            names = [column.name for column in table.__table__.columns if column.name not in ("id", "case_id")]
            columns = ", ".join(names)
            copied = f"SELECT {_NEW_ID}, {columns} FROM {table.__tablename__} t JOIN city_ranks r ON r.id = t.case_id"
            whole = f"{_COPIES} INSERT INTO {table.__tablename__} (case_id, {columns}) {copied} CROSS JOIN copies"
            connection.execute(text(whole), both)
        words = f"SELECT {_NEW_ID}, t.words FROM case_words t JOIN city_ranks r ON r.id = t.case_id CROSS JOIN copies"
        connection.execute(text(f"{_COPIES} INSERT INTO case_words (case_id, words) {words}"), both)
        for name in ("city_ranks", "city_codes"):
            connection.execute(text(f"DROP TABLE {name}"))
        _seal(connection)
    connection.commit()


def _people(connection: Connection, cases: int) -> None:
    """Each with the id of their case; those of the copies are there before the cases are."""
    names = [f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES]
    connection.execute(text("CREATE TABLE city_names (n INTEGER PRIMARY KEY, name VARCHAR(80))"))
    connection.execute(
        text("INSERT INTO city_names VALUES (:n, :name)"), [{"n": n, "name": name} for n, name in enumerate(names)]
    )
    own = f"n.n = (i.id / 10 * {WITH_PERSON} + i.id % 10) % {len(names)} AND i.id % 10 < {WITH_PERSON}"
    whole = (
        "WITH RECURSIVE i(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM i WHERE id < :last) INSERT INTO contacts"
        " (id, agency, name, phone, email, language, wants, frequency, flags, created_at, updated_at) SELECT i.id, 'denver', n.name,"
        f" '+1720' || CAST({_FIRST_TELEPHONE} + i.id AS VARCHAR(7)), 'person' || CAST(i.id AS VARCHAR(8)) || '@example.org', 'en',"
        f" '[\"sms\"]', 'every_step', '[]', t.opened_at, t.opened_at FROM i JOIN city_names n ON {own}"
        " CROSS JOIN (SELECT min(opened_at) AS opened_at FROM cases) t"
    )
    top = connection.execute(text("SELECT max(id) FROM cases")).scalar_one()
    connection.execute(text(whole), {"last": top - SAMPLES + max(cases, SAMPLES)})
    connection.execute(text(f"UPDATE cases SET contact_id = id WHERE id % 10 < {WITH_PERSON}"))
    connection.execute(text("DROP TABLE city_names"))


def _seal(connection: Connection) -> None:
    """As of a city whose trail was sealed as it grew: else the service would do years of it beside the benchmark. The digests are
    none: nothing here looks at them."""
    count, last = connection.execute(text("SELECT count(*), max(id) FROM audit_entries")).one()
    number = connection.execute(text("SELECT coalesce(max(id), 0) + 1 FROM audit_seals")).scalar_one()
    seal = {"id": number, "digest": "0" * 64, "entries": count, "last_entry": last, "at": datetime.now(UTC)}
    connection.execute(insert(AuditSeal).values(seal))
    leaves = "INSERT INTO audit_leaves (entry_id, digest, seal_id) SELECT id, :digest, :seal FROM audit_entries"
    connection.execute(text(leaves), {"digest": "0" * 64, "seal": number})


def _lists(connection: Connection) -> int:
    """Two tables to count with: the samples from 1 on, and codes that are free; the highest id of a sample."""
    ids = list(connection.scalars(text("SELECT id FROM cases ORDER BY id")))
    used = set(connection.scalars(text("SELECT access_code FROM cases")))
    free = [code for code in (f"{n:05d}" for n in range(100_000)) if code not in used]
    random.Random(SEED).shuffle(free)
    connection.execute(text("CREATE TABLE city_ranks (id INTEGER PRIMARY KEY, n INTEGER)"))
    connection.execute(text("CREATE TABLE city_codes (n INTEGER PRIMARY KEY, code VARCHAR(10))"))
    ranks = [{"id": one, "n": n} for n, one in enumerate(ids, 1)]
    connection.execute(text("INSERT INTO city_ranks VALUES (:id, :n)"), ranks)
    codes = [{"n": n, "code": code} for n, code in enumerate(free[: OPEN_COPIES * SAMPLES], 1)]
    connection.execute(text("INSERT INTO city_codes VALUES (:n, :code)"), codes)
    return int(max(ids))


def _copied_cases() -> str:
    """Numbers of earlier years, ten years for ten copies; the first copies are open as their samples are."""
    number = (
        f"CAST(2024 - k % 10 AS VARCHAR(4)) || '-' || SUBSTR(CAST(1000000 + k / 10 * {SAMPLES} + r.n AS VARCHAR(7)), 2)"
    )
    code = f"SELECT code FROM city_codes c WHERE c.n = (k - 1) * {SAMPLES} + r.n"
    own = {
        "id": _NEW_ID,
        "number": f"CASE WHEN t.number IS NULL AND k <= :open THEN NULL ELSE {number} END",
        "access_code": f"CASE WHEN t.closed_at IS NULL AND k <= :open THEN ({code}) END",
        "stage": "CASE WHEN t.closed_at IS NULL AND k > :open THEN 'closed_no_leads' ELSE t.stage END",
        "closed_at": "CASE WHEN k > :open THEN t.updated_at ELSE t.closed_at END",
        "contact_id": f"CASE WHEN ({_NEW_ID}) % 10 < {WITH_PERSON} THEN {_NEW_ID} END",
    }
    names = [column.name for column in Case.__table__.columns]
    chosen = ", ".join(own.get(name, f"t.{name}") for name in names)
    return f"({', '.join(names)}) SELECT {chosen} FROM cases t JOIN city_ranks r ON r.id = t.id CROSS JOIN copies"
