"""A plate at the end of a long answer: looked for around the word that names it, plate or tag."""

from __future__ import annotations

import pytest

from spoken.en import plates

BEFORE = (
    "well it was parked there for such a long time and i kept looking at it from my kitchen window while i made my lunch and then"
    " my sister came over and we went outside to look at it and she wrote down the"
)


@pytest.mark.parametrize("named", ["tag", "plate"])
def test_a_plate_that_is_named_late_in_a_long_answer_is_found(named: str) -> None:
    assert len(BEFORE) > plates.LONGEST_ANSWER
    assert plates.asked_plate(f"{BEFORE} {named} b r x four four two for me") == "BRX442"
