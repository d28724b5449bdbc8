"""What waits in the spool outlives its host: a copy lies in a bucket, and another connector delivers it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from buckets.bucket import Bucket
from casework_client.wire_httpx import casework_over
from tests.calls.virtual_time import VirtualClock
from tests.fakes.bucket import MISSING, SERVER, bucket_server, new_bucket
from tests.fakes.casework import FakeCasework
from tests.voice_connector.records.test_records_and_spool import RECORD, Blackout
from voice_connector.records.elsewhere import InBucket
from voice_connector.records.record import Redaction
from voice_connector.records.spool import Spool

LATER = timedelta(minutes=5)


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    if not SERVER.exists():
        pytest.skip(MISSING)
    with bucket_server() as variables:
        yield variables


@pytest.fixture
def bucket(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Bucket:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    return Bucket(f"s3://{new_bucket(server)}/spool")


def spool_of(folder: Path, casework: FakeCasework, bucket: Bucket, after: timedelta = timedelta(0)) -> Spool:
    elsewhere = InBucket(bucket, now=lambda: datetime.now(UTC) + after)
    return Spool(folder, casework_over(casework.client()), VirtualClock(), 30, Redaction(Blackout()), elsewhere)


def names(bucket: Bucket) -> list[str]:
    return sorted(one.name for one in bucket.listed())


async def test_another_host_delivers_what_a_lost_one_left_behind(bucket: Bucket, tmp_path: Path) -> None:
    casework = FakeCasework("down")
    lost = spool_of(tmp_path / "lost", casework, bucket)
    await lost.file(RECORD.to_json())
    assert await lost.keep_ticket({"transcript": [{"who": "caller", "text": "my name is Ann"}]}, "key-1")
    assert await lost.deliver_all() == 2
    shutil.rmtree(tmp_path / "lost")
    casework.state = "up"
    other = spool_of(tmp_path / "other", casework, bucket, after=LATER)
    assert await other.take_over() == 2
    assert (list(casework.calls), names(bucket)) == ([RECORD.call_id], [])
    assert len(casework.tickets) == 1
    assert "Ann" not in str(casework.tickets)


async def test_what_a_living_host_delivers_leaves_no_copy(bucket: Bucket, tmp_path: Path) -> None:
    casework = FakeCasework("down")
    spool = spool_of(tmp_path, casework, bucket)
    await spool.file(RECORD.to_json())
    assert names(bucket) == [f"{RECORD.call_id}.json"]
    assert await spool_of(tmp_path / "other", casework, bucket).take_over() == 0  # too young to be left behind
    casework.state = "up"
    assert await spool.deliver_all() == 0
    assert (list(casework.calls), names(bucket)) == ([RECORD.call_id], [])


async def test_a_record_that_casework_takes_at_once_never_reaches_the_bucket(bucket: Bucket, tmp_path: Path) -> None:
    casework = FakeCasework()
    await spool_of(tmp_path, casework, bucket).file(RECORD.to_json())
    assert (list(casework.calls), names(bucket)) == ([RECORD.call_id], [])


async def test_what_is_left_behind_and_refused_is_set_aside_for_somebody_to_look_at(
    bucket: Bucket, tmp_path: Path
) -> None:
    bucket.put("call-1.json", b"no json")
    assert await spool_of(tmp_path, FakeCasework(), bucket, after=LATER).take_over() == 0
    assert names(bucket) == ["refused/call-1.json"]


async def test_a_bucket_that_is_away_hinders_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ALLOW_HTTP": "true", "AWS_REGION": "x"}.items():
        monkeypatch.setenv(name, value)
    casework = FakeCasework("down")
    spool = spool_of(tmp_path, casework, Bucket("s3://nowhere", timedelta(seconds=1)))
    await spool.file(RECORD.to_json())
    casework.state = "up"
    assert await spool.deliver_all() == 0
    assert list(casework.calls) == [RECORD.call_id]
