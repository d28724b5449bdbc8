"""`make check`: lint, format, types, Rasa's own validation, links of the documents. Fast, and the same as CI runs."""

from __future__ import annotations

import subprocess
import time
from typing import Callable

from launcher import audit, docs_links, environments, rasa_data
from launcher.paths import ROOT, SERVICES_ENV, env_python
from launcher.progress import say
from launcher.settings import quiet_environment

SERVICE_ROOMS = (
    "launcher",
    "agencies",
    "buckets",
    "casework",
    "privacy",
    "signatures",
    "spoken",
    "voice_connector",
    "watching",
    "web",
    "benchmarks",
)
BOT_ROOMS = (
    "actions",
    "bot_server",
    "casework_client",
    "dialogue_policies",
    "nlu_components",
    "retraining",
    "spoken",
    "tracker_store",
    "watching",
)
APART = (
    "--ignore=tests/bot",
    "--ignore=tests/dialogues",
    "--ignore=tests/e2e",
    "--ignore=tests/hosts",
)  # another environment, running services


def run_all() -> int:
    """Runs every check, also after one failed; returns 1 when any did."""
    environments.set_up()
    failed = [name for name, check in checks().items() if not _timed(name, check)]
    say(f"\ncheck: {'failed: ' + ', '.join(failed) if failed else 'all is well'}")
    return 1 if failed else 0


def checks() -> dict[str, Callable[[], bool]]:
    python = str(env_python(SERVICES_ENV))
    mypy = [python, "-m", "mypy"]
    return {
        "lint": lambda: _run([python, "-m", "ruff", "check", "--output-format", "concise", "."]),
        "format": lambda: _run([python, "-m", "ruff", "format", "--check", "--output-format", "concise", "."]),
        "types of the services": lambda: _run([*mypy, *_existing(SERVICE_ROOMS)]),
        "types of the bot": lambda: _run([*mypy, "--python-version", "3.10", *_existing(BOT_ROOMS)]),
        "agency files": lambda: _run([python, "-m", "casework", "check"]),
        "golden tables": lambda: _run([python, "-m", "pytest", "-q", *APART, "-k", "golden", "tests"]),
        "rasa data": lambda: rasa_data.validate() == 0,
        "links of the documents": links,
        "secrets": audit.secrets,
        "advisories": audit.advisories,
    }


def links() -> bool:
    broken = docs_links.broken_links(ROOT)
    for message in broken:
        say(f"  {message}")
    return not broken


def _existing(rooms: tuple[str, ...]) -> list[str]:
    return [room for room in rooms if any((ROOT / room).rglob("*.py"))]


def _run(command: list[str]) -> bool:
    return subprocess.run(command, cwd=str(ROOT), env=quiet_environment()).returncode == 0


def _timed(name: str, check: Callable[[], bool]) -> bool:
    say(f"== {name}")
    started = time.monotonic()
    ok = check()
    say(f"   {'ok' if ok else 'FAILED'}, {time.monotonic() - started:.1f} s")
    return ok
