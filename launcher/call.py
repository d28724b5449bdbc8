"""`make call`: plays a recording, or spoken text, into a call through the loopback gateway."""

from __future__ import annotations

import subprocess
from pathlib import Path

from launcher import settings
from launcher.errors import BadSetting
from launcher.paths import ROOT, SERVICES_ENV, env_python
from launcher.run import a_bot, stop_on_signals
from launcher.services import require_parts


def call(wav: str, text: str, port_offset: int = 0) -> int:
    """Uses running services, or starts casework, actions and Rasa for this one call."""
    source = what_to_play(wav, text)
    require_parts()
    stop_on_signals()
    chosen = settings.of_running(port_offset)
    with a_bot(chosen):
        command = [str(env_python(SERVICES_ENV)), "-m", "voice_connector", "call", *source]
        return subprocess.run(command, cwd=str(ROOT), env=chosen.environment_of("connector")).returncode


def what_to_play(wav: str, text: str) -> list[str]:
    """Options for the connector; several turns of one call are separated by a bar: SAY="my car is gone | yes"."""
    turns = [turn.strip() for turn in (wav or text).split("|") if turn.strip()]
    if bool(wav) == bool(text) or not turns:
        raise BadSetting('Give either a recording or a text: make call WAV=file.wav, or make call SAY="my car is gone"')
    if text:
        return [option for turn in turns for option in ("--say", turn)]
    for turn in turns:
        if not Path(turn).is_file():
            raise BadSetting(f"WAV is '{turn}', and there is no such file; paths begin at the repository's root.")
    return [option for turn in turns for option in ("--wav", str(Path(turn).resolve()))]
