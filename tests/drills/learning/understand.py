"""`python -m tests.drills.learning.understand MODEL < texts`: what the bot would file as understood of each, one JSON object a line.

Runs in the bot's environment; the same words as bot_server/understood.py writes in a call.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict, List

from bot_server import understood
from retraining.models import Registry
from retraining.shadow import Candidate


async def all_of(model: Path, texts: List[str]) -> List[Dict[str, Any]]:
    candidate, model_id = Candidate(model), Registry(model.parent).model_id(model)
    found = []
    for text in texts:
        message = SimpleNamespace(text=text, metadata={}, parse_data=await candidate.parsed(text, "denver"))
        tracker: Any = SimpleNamespace(latest_message=message, model_id=model_id)
        found.append(understood.of(tracker) or {})
    return found


if __name__ == "__main__":
    for line in asyncio.run(all_of(Path(sys.argv[1]), sys.stdin.read().splitlines())):
        print(json.dumps(line))
