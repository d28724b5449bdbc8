"""Starts the connector: `python -m voice_connector serve`; one loopback call: `... call --wav FILE` or `... call --say TEXT`; recordings
of calls that people answered, as text: `... hear FOLDER`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voice_connector import log
from voice_connector.clock import RealClock
from voice_connector.errors import SettingsWrong
from voice_connector.events import Shown
from voice_connector.settings import Settings, load_settings
from voice_connector.speech.errors import AudioError, SpeechError
from voice_connector.speech.interfaces import Engines, Pcm

if TYPE_CHECKING:
    from voice_connector.overheard import Overheard


def main() -> int:
    """The command line; 2 when something outside is wrong, with one sentence that says what."""
    chosen = _arguments().parse_args()
    try:
        settings = load_settings()
        log.configure(
            settings.log_format,
            settings.log_level if chosen.command == "serve" else "warning",
            keep_pii=settings.log_pii,
        )
        if chosen.command == "serve":
            from voice_connector.server import serve

            serve(settings)
            return 0
        if chosen.command == "hear":
            _agreed(settings.agency)
            hearing = _hear(settings, chosen) if chosen.fork is None else _hear_forks(settings, chosen)
            return asyncio.run(hearing)
        return asyncio.run(_call(settings, [*chosen.files, *(chosen.turns or [])], chosen.handed_in))
    except (SettingsWrong, SpeechError, FileNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        return 130


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="voice_connector", description="The telephone of Civicline.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="take calls, until stopped")
    call = commands.add_parser("call", help="play one call; several --wav and --say are several turns, in their order")
    call.add_argument("files", nargs="*", type=_wav, metavar="WAV", help="a recording: mono, 8 or 16 kHz")
    call.add_argument("--wav", dest="turns", action="append", type=_wav, help="the same")
    call.add_argument("--say", dest="turns", action="append", help="text that is spoken as the caller's turn")
    call.add_argument(
        "--handed-in", metavar="DIGITS", help="as a call-taker transfers a caller whose report they began"
    )
    hear = commands.add_parser("hear", help="what callers said in recordings, one JSON object an utterance")
    hear.add_argument("folder", type=_wav, nargs="?", help="wav files of the caller's side, one a call")
    hear.add_argument(
        "--fork", type=int, metavar="PORT", help="instead: running calls, forked to this port over AudioSocket"
    )
    hear.add_argument("--as-said", action="store_true", help="not redacted: for a program that keeps nothing")
    hear.add_argument("--delete", action="store_true", help="a recording goes when it was heard")
    return parser


def _wav(name: str) -> Path:
    return Path(name)


async def _call(settings: Settings, turns: list[Path | str], handed_in: str | None) -> int:
    from voice_connector.app import open_connector
    from voice_connector.gateways.loopback.play import play_call, spoken_turn, wav_turn

    if not turns:
        raise SettingsWrong(
            "A call needs a recording or a text: python -m voice_connector call --say 'my car was towed'."
        )
    recordings = {turn: wav_turn(turn) for turn in turns if isinstance(turn, Path)}
    _write("Loading the speech engines ...")
    async with open_connector(settings) as connector:
        sounds: list[Pcm] = [
            recordings[turn] if isinstance(turn, Path) else await spoken_turn(turn, connector.engines.synthesiser)
            for turn in turns
        ]
        played = await play_call(sounds, connector.exchange, RealClock(), settings.calls_dir, _tell, handed_in)
    _write(f"\nWhat the caller heard: {played.recording}")
    return 0


def _agreed(agency_id: str) -> None:
    """Raises SettingsWrong unless the agency lets calls be heard that its people answer."""
    from agencies import load_agency
    from agencies.live_files import agencies_root

    if not load_agency(agency_id, agencies_root()).info.overheard:
        raise SettingsWrong(
            f"agencies/{agency_id}/agency.yml does not agree that calls are heard which people answer; where your rules and your law allow"
            " it, and callers are told, write: overheard: true"
        )


async def _hear(settings: Settings, chosen: argparse.Namespace) -> int:
    from voice_connector.overheard import finished, heard

    if chosen.folder is None:
        raise SettingsWrong("Name a folder of recordings, or a port with --fork.")
    engines, tell = await _ears(settings, chosen.as_said)
    try:
        for path in finished(chosen.folder):
            try:
                async for one in heard(path, engines):
                    tell(one)
            except AudioError as error:
                sys.stderr.write(f"left out: {error}\n")
                continue
            if chosen.delete:
                path.unlink()
    finally:
        await engines.close()
    return 0


async def _hear_forks(settings: Settings, chosen: argparse.Namespace) -> int:
    """Until it is ended."""
    from voice_connector.forked import Forks

    engines, tell = await _ears(settings, chosen.as_said)
    forks = Forks(engines, tell)
    try:
        port = await forks.start(chosen.fork)
        sys.stderr.write(f"listening for forked calls on port {port}\n")
        await asyncio.Event().wait()
    finally:
        await forks.stop()
        await engines.close()
    return 0


async def _ears(settings: Settings, as_said: bool) -> tuple[Engines, Callable[[Overheard], None]]:
    """The engines, warm, and what tells an utterance as a line of JSON."""
    from privacy import Redactor
    from voice_connector.overheard import PATIENCE_MS
    from voice_connector.speech.engines import build_engines

    engines = build_engines(settings.speech.model_copy(update={"job_timeout_ms": PATIENCE_MS}))
    redact = (lambda text: text) if as_said else Redactor().redact

    def tell(one: Overheard) -> None:
        sys.stdout.write(json.dumps({**one.as_json(), "text": redact(one.text)}) + "\n")
        sys.stdout.flush()

    await engines.recogniser.warm_up()
    return engines, tell


def _tell(at_s: float, event: Shown) -> None:
    from voice_connector.gateways.loopback.console import line

    told = line(at_s, event)
    if told:
        _write(told)


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
