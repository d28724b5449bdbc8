"""Our own code is compiled once for each Python, like the packages: nothing writes bytecode later, and a start that compiles anew
spends a good part of its time on that."""

from __future__ import annotations

import subprocess
from pathlib import Path

from launcher.paths import BOT_ENV, ROOT, SERVICES_ENV, env_python

_BOTH = ("agencies", "casework_client", "nlu_components", "privacy", "signatures", "spoken", "watching")
ROOMS = {  # what is started with each
    SERVICES_ENV: (*_BOTH, "buckets", "casework", "voice_connector", "web"),
    BOT_ENV: (*_BOTH, "actions", "bot_server", "dialogue_policies", "retraining", "tracker_store"),
}


def ensure(root: Path = ROOT) -> None:
    """Both side by side; what is compiled already is left. What cannot be compiled or written is no matter here: its part says so."""
    compiling = [
        subprocess.Popen(
            [str(env_python(folder)), "-m", "compileall", "-q", *(room for room in rooms if (root / room).is_dir())],
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for folder, rooms in ROOMS.items()
    ]
    for one in compiling:
        one.wait()
