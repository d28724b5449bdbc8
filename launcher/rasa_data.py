"""`rasa data validate`, with what is worth reading: conflicts, and warnings that are true here.

Rasa sees rules and stories only. Most of our sentences are said by actions, some intents come from our own channels, and danger is
led on by config.yml: two hundred lines about them would bury the one that matters.
"""

from __future__ import annotations

import functools
import re
import subprocess
from collections.abc import Iterable, Sequence

from launcher.paths import BOT_ENV, ROOT, env_python, shown
from launcher.progress import log_file, say
from launcher.settings import quiet_environment

DEFAULTS = {"--domain": "domain.yml", "--data": "data", "--config": "config.yml"}
RASA_WARNING = re.compile(r"(?:UserWarning: |WARNING +[\w.]+ +- )(.+)")
RASA_ERROR = re.compile(r"(?:ERROR|CRITICAL) +[\w.]+ +- (.+)|^(\w*(?:Exception|Error): .+)", re.MULTILINE)
UNUSED = re.compile(
    r"[Tt]he (?:utterance|intent) '(\w+)' is (?:not used|listed in the domain file, but is not found in the NLU)"
)
RESPONSE = re.compile(r"\butter_\w+\{?")
TOPIC = re.compile(r"^    topic = \"(\w+)\"", re.MULTILINE)  # actions/conversation.py says utter_<topic>
INTERRUPT = re.compile(r"^    (\w+): action_", re.MULTILINE)
CHANNELS = re.compile(r"# what only our own channels send.*?\n(?P<intents>(?:  - \w+\n)+)")
ONLY_TRAINED = re.compile(r"^  - (\w+)  # only trained", re.MULTILINE)
ALWAYS_911 = re.compile(r"^  (\w+): \[[^\]]*\balways_911\b", re.MULTILINE)


def validate(arguments: Sequence[str] = ()) -> int:
    """Runs it and says what it found; Rasa's exit code. The whole output stays in the log."""
    given = [one for one in arguments if one != "--"]
    for name, value in DEFAULTS.items():
        given += [] if name in given else [name, value]
    log = log_file("data-validate")
    command = [str(env_python(BOT_ENV)), "-m", "rasa", "data", "validate", *given]
    with log.open("wb") as stream:
        code = subprocess.run(
            command, cwd=str(ROOT), env=quiet_environment(), stdout=stream, stderr=subprocess.STDOUT
        ).returncode
    text = log.read_text(encoding="utf-8", errors="replace")
    for line in [*warnings(text), *(errors(text) if code else [])]:
        say(f"  {line}")
    say(f"  rasa data validate: {'no conflicts' if code == 0 else f'exit code {code}'}; all of it is in {shown(log)}")
    return code


def warnings(text: str) -> list[str]:
    """Rasa's warnings about the training data, once each, without those of Python libraries."""
    found = (match.group(1).strip() for match in RASA_WARNING.finditer(text))
    ours = (line for line in found if "deprecat" not in line.lower() and "rasa.com" not in line)
    return [line for line in dict.fromkeys(ours) if not used_all_the_same(line)]


def errors(text: str) -> list[str]:
    found = ((match.group(1) or match.group(2)).strip() for match in RASA_ERROR.finditer(text))
    return list(dict.fromkeys(found))


def used_all_the_same(warning: str) -> bool:
    """Rasa calls a response or an intent unused that an action says, config.yml leads on, or a channel sends."""
    found = UNUSED.search(warning)
    return found is not None and bool(re.search(_pattern(), found.group(1)))


@functools.lru_cache(maxsize=1)
def _pattern() -> str:
    """Every response in the code (`utter_name_{need}` stands for all that begin so), and the intents that need no rule."""
    domain = _text("domain.yml")
    channels = CHANNELS.search(domain)
    names = {
        *RESPONSE.findall(_code("actions", "bot_server")),
        *(f"utter_{topic}" for topic in TOPIC.findall(_code("actions"))),
        *INTERRUPT.findall(_text("config.yml")),
        *ALWAYS_911.findall(_text("agencies/properties.yml")),
        *ONLY_TRAINED.findall(domain),
        *(re.findall(r"\w+", channels.group("intents")) if channels else ()),
    }
    return "|".join(f"^{name.rstrip('{')}" if name.endswith(("{", "_")) else f"^{name}$" for name in sorted(names))


def _code(*rooms: str) -> str:
    files: Iterable[str] = (
        path.read_text(encoding="utf-8") for room in rooms for path in sorted((ROOT / room).rglob("*.py"))
    )
    return "".join(files)


def _text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")
