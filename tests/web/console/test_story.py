"""What a call-taker reads at a glance: words and the day that was reckoned together, and labels that speak of the caller."""

from __future__ import annotations

import pytest

from agencies.loader import load_agency
from web.console.live.story import story
from web.console.words import known


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"when": "yesterday", "when_iso": "2026-11-28"}, [("when", "yesterday (2026-11-28)")]),
        ({"when_iso": "2026-11-28"}, [("when", "2026-11-28")]),
        ({"when": "2026-11-28", "when_iso": "2026-11-28"}, [("when", "2026-11-28")]),
        ({"suspect_present": False, "injured": True, "plate": "", "color": None}, [("suspect present", "no"), ("injured", "yes")]),
        ({}, []),
    ],
)  # fmt: skip
def test_facts_stand_as_they_were_said(facts: dict[str, object], shown: list[tuple[str, str]]) -> None:
    assert known(facts) == shown


def test_what_is_not_known_speaks_of_the_caller() -> None:
    missing = story(load_agency("denver"), "theft_cold", {"when_iso": "2026-11-28"}).missing
    assert "the caller's name" in missing
    assert not any(one.startswith("Your") for one in missing)
    assert "when" not in missing
    assert missing[0] == "where"
