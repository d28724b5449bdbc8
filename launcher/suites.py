"""`make test`: every suite in the environment that it belongs to, one closing line, the right exit code.

The services' suite fills one core and what asks the bot another: they run side by side, where there are two. The first is seen as it
runs, the others when all is done.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Callable, Mapping, Optional, Sequence

from launcher import environments, model, settings
from launcher.checks import APART
from launcher.paths import BOT_ENV, ROOT, SERVICES_ENV, env_python, shown, var_folder
from launcher.progress import say
from launcher.results import Counts, from_junit
from launcher.run import stop_on_signals
from launcher.settings import quiet_environment

NO_TESTS = 5  # pytest's exit code when nothing was collected
Output = Optional[IO[str]]  # where a suite writes; None: on the screen
Suite = Callable[[Output], tuple[Counts, bool]]
_running: set[subprocess.Popen[str]] = set()
_stopped = threading.Event()  # nothing more is begun


@dataclass(frozen=True)
class Outcome:
    name: str
    counts: Counts
    ok: bool
    seconds: float


def run_all() -> int:
    """Sets up what is needed, runs all suites even when one fails, returns 1 when any did."""
    stop_on_signals()
    started = time.monotonic()
    environments.set_up()
    environments.add_bucket_server()
    trained = model.trained_model()
    prepared_s = time.monotonic() - started
    outcomes = _side_by_side(suites(trained)) if (os.cpu_count() or 1) > 1 else _in_turn(suites(trained))
    say("\n== times and results")
    say(f"  {'set-up and model':<20} {prepared_s:7.1f} s")
    for outcome in outcomes:
        verdict = outcome.counts.closing_line() + ("" if outcome.ok else "   <-- FAILED")
        say(f"  {outcome.name:<20} {outcome.seconds:7.1f} s   {verdict}")
    total = sum((outcome.counts for outcome in outcomes), Counts())
    say(f"  {'whole':<20} {time.monotonic() - started:7.1f} s\n")
    say(total.closing_line())
    return 0 if all(outcome.ok for outcome in outcomes) and total.passed > 0 else 1


def _in_turn(of: Mapping[str, Suite]) -> list[Outcome]:
    return [_timed(name, suite) for name, suite in of.items()]


def _side_by_side(of: Mapping[str, Suite]) -> list[Outcome]:
    """The first beside all others in turn; whatever interrupts it ends what still runs."""
    (name, first), *others = of.items()
    files = {other: _report_folder() / f"{other.replace(' ', '-')}.log" for other, _ in others}
    with ThreadPoolExecutor(1) as beside:
        try:
            later = beside.submit(lambda: [_kept(other, suite, files[other]) for other, suite in others])
            outcomes = [_timed(name, first)]
            say(f"\n== beside it: {', '.join(files)} ...")
            outcomes += later.result()
        except BaseException:
            _stopped.set()
            for process in list(_running):
                process.terminate()
            raise
    for outcome in outcomes[1:]:
        say(f"\n== {outcome.name}\n{files[outcome.name].read_text(encoding='utf-8', errors='replace')}")
    return outcomes


def _kept(name: str, suite: Suite, path: Path) -> Outcome:
    with path.open("w", encoding="utf-8") as output:
        started = time.monotonic()
        counts, ok = suite(output)
        return Outcome(name, counts, ok, time.monotonic() - started)


def _run(command: Sequence[str], environment: Mapping[str, str], output: Output) -> int:
    """The exit code; 1 for what is not begun any more."""
    if _stopped.is_set():
        return 1
    told = subprocess.STDOUT if output else None
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=told, text=True) as process:
        _running.add(process)
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise
        finally:
            _running.discard(process)


def suites(trained: Path) -> dict[str, Suite]:
    services = env_python(SERVICES_ENV)
    apart = [*APART, "-m", "not bot"]
    return {
        "services": lambda output: pytest("services", services, ["tests", *apart], output),
        "bot": lambda output: pytest("bot", env_python(BOT_ENV), ["tests/bot"], output),
        "conversations": lambda output: conversations(trained, output),
        "dialogues": lambda output: pytest("dialogues", services, ["tests/dialogues"], output),
        "end to end": lambda output: pytest("e2e", services, ["tests/e2e"], output),
    }


def pytest(name: str, python: Path, arguments: list[str], output: Output = None) -> tuple[Counts, bool]:
    """One pytest run. A folder that is not there, or no test at all, is a failure: it would hide a lost suite."""
    report = _report_folder() / f"{name}.xml"
    report.unlink() if report.exists() else None
    command = [str(python), "-m", "pytest", *arguments, f"--junitxml={report}", *os.environ.get("ARGS", "").split()]
    code = _run(command, _environment(), output)
    try:
        counts = from_junit(report)
    except (OSError, ElementTree.ParseError):
        say(f"  {name}: pytest ended with exit code {code} and wrote no report")
        return Counts(failed=1), False
    if code == NO_TESTS or (code != 0 and counts.failed == 0):
        counts += Counts(failed=1)
    return counts, code == 0


def conversations(trained: Path, output: Output = None) -> tuple[Counts, bool]:
    """The Rasa test stories against the trained model; every story that takes another turn is named."""
    out = _report_folder() / "conversations"
    command = [str(env_python(BOT_ENV)), "-m", "rasa", "test", "core", "--model", str(trained)]
    command += ["--stories", "tests/conversations", "--out", str(out), "--endpoints", "endpoints.yml"]
    command += ["--e2e", "--no-plot"]  # e2e: the words are understood too; all stories run, failing ones are listed
    for old in out.glob("*"):
        old.unlink()
    stores = settings.from_environment(var=_report_folder() / "var")  # endpoints.yml reads these variables
    code = _run(command, stores.environment(_environment()), output)
    failed_file = out / "failed_test_stories.yml"
    failing = failed_file.read_text().count("- story:") if failed_file.exists() else 0
    report = out / "story_report.json"
    if not report.exists():
        say(f"  conversations: rasa test ended with exit code {code} and wrote no report")
        return Counts(failed=1), False
    if failing:
        say(f"  conversations: see {shown(failed_file)}")
    total = int(json.loads(report.read_text()).get("conversation_accuracy", {}).get("total", 0))
    counts = Counts(passed=max(0, total - failing), failed=max(failing, 0 if code == 0 else 1))
    return counts, code == 0 and failing == 0 and total > 0


def _report_folder() -> Path:
    folder = var_folder() / "test-results"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _environment() -> Mapping[str, str]:
    """Tests see the quiet settings, and none of the variables that would point them at a running Civicline."""
    own = quiet_environment()
    return {name: value for name, value in own.items() if not name.startswith("CIVICLINE_") or name in KEPT}


KEPT = ("CIVICLINE_BOT_PYTHON", "CIVICLINE_SERVICES_PYTHON", "CIVICLINE_CACHE", "CIVICLINE_WITH_PIPER", "CIVICLINE_WITH_TWO_EARS",
        "CIVICLINE_WITH_SIP", "CIVICLINE_WITH_SECOND_OPINION",
        "CIVICLINE_TEST_TELEPHONY")  # fmt: skip


def _timed(name: str, suite: Suite) -> Outcome:
    say(f"\n== {name}")
    started = time.monotonic()
    counts, ok = suite(None)
    return Outcome(name, counts, ok, time.monotonic() - started)
