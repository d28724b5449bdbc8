"""The store that the setting names: a bucket's address, or none: the folder var/."""

from __future__ import annotations

from pathlib import Path

from casework.errors import BadSetting
from casework.stores.base import FileStore
from casework.stores.on_disk import OnDisk


def store_of(setting: str | None, var: Path) -> FileStore:
    """Raises BadSetting for an address that nothing here can open."""
    if not setting:
        return OnDisk(var)
    from buckets.bucket import Bucket  # the library is loaded only where a bucket is used
    from buckets.errors import BadAddress
    from casework.stores.in_bucket import InBucket

    try:
        return InBucket(Bucket(setting))
    except BadAddress as error:
        raise BadSetting(f"CIVICLINE_FILES is not usable: {error}.") from None
