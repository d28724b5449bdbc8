"""The street names of an agency, by whether they are everyday words: what a recogniser is told to expect after "where?" are not."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml


def street_names(folder: Path, ordinary: bool = False) -> tuple[str, ...]:
    """Names in the order of the files, none when there are none; or those that are everyday words (`ordinary`).

    The bot's gazetteer checks the files themselves.
    """
    try:
        names = [str(one["name"]) for one in _listed(folder) if (one.get("ordinary") in (True, "yes")) == ordinary]
    except (OSError, yaml.YAMLError, csv.Error, KeyError, TypeError, AttributeError):
        return ()
    return tuple(dict.fromkeys(name for name in names if not name[:1].isdigit()))


def _listed(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Those of streets.csv first: it is in the order of their use."""
    listed = folder / "streets.csv"
    if listed.exists():
        lines = listed.read_text(encoding="utf-8").splitlines()
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
    yield from yaml.safe_load((folder / "places.yml").read_text(encoding="utf-8"))["streets"]
