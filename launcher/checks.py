"""`make check`: lint, format, types, Rasa's own validation, links of the documents. Fast, and the same as CI runs."""

from __future__ import annotations

import functools
import re
import subprocess
import time
from typing import Callable

from launcher import audit, docs_links, environments
from launcher.paths import BOT_ENV, ROOT, SERVICES_ENV, env_python, shown
from launcher.progress import log_file, say
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
RASA_WARNING = re.compile(r"(?:UserWarning: |WARNING +[\w.]+ +- )(.+)")

UNUSED = re.compile(r"[Tt]he (?:utterance|intent) '(\w+)' is not used")
RESPONSE = re.compile(r"\butter_\w+\{?")
INTERRUPT = re.compile(r"^    (\w+): action_", re.MULTILINE)


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
        "rasa data": rasa_data,
        "links of the documents": links,
        "secrets": audit.secrets,
        "advisories": audit.advisories,
    }


def rasa_data() -> bool:
    """`rasa data validate`: conflicts and contradictions fail; what is merely unused is listed."""
    log = log_file("data-validate")
    command = [str(env_python(BOT_ENV)), "-m", "rasa", "data", "validate", "--domain", "domain.yml", "--data", "data"]
    command += ["--config", "config.yml"]
    with log.open("wb") as stream:
        code = subprocess.run(
            command, cwd=str(ROOT), env=quiet_environment(), stdout=stream, stderr=subprocess.STDOUT
        ).returncode
    for warning in warnings(log.read_text(encoding="utf-8", errors="replace")):
        say(f"  {warning}")
    if code != 0:
        say(f"  rasa data validate ended with exit code {code}; see {shown(log)}")
    return code == 0


def warnings(text: str) -> list[str]:
    """Rasa's warnings about the training data, once each, without those of Python libraries."""
    found = (match.group(1).strip() for match in RASA_WARNING.finditer(text))
    ours = (line for line in found if "deprecat" not in line.lower() and "rasa.com" not in line)
    return [line for line in dict.fromkeys(ours) if not said_by_an_action(line)]


def said_by_an_action(warning: str) -> bool:
    """Rasa calls a response or an intent unused that an action says or config.yml leads on; it sees rules and stories only."""
    found = UNUSED.search(warning)
    return found is not None and bool(re.search(_pattern(), found.group(1)))


@functools.lru_cache(maxsize=1)
def _pattern() -> str:
    """Every response in the actions' code (`utter_name_{need}` stands for all that begin so), and every interrupt's intent."""
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "actions").rglob("*.py")))
    interrupts = INTERRUPT.findall((ROOT / "config.yml").read_text(encoding="utf-8"))
    names = {*RESPONSE.findall(code), *interrupts}
    return "|".join(f"^{name[:-1]}" if name.endswith("{") else f"^{name}$" for name in sorted(names))


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
