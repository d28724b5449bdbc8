"""The bot that `rasa init` makes, as it comes: what ours is measured beside. Made and trained once, then kept."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from launcher.paths import BOT_ENV, cache_folder, env_python
from launcher.progress import run_step
from launcher.services import Service
from launcher.settings import HOST, quiet_environment

RASA_VERSION = "3.6.21"
CALLERS_WORDS = (
    ("hello", "good morning", "hey there", "hi", "good evening"),
    ("perfect", "i am sad", "very good", "super sad", "i feel great", "so bad", "not good"),
    ("yes", "no", "of course", "no way", "that sounds good", "i don't think so"),
    ("bye", "see you later", "are you a bot?", "goodbye", "am i talking to a human?"),
)
"""Turns of a conversation as its own training data has them: greeting, mood, did it help, goodbye."""


def ensure() -> Path:
    """The folder of the trained stock bot; scaffolding and training take about two minutes the first time."""
    folder = cache_folder() / f"stock-bot-{RASA_VERSION}"
    if any(folder.glob("models/*.tar.gz")):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    making = folder.with_name(f"{folder.name}.{os.getpid()}")
    making.mkdir(parents=True)
    command = [env_python(BOT_ENV), "-m", "rasa", "init", "--no-prompt", "--init-dir", making]
    run_step("stock bot (rasa init)", command, "stock-bot", quiet_environment(), cwd=making)
    os.replace(making, folder)
    return folder


def service(folder: Path, port: int) -> Service:
    """The stock bot as a service named `rasa`; it has no custom actions and needs no action server."""
    files = ("--model", str(folder / "models"), "--credentials", str(folder / "credentials.yml"))
    where = ("--endpoints", str(folder / "endpoints.yml"), "--interface", HOST, "--port", str(port))
    command = (str(env_python(BOT_ENV)), "-m", "rasa", "run", *files, *where)
    return Service("rasa", "stock bot", command, ("/webhooks/rest/",), patience_s=240)
