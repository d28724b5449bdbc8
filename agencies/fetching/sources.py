"""Where folders come from, one kind a class: each names the state that it has now, and writes that state into a folder."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from agencies.fetching.errors import FetchFailed

if TYPE_CHECKING:
    from buckets.bucket import Bucket

_GIT_S = 120
_LARGEST = 500 * 1024 * 1024  # recordings are the most of it


class Source(Protocol):
    def state(self) -> str:
        """A name for what is there now; another one when anything changes. Raises FetchFailed."""
        ...

    def write(self, into: Path) -> None:
        """What `state` named. Raises FetchFailed."""
        ...


class GitSource:
    """`address`: git+URL#BRANCH:FOLDER; the branch defaults to main, the folder to the whole tree. Who may, is git's own affair."""

    def __init__(self, address: str, workshop: Path) -> None:
        url, _, where = address.removeprefix("git+").partition("#")
        branch, _, folder = where.partition(":")
        self._url, self._branch, self._folder = url, branch or "main", folder.strip("/")
        self._workshop = workshop

    def state(self) -> str:
        if not (self._workshop / "HEAD").exists():
            self._git("init", "--quiet", "--bare", str(self._workshop))
        self._git("-C", str(self._workshop), "fetch", "--quiet", "--depth", "1", "--", self._url, self._branch)
        return self._git("-C", str(self._workshop), "rev-parse", "FETCH_HEAD").decode().strip()

    def write(self, into: Path) -> None:
        tree = f"FETCH_HEAD:{self._folder}" if self._folder else "FETCH_HEAD"
        packed = self._git("-C", str(self._workshop), "archive", "--format=tar", tree)
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(into, filter="data")

    def _git(self, *words: str) -> bytes:
        """Never asks a person for a password."""
        env = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
        try:
            return subprocess.run(["git", *words], env=env, check=True, capture_output=True, timeout=_GIT_S).stdout
        except subprocess.CalledProcessError as error:
            told = error.stderr.decode(errors="replace").strip().splitlines()
            raise FetchFailed(f"git {words[0] if words[0] != '-C' else words[2]}: {told[-1] if told else ''}") from None
        except (OSError, subprocess.TimeoutExpired) as error:
            raise FetchFailed(f"git could not be asked: {type(error).__name__}") from None


class BucketSource:
    """Everything below the address's prefix."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def state(self) -> str:
        digest = hashlib.sha256()
        try:
            for one in sorted(self._bucket.listed(), key=lambda one: one.name):
                digest.update(f"{one.name}\0{one.changed_at.isoformat()}\0{one.content}\0".encode())
        except OSError as error:
            raise FetchFailed(str(error)) from None
        return digest.hexdigest()[:40]

    def write(self, into: Path) -> None:
        size = 0
        try:
            for one in self._bucket.listed():
                path = into / _safe(one.name)
                path.parent.mkdir(parents=True, exist_ok=True)
                data = self._bucket.read(one.name)
                if (size := size + len(data)) > _LARGEST:
                    raise FetchFailed(
                        f"there is more than {_LARGEST // 1024**2} MB below the address; is it the right one?"
                    )
                path.write_bytes(data)
        except OSError as error:
            raise FetchFailed(str(error)) from None


def source_of(address: str, workshop: Path) -> Source:
    """`workshop`: a folder of the source's own. Raises ValueError for an address of no source."""
    if address.startswith("git+"):
        return GitSource(address, workshop)
    from buckets.bucket import Bucket  # the library is loaded only where a bucket is used

    return BucketSource(Bucket(address))


def _safe(name: str) -> PurePosixPath:
    """A name that stays below the folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise FetchFailed(f"the bucket has a name that leads out of its folder: {name!r}")
    return path
