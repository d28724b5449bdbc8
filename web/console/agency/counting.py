"""When a changed file of the agency's folder counts, in a sentence for whoever changed it.

Every part reads the folder again within seconds. The connector does so for danger, storm mode and notices; the rest of what the
telephone itself goes by it reads when it starts, so that no call changes its manners halfway.
"""

from __future__ import annotations

SOON = "It counts within seconds."
_NEXT_START = "It counts when the connector starts next; ask your operator."
_LATER = {
    "prompts.yml": _NEXT_START,
    "queues.yml": _NEXT_START,
    "pronunciations.yml": _NEXT_START,
    "recordings/index.yml": _NEXT_START,
    "destinations.yml": "Answers follow within seconds; whom the telephone rings follows when the connector starts next.",
    "agency.yml": "It counts within seconds; numbers, emergency and patience of the line when the connector starts next.",
}


def when_it_counts(file: str) -> str:
    """`file`: by its place in the agency's folder."""
    return _LATER.get(file, SOON)
