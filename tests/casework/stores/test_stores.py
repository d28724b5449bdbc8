"""What every store of files promises, asked of the folder and of a bucket on a server that speaks S3."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casework import files
from casework.errors import BadSetting, NoRoom, NotFound
from casework.stores.base import FileStore, load
from casework.stores.choosing import store_of
from casework.stores.on_disk import OnDisk
from tests.fakes.bucket import MISSING, SERVER, bucket_server, new_bucket

BODY = b"\x89PNG whatever"


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    if not SERVER.exists():
        pytest.skip(MISSING)
    with bucket_server() as variables:
        yield variables


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    if request.param == "folder":
        return store_of(None, tmp_path)
    variables = request.getfixturevalue("server")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return store_of(f"s3://{new_bucket(variables)}/city", tmp_path)


def test_what_was_kept_is_read_back_until_it_is_removed(store: FileStore) -> None:
    store.keep("evidence/r1/a", BODY)
    assert store.there("evidence/r1/a")
    assert store.read("evidence/r1/a") == BODY
    assert load(store, "evidence/r1/a", files.digest(BODY)) == BODY
    store.remove("evidence/r1/a")
    store.remove("evidence/r1/a")
    assert not store.there("evidence/r1/a")
    with pytest.raises(FileNotFoundError):
        store.read("evidence/r1/a")
    with pytest.raises(NotFound, match="not there any more"):
        load(store, "evidence/r1/a", files.digest(BODY))


def test_bytes_that_are_not_what_was_stored_are_not_given_out(store: FileStore) -> None:
    store.keep("evidence/r1/a", b"another thing")
    with pytest.raises(NotFound, match="not what was stored"):
        load(store, "evidence/r1/a", files.digest(BODY))


def test_a_folder_is_listed_with_the_time_of_each_file_and_nothing_of_its_neighbour(store: FileStore) -> None:
    for name in ("evidence/r1/a", "evidence/r1/a.shown", "evidence/r2/b", "attachments/9f/c"):
        store.keep(name, BODY)
    listed = {one.name: one.changed_at for one in store.listed("evidence")}
    assert set(listed) == {"evidence/r1/a", "evidence/r1/a.shown", "evidence/r2/b"}
    assert all(abs(datetime.now(UTC) - at) < timedelta(minutes=5) for at in listed.values())
    assert list(store.listed("nothing")) == []


def test_a_scanner_can_open_the_file(store: FileStore) -> None:
    store.keep("evidence/r1/a", BODY)
    with store.on_disk("evidence/r1/a") as path:
        assert path.read_bytes() == BODY


def test_a_bucket_that_does_not_answer_keeps_nothing_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    away = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ALLOW_HTTP": "true", "AWS_ACCESS_KEY_ID": "tests"}
    for name, value in (away | {"AWS_SECRET_ACCESS_KEY": "tests", "AWS_REGION": "us-east-1"}).items():
        monkeypatch.setenv(name, value)
    store = store_of("s3://bucket", tmp_path)
    with pytest.raises(NoRoom):
        store.keep("evidence/r1/a", BODY)
    with pytest.raises(OSError, match="bucket does not answer"):
        list(store.listed("evidence"))


def test_an_address_of_no_store_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="CIVICLINE_FILES"):
        store_of("ftp://bucket", tmp_path)


def test_a_folder_goes_with_its_last_file(tmp_path: Path) -> None:
    store = OnDisk(tmp_path)
    store.keep("evidence/r1/a", BODY)
    store.remove("evidence/r1/a")
    assert list((tmp_path / "evidence").iterdir()) == []
