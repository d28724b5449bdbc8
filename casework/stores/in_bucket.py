"""Files in a bucket, which every casework reaches and which outlives each of them (docs/decisions/0075-what-outlives-a-machine.md)."""

from __future__ import annotations

import contextlib
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from buckets.bucket import Bucket
from buckets.errors import BucketAway
from casework.errors import NoRoom
from casework.stores.base import Stored

log = logging.getLogger(__name__)


class InBucket:
    """The names are those of the folder."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket

    def keep(self, name: str, data: bytes) -> None:
        try:
            self._bucket.put(name, data)
        except BucketAway as error:
            log.error("a file could not be put into the bucket", extra={"error": str(error)})
            raise NoRoom from error

    def read(self, name: str) -> bytes:
        return self._bucket.read(name)

    def remove(self, name: str) -> None:
        self._bucket.remove(name)

    def there(self, name: str) -> bool:
        return self._bucket.there(name)

    def listed(self, folder: str) -> Iterator[Stored]:
        for one in self._bucket.listed(folder):
            yield Stored(one.name, one.changed_at)

    @contextlib.contextmanager
    def on_disk(self, name: str) -> Iterator[Path]:
        """A copy, which is gone afterwards."""
        with tempfile.NamedTemporaryFile(prefix="civicline-") as copy:
            copy.write(self.read(name))
            copy.flush()
            yield Path(copy.name)
