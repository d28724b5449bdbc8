"""Agency folders out of git and out of a bucket: the newest good state is in use, a broken one never is."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agencies.fetching.errors import FetchFailed
from agencies.fetching.keeping import Keeper
from agencies.fetching.sources import source_of
from agencies.loader import AGENCIES, load_agency
from buckets.bucket import Bucket
from tests.fakes.bucket import MISSING, SERVER, bucket_server, new_bucket

Publish = Callable[[Path], None]


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    if not SERVER.exists():
        pytest.skip(MISSING)
    with bucket_server() as variables:
        yield variables


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """What its people work on."""
    shutil.copytree(AGENCIES / "denver", tmp_path / "work" / "cities" / "denver")
    return tmp_path / "work" / "cities" / "denver"


@pytest.fixture(params=["git", "bucket"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Publish]:
    """(address, what publishes the folder of all cities there)"""
    if request.param == "git":
        return f"git+file://{tmp_path / 'work'}#main:cities", _committed
    variables = request.getfixturevalue("server")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    address = f"s3://{new_bucket(variables)}/cities"
    return address, lambda cities: _uploaded(cities, Bucket(address))


def _committed(cities: Path) -> None:
    who = {f"GIT_{one}_{what}": "tests@example.org" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "cities"]):
        subprocess.run(["git", *words], cwd=cities.parent, env={**os.environ, **who}, check=True)


def _uploaded(cities: Path, bucket: Bucket) -> None:
    for path in cities.rglob("*"):
        if path.is_file():
            bucket.put(path.relative_to(cities).as_posix(), path.read_bytes())


def _renamed(city: Path, name: str) -> None:
    path = city / "agency.yml"
    lines = [f"name: {name}" if line.startswith("name:") else line for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_what_is_published_is_in_use_and_a_change_follows(
    elsewhere: tuple[str, Publish], city: Path, tmp_path: Path
) -> None:
    address, publish = elsewhere
    publish(city.parent)
    keeper = Keeper(source_of(address, tmp_path / "into" / ".source"), tmp_path / "into")
    assert keeper.bring()
    assert not keeper.bring()
    first = load_agency("denver", keeper.current).info.name
    _renamed(city, "Another Name")
    publish(city.parent)
    assert keeper.bring()
    assert (first != "Another Name", load_agency("denver", keeper.current).info.name) == (True, "Another Name")


def test_a_broken_state_is_said_once_and_never_used(elsewhere: tuple[str, Publish], city: Path, tmp_path: Path) -> None:
    address, publish = elsewhere
    publish(city.parent)
    keeper = Keeper(source_of(address, tmp_path / "into" / ".source"), tmp_path / "into")
    keeper.bring()
    (city / "agency.yml").write_text("id: denver\n", "utf-8")
    publish(city.parent)
    with pytest.raises(FetchFailed, match=r"agency\.yml"):
        keeper.bring()
    assert not keeper.bring()
    assert load_agency("denver", keeper.current).info.id == "denver"


def test_only_the_state_in_use_and_the_one_before_are_kept_and_none_can_be_written(city: Path, tmp_path: Path) -> None:
    keeper = Keeper(source_of(f"git+file://{tmp_path / 'work'}#main:cities", tmp_path / ".source"), tmp_path / "into")
    for name in ("One", "Two", "Three"):
        _renamed(city, name)
        _committed(city.parent)
        keeper.bring()
    assert len(list((tmp_path / "into").glob("state-*"))) == 2
    assert not (keeper.current / "denver" / "agency.yml").stat().st_mode & 0o222


@pytest.mark.parametrize("address", ["git+file:///nowhere/at/all#main", "git+ext::sh -c date#main"])
def test_a_source_that_gives_nothing_is_said(address: str, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="git"):
        Keeper(source_of(address, tmp_path / ".source"), tmp_path / "into").bring()
