"""The street names of an agency's places.yml that are no everyday words: what a recogniser is told to expect after "where?"."""

from __future__ import annotations

from pathlib import Path

import yaml


def street_names(folder: Path) -> tuple[str, ...]:
    """Names in the order of the file; none when there is no such file. The bot's gazetteer checks the file itself."""
    try:
        streets = yaml.safe_load((folder / "places.yml").read_text(encoding="utf-8"))["streets"]
        return tuple(str(one["name"]) for one in streets if not one.get("ordinary"))
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError):
        return ()
