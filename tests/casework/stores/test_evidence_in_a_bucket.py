"""With CIVICLINE_FILES, files of reports and messages lie in the bucket alone, from putting them in to retention."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from buckets.bucket import Bucket
from casework.intake.tables import Evidence
from casework.retention import delete_expired
from casework.settings import Settings
from tests.casework.intake.conftest import Person
from tests.fakes.bucket import MISSING, SERVER, bucket_server, new_bucket
from tests.fakes.pictures import PNG


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if not SERVER.exists():
        pytest.skip(MISSING)
    with bucket_server() as variables:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        yield f"s3://{new_bucket(variables)}/city"


@pytest.fixture
def make_settings(make_settings: Callable[..., Settings], bucket: str) -> Callable[..., Settings]:
    return lambda **changed: make_settings(files=bucket, **changed)


async def test_a_picture_is_put_taken_and_forgotten_without_touching_the_disk(console: Any, bucket: str) -> None:
    person = Person(console.casework.client, channel="web")
    await person.begin()
    await person.answer_all()
    sent = await console.casework.client.post(f"/v1/reports/{person.report}/evidence", files={"file": ("a.png", PNG)})
    case = (await person.post("submit", turn="file it"))["case"]
    names = [one.name for one in Bucket(bucket).listed()]
    assert (sent.status_code, {name.split("/")[0] for name in names}, len(names)) == (201, {"evidence"}, 2)
    (file,) = (await console.get(f"/cases/{case}/evidence")).json()["files"]
    assert (await console.get(f"/cases/{case}/evidence/{file['id']}")).content == PNG
    services = console.casework.services
    with services.database.writing() as session:
        session.execute(delete(Evidence))
    later = datetime.now(UTC) + timedelta(hours=2)
    delete_expired(services.database, services.directory, later, services.var, services.store)
    assert list(Bucket(bucket).listed()) == []
    assert not list(Path(services.var).glob("evidence/**/*"))
