"""`python3 -m launcher <command>`: what the Makefile's targets call."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Sequence

from launcher.errors import LauncherError


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python3 -m launcher", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    for name, text in (
        ("setup", "make both environments, the encoder and the model"),
        ("train", "train when the data changed since the last model"),
        ("sample-data", "fill casework with the sample city"),
        ("sbom", "write what is inside, as CycloneDX"),
        ("casework", "a command of casework"),
        ("staff-code", "the present code of a made-up colleague's second factor"),
        ("test", "run every test"),
        ("test-telephony", "real SIP calls through a real Asterisk"),
        ("test-hosts", "two of each part, one of each killed"),
        ("check", "lint, types, data, docs"),
        ("bench", "measure; results go to benchmarks/results"),
        ("drill", "kill -9 of each process in the middle of calls"),
        ("drill-casework", "kill -9 of casework in the middle of intakes and notifications"),
        (
            "drill-learning",
            "from logged calls to a better model on a running line, and a poisoned batch that is stopped",
        ),
        ("soak", "generated calls; memory stays flat, no record is lost"),
        ("compare", "what got better and what worse between two models"),
        ("candidate", "train from the present data what no caller hears yet"),
        ("learn", "from logged calls to a better model"),
        ("environment", "print what a plain shell needs for Rasa's own commands"),
        ("lock", "refresh the lock files in requirements/"),
        ("clean", "delete environments, models and var/"),
    ):
        commands.add_parser(name, help=text)
    validating = commands.add_parser("validate", help="rasa data validate, without warnings that are not true here")
    validating.add_argument("rasa_arguments", nargs=argparse.REMAINDER)
    for name, text in (("run", "start everything"), ("talk", "type with the bot"), ("call", "play a recording")):
        command = commands.add_parser(name, help=text)
        command.add_argument("--port-offset", type=int, default=0, help="added to every port")
        if name == "call":
            command.add_argument("--wav", default=os.environ.get("WAV", ""), help="a recording of the caller")
            command.add_argument("--say", default=os.environ.get("SAY", ""), help="what the caller says; synthesised")
    return top


def dispatch(options: argparse.Namespace) -> int:
    """Imports only what the command needs, so that one broken room does not stop the others."""
    if options.command == "run":
        from launcher.run import run

        return run(options.port_offset)
    if options.command == "talk":
        from launcher.talk import talk

        return talk(options.port_offset)
    if options.command == "call":
        from launcher.call import call

        return call(options.wav, options.say, options.port_offset)
    if options.command == "validate":
        from launcher.rasa_data import validate

        return validate(options.rasa_arguments)
    from launcher import chores

    return chores.CHORES[options.command]()


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return dispatch(options)
    except LauncherError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
