"""Sources, one a file; `source_of` makes the one that lookups.yml names."""

from __future__ import annotations

from pathlib import Path

from agencies.lookups.files import Source as Named
from casework.public_lookups.sources.base import Source
from casework.public_lookups.sources.file import FileSource
from casework.public_lookups.sources.http import HttpSource


def source_of(named: Named, agency: str, var: Path) -> Source:
    if named.kind == "http":
        return HttpSource(named.url or "", named.secret)
    return FileSource(var / "lookups" / agency / (named.file or ""))
