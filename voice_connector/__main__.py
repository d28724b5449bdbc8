"""Starts the connector: `python -m voice_connector serve`; one loopback call: `... call --wav FILE` or `... call --say TEXT`; recordings
of calls that people answered, as text: `... hear FOLDER`."""

import argparse
import asyncio
import json
import sys
from pathlib import Path

from voice_connector import log
from voice_connector.clock import RealClock
from voice_connector.errors import SettingsWrong
from voice_connector.events import Shown
from voice_connector.settings import Settings, load_settings
from voice_connector.speech.errors import AudioError, SpeechError
from voice_connector.speech.interfaces import Pcm


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
            return asyncio.run(_hear(settings, chosen.folder, chosen.as_said, chosen.delete))
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
    hear.add_argument("folder", type=_wav, help="wav files of the caller's side, one a call")
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


async def _hear(settings: Settings, folder: Path, as_said: bool, delete: bool) -> int:
    from privacy import Redactor
    from voice_connector.overheard import PATIENCE_MS, finished, heard
    from voice_connector.speech.engines import build_engines

    engines = build_engines(settings.speech.model_copy(update={"job_timeout_ms": PATIENCE_MS}))
    redact = (lambda text: text) if as_said else Redactor().redact
    try:
        await engines.recogniser.warm_up()
        for path in finished(folder):
            try:
                async for one in heard(path, engines):
                    sys.stdout.write(json.dumps({**one.as_json(), "text": redact(one.text)}) + "\n")
                    sys.stdout.flush()
            except AudioError as error:
                sys.stderr.write(f"left out: {error}\n")
                continue
            if delete:
                path.unlink()
    finally:
        await engines.close()
    return 0


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
