"""`make run`: everything from a fresh clone to healthy services, then watch them until someone says stop."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from launcher import bytecode, environments, health, model, model_in_use, sample_data, settings
from launcher.paths import shown
from launcher.progress import say
from launcher.services import Service, all_services, require_parts
from launcher.settings import Settings, noted_token
from launcher.stack import Stack

_OF_A_BOT = ("casework", "actions", "rasa")
SENTENCES = (
    "My car was towed last night, where is it?",
    "The neighbour's dog has been barking for three hours.",
    "I want to know what is happening with my report.",
)
TEST_EMERGENCY = "Someone is breaking into my house right now."


def run(port_offset: int = 0) -> int:
    """Blocks until Ctrl-C or SIGTERM (exit code 0) or until a service dies (ServiceDied)."""
    stop_on_signals()
    chosen = settings.from_environment(port_offset)
    health.require_free_ports(chosen, chosen.ports)  # said before the long steps, not after them
    services = prepare(chosen)
    try:
        with noted_token(chosen), Stack(chosen, services) as stack:
            say(welcome(chosen))
            stack.watch()
    except KeyboardInterrupt:
        say("\n  stopped: every service has ended")
    return 0


def prepare(chosen: Settings) -> list[Service]:
    """Environments, encoder, model and sample data; returns the services that can now be started."""
    started = time.monotonic()
    require_parts()
    environments.set_up()
    bytecode.ensure()
    trained = model.ensure_model()
    services = all_services(chosen, trained)
    model_in_use.write(model_in_use.note_of(chosen.var), trained)
    sample_data.ensure(chosen)
    say(f"  everything is in place, {time.monotonic() - started:.1f} s")
    return services


@contextmanager
def a_bot(chosen: Settings) -> Iterator[None]:
    """A bot that answers: the running one, or one of its own for as long as it is needed, without ear and pages."""
    if health.status_of(chosen.url("rasa") + "/webhooks/rest/") == 200:
        yield
        return
    with Stack(chosen, [service for service in prepare(chosen) if service.name in _OF_A_BOT]):
        yield


def welcome(chosen: Settings) -> str:
    lines = [
        "",
        f"  Citizens' pages  {chosen.url('citizen')}/  (chat, report online, follow a report)",
        f"  Console          {chosen.url('console')}/  (call-takers, reviewers, supervisors, administrators)",
        f"  Call page        {chosen.url('connector')}/",
        f"  casework API     {chosen.url('casework')}/v1/openapi.json",
        f"  bot (REST)       {chosen.url('rasa')}/webhooks/rest/webhook",
        f"  logs             {shown(chosen.var)}/log/*.log",
        "",
        "  Say, for example:",
        *(f'    "{sentence}"' for sentence in SENTENCES),
        f'  An emergency in a test: "{TEST_EMERGENCY}" (this demonstration dials nobody).',
    ]
    sample = sample_data.spoken(chosen)
    if sample:
        lines.append(sample)
    lines += sample_data.colleagues(chosen)
    return "\n".join(
        [
            *lines,
            '  Without a browser: make talk, or make call SAY="..." in another terminal.',
            "",
            "  Ctrl-C stops everything.",
            "",
        ]
    )


def stop_on_signals() -> None:
    """SIGTERM and a closed terminal end a command as Ctrl-C does: children are stopped first.

    Ctrl-C itself is asked for, because a script that starts us in the background hands SIGINT on as ignored.
    """

    def interrupt(number: int, frame: FrameType | None) -> NoReturn:
        for one in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, signal.SIG_IGN)  # once is enough; a second one must not break the stopping
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, signal.default_int_handler)
    for one in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, interrupt)
