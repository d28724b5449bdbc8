"""What callers hear has words for everything that people can report."""

from __future__ import annotations

import pytest

from agencies import load_agency
from agencies.properties import properties
from agencies.status.files import everywhere
from casework.cases.machine import life

FORMS = load_agency("denver").reports.kinds


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_every_report_form_is_called_something_in_a_status(kind: str) -> None:
    need = FORMS[kind].need
    assert need in everywhere().said().kinds or properties().has(need, "in_person")


def test_queues_name_needs_that_exist() -> None:
    known = set(load_agency("denver").needs.needs)
    assert {need for needs in life().queues.values() for need in needs} <= known


def test_sentences_are_short_enough_to_listen_to() -> None:
    for stage in everywhere().said().stages.values():
        assert len(f"{stage.spoken} {stage.next or ''}") < 260
