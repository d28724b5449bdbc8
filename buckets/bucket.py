"""Things of a bucket by name: put whole, read, listed, removed. Blocking: a caller with an event loop asks from a thread."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import AzureStore, GCSStore, S3Store

from buckets.errors import BadAddress, BucketAway

_STORES: dict[str, type[AzureStore | GCSStore | S3Store]] = {"s3": S3Store, "gs": GCSStore, "az": AzureStore}
_ANSWERS_WITHIN = timedelta(seconds=10)
_TRIES_FOR = timedelta(seconds=8)


@dataclass(frozen=True)
class Thing:
    """`changed_at` is UTC, in many stores to the second; `content`: the store's word for what it holds, another one for other content."""

    name: str
    changed_at: datetime
    content: str = ""


class Bucket:
    """What begins with the address's prefix. Opening asks nobody: whether it is there shows at the first use."""

    def __init__(self, address: str, answers_within: timedelta = _ANSWERS_WITHIN) -> None:
        """Raises BadAddress."""
        kind = _STORES.get(address.partition("://")[0])
        if kind is None:
            raise BadAddress(f"{address!r} is none of {', '.join(f'{one}://bucket/prefix' for one in _STORES)}")
        plain = os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true"
        try:
            self._store = kind.from_url(
                address,
                client_options={"timeout": answers_within, "connect_timeout": answers_within, "allow_http": plain},
                retry_config={"max_retries": 2, "retry_timeout": min(_TRIES_FOR, answers_within)},
            )
        except (BaseError, ValueError) as error:
            raise BadAddress(str(error)) from None

    def put(self, name: str, data: bytes) -> None:
        """Nobody ever sees half of it. Raises BucketAway."""
        with _told():
            obstore.put(self._store, name, data)

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError, BucketAway."""
        with _told():
            return bytes(obstore.get(self._store, name).bytes())

    def remove(self, name: str) -> None:
        """Also when it is gone already. Raises BucketAway."""
        with suppress(FileNotFoundError), _told():
            obstore.delete(self._store, name)

    def there(self, name: str) -> bool:
        """Raises BucketAway."""
        try:
            with _told():
                obstore.head(self._store, name)
        except FileNotFoundError:
            return False
        return True

    def listed(self, folder: str = "") -> Iterator[Thing]:
        """All things below `folder`, in no order. Raises BucketAway."""
        with _told():
            for some in obstore.list(self._store, prefix=folder or None):
                for one in some:
                    yield Thing(str(one["path"]), one["last_modified"], f"{one['e_tag']} {one['size']}")


@contextmanager
def _told() -> Iterator[None]:
    """The library's errors as ours."""
    try:
        yield
    except (FileNotFoundError, NotFoundError) as error:
        raise FileNotFoundError(str(error)) from None
    except (BaseError, OSError) as error:
        raise BucketAway(f"the bucket does not answer: {type(error).__name__}") from error
