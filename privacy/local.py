"""Words of the cities that are served here (agency.yml: place_words): in a transcript they are places, never people; their streets."""

from __future__ import annotations

from collections.abc import Iterator

from agencies.directory.street_names import street_names
from agencies.errors import BrokenAgencyFile
from agencies.live_files import agencies_root
from agencies.yaml_lines import read
from privacy.words import word_set


def local_words() -> frozenset[str]:
    """Of every agency, in small letters; a file that cannot be read adds none (whoever serves it says so)."""
    return word_set(" ".join(_words()))


def local_streets(ordinary: bool = False) -> frozenset[str]:
    """Names of every agency's streets in small letters, without the street word: those that are no everyday words, or that are."""
    folders = [path.parent for path in sorted(agencies_root().glob("*/agency.yml"))]
    return frozenset(name.lower() for folder in folders for name in street_names(folder, ordinary) if len(name) > 2)


def _words() -> Iterator[str]:
    for path in sorted(agencies_root().glob("*/agency.yml")):
        try:
            data = read(path, path.name).data
        except BrokenAgencyFile:
            continue
        words = data.get("place_words") if isinstance(data, dict) else None
        yield from (str(word).lower() for word in words if " " not in str(word)) if isinstance(words, list) else ()
