"""The table of services: how each is started, how one knows that it can serve, what it needs from the tree."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import PartMissing
from launcher.paths import BOT_ENV, ROOT, SERVICES_ENV, env_python
from launcher.settings import HOST, Settings

ACTIONS_INSIDE = "CIVICLINE_ACTIONS_MODULE"  # bot_server/actions_inside.py: set, there is no action server


@dataclass(frozen=True)
class Service:
    name: str
    what: str  # for people, in messages
    command: tuple[str, ...]
    ready_paths: tuple[
        str, ...
    ]  # healthy as soon as one of them answers 200; empty: it listens nowhere, and runs at once
    patience_s: float  # a start that takes longer has failed
    needed: bool = True  # False: calls and pages go on without it, so its end is said and ends nothing else


PARTS = {  # what must be in the tree before anything long is begun
    "casework/__main__.py": "casework",
    "actions/__init__.py": "the action server",
    "domain.yml": "the bot",
    "config.yml": "the bot",
    "endpoints.yml": "Rasa",
    "credentials.yml": "Rasa",
    "voice_connector/__main__.py": "the connector",
    "web/citizen/__main__.py": "the citizens' pages",
    "web/console/__main__.py": "the console",
    "retraining/__main__.py": "the keeper of the models",
}


def require_parts(root: Path = ROOT) -> None:
    """Raises PartMissing with everything that is not there, in one sentence."""
    missing = [f"{path} (for {what})" for path, what in PARTS.items() if not (root / path).exists()]
    if missing:
        raise PartMissing(f"This clone is incomplete, fetch it again; missing: {', '.join(missing)}.")


def all_services(settings: Settings, model: Path) -> list[Service]:
    """All of them, in the order of their lines on the screen; without the action server where Rasa runs the actions itself."""
    beside = [] if os.environ.get(ACTIONS_INSIDE, "").strip() else [actions(settings)]
    return [casework(), *beside, rasa(settings, model), connector(), citizen(), console(), retraining()]


def casework() -> Service:
    command = (str(env_python(SERVICES_ENV)), "-m", "casework", "serve")
    return Service("casework", "casework", command, ("/readyz",), patience_s=60)


def actions(settings: Settings) -> Service:
    python = str(env_python(BOT_ENV))
    if (ROOT / "actions" / "__main__.py").exists():
        return Service("actions", "action server", (python, "-m", "actions"), ("/readyz", "/health"), patience_s=90)
    command = (python, "-m", "rasa_sdk", "--actions", "actions", "--port", str(settings.ports["actions"]))
    return Service("actions", "action server", command, ("/health",), patience_s=90)


def rasa(settings: Settings, model: Path) -> Service:
    where = ("--interface", HOST, "--port", str(settings.ports["rasa"]))
    files = ("--model", str(model), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml")
    command = (str(env_python(BOT_ENV)), "-m", "bot_server", "run", *where, *files)
    return Service("rasa", "Rasa", command, ("/webhooks/rest/",), patience_s=180)


def retraining() -> Service:
    command = (str(env_python(BOT_ENV)), "-m", "retraining", "keep")
    return Service("retraining", "keeper of the models", command, (), patience_s=60, needed=False)


def connector() -> Service:
    command = (str(env_python(SERVICES_ENV)), "-m", "voice_connector", "serve")
    return Service("connector", "connector", command, ("/readyz",), patience_s=120)


def citizen() -> Service:
    command = (str(env_python(SERVICES_ENV)), "-m", "web.citizen", "serve")
    return Service("citizen", "citizens' pages", command, ("/readyz",), patience_s=60)


def console() -> Service:
    command = (str(env_python(SERVICES_ENV)), "-m", "web.console", "serve")
    return Service("console", "console", command, ("/readyz",), patience_s=60)
