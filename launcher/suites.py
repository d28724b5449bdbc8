"""`make test`: every suite in the environment that it belongs to, one closing line, the right exit code.

Two suites run at a time where there are two cores, the longest first; what one of them wrote is shown when it has ended.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
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

# half of the services' tests, by time; the browser comes last, for no asynchronous test runs in a process after it
FACING_PEOPLE = ("tests/calls", "tests/drills", "tests/voice_connector", "tests/web")
LANES = 2  # with more, tests that wait for something begin to wait in vain
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
    environments.add_trainers_packages()  # else the check for wrong labels is passed over
    trained = model.trained_model()
    prepared_s = time.monotonic() - started
    outcomes = _side_by_side(suites(trained), lanes=min(LANES, os.cpu_count() or 1))
    say("\n== times and results")
    say(f"  {'set-up and model':<20} {prepared_s:7.1f} s")
    for outcome in outcomes:
        verdict = outcome.counts.closing_line() + ("" if outcome.ok else "   <-- FAILED")
        say(f"  {outcome.name:<20} {outcome.seconds:7.1f} s   {verdict}")
    total = sum((outcome.counts for outcome in outcomes), Counts())
    say(f"  {'whole':<20} {time.monotonic() - started:7.1f} s\n")
    say(total.closing_line())
    return 0 if all(outcome.ok for outcome in outcomes) and total.passed > 0 else 1


def _side_by_side(of: Mapping[str, Suite], lanes: int) -> list[Outcome]:
    """So many at once, the first ones first; whatever interrupts it ends what still runs."""
    with ThreadPoolExecutor(lanes) as pool:
        try:
            running = {pool.submit(_kept, name, suite, _log_of(name)): name for name, suite in of.items()}
            for done in as_completed(running):
                name = running[done]
                say(f"\n== {name}\n{_log_of(name).read_text(encoding='utf-8', errors='replace')}")
                say(
                    f"== {name}: {done.result().seconds:.0f} s; still to end: {', '.join(_not_done(running)) or 'none'}"
                )
        except BaseException:
            _stopped.set()
            for process in list(_running):
                process.terminate()
            raise
    return [done.result() for done in running]


def _not_done(running: Mapping[Future[Outcome], str]) -> list[str]:
    return [name for future, name in running.items() if not future.done()]


def _log_of(name: str) -> Path:
    return _report_folder() / f"{name.replace(' ', '-')}.log"


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
    """The longest first."""
    services = env_python(SERVICES_ENV)
    others = [f"--ignore={folder}" for folder in FACING_PEOPLE]
    return {
        "services": lambda output: pytest("services", services, ["tests", *APART, *others, "-m", "not bot"], output),
        "facing people": lambda output: pytest("people", services, [*FACING_PEOPLE, "-m", "not bot"], output),
        "end to end": lambda output: pytest("e2e", services, ["tests/e2e"], output),
        "dialogues": lambda output: pytest("dialogues", services, ["tests/dialogues"], output),
        "bot": lambda output: pytest("bot", env_python(BOT_ENV), ["tests/bot"], output),
        "conversations": lambda output: conversations(trained, output),
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
