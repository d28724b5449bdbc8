"""Makes the two environments from the hash-locked requirement files, and skips what is already as it should be."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from launcher import pythons
from launcher.errors import LauncherError, PartMissing
from launcher.one_at_a_time import only_one
from launcher.paths import BOT_ENV, BUCKET_ENV, ENVS, REQUIREMENTS, SERVICES_ENV, TOOL_ENV, env_python, shown
from launcher.progress import run_step

STAMP = "civicline-locks.sha256"


@dataclass(frozen=True)
class Environment:
    name: str
    folder: Path
    locks: tuple[str, ...]
    versions: tuple[str, ...]
    setting: str  # the variable that names its Python
    purpose: str


def bot_environment() -> Environment:
    locks: tuple[str, ...] = ("rasa.txt", "rasa-dev.txt", "encoder.txt", "watching.txt")
    if second_opinion_wanted():
        locks += ("second-opinion.txt",)
    return Environment("bot", BOT_ENV, locks, pythons.BOT_VERSIONS, "CIVICLINE_BOT_PYTHON", "The bot (Rasa 3.6)")


def second_opinion_wanted() -> bool:
    """Whether the larger sentence encoder is installed and built: 440 MB, heard in doubt (docs/decisions/0051-second-opinion.md)."""
    return os.environ.get("CIVICLINE_WITH_SECOND_OPINION", "") not in ("", "0")


def services_environment() -> Environment:
    locks: tuple[str, ...] = ("services.txt", "dev.txt")
    if os.environ.get("CIVICLINE_WITH_PIPER", "") not in ("", "0"):
        locks += ("voice-piper.txt",)
    if os.environ.get("CIVICLINE_WITH_TWO_EARS", "") not in ("", "0"):
        locks += ("voice-two-ears.txt",)
    if os.environ.get("CIVICLINE_WITH_SIP", "") not in ("", "0"):
        locks += ("voice-sip.txt",)
    versions = pythons.SERVICE_VERSIONS
    return Environment("services", SERVICES_ENV, locks, versions, "CIVICLINE_SERVICES_PYTHON", "The services")


def lock_hash(environment: Environment) -> str:
    """Changes when the content of any of the environment's lock files does."""
    digest = hashlib.sha256()
    for name in environment.locks:
        path = REQUIREMENTS / name
        if not path.exists():
            raise PartMissing(f"{shown(path)} is missing, so the {environment.name} environment cannot be made.")
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_ready(environment: Environment) -> bool:
    stamp = environment.folder / STAMP
    return env_python(environment.folder).exists() and _read(stamp) == lock_hash(environment)


def set_up() -> None:
    """Brings both environments to their lock files. Two launchers at once wait for each other."""
    wanted = [bot_environment(), services_environment()]
    if all(is_ready(environment) for environment in wanted):
        return
    ENVS.mkdir(exist_ok=True)
    with only_one(ENVS / "setup.lock"):
        uv = installer()
        bases = {e.name: pythons.find(e.versions, e.setting, e.purpose, uv) for e in wanted if not is_ready(e)}
        for environment in wanted:
            if environment.name in bases:
                _make(environment, bases[environment.name], uv)


def add_trainers_packages() -> None:
    """What checking the training data needs, into the bot's environment; nothing that is there changes, a set-up may remove it."""
    wanted = Environment("trainer", BOT_ENV, ("trainer.txt",), (), "", "Checking the training data")
    stamp = BOT_ENV / "civicline-trainer.sha256"
    if any(BOT_ENV.glob("lib/python*/site-packages/cleanlab")) and _read(stamp) == lock_hash(wanted):
        return
    with only_one(ENVS / "setup.lock"):
        command = [installer(), "pip", "install", "--require-hashes", "--python", env_python(BOT_ENV)]
        run_step("packages of the trainer", [*command, "-r", REQUIREMENTS / "trainer.txt"], "setup-trainer")
        stamp.write_text(lock_hash(wanted))


def add_bucket_server() -> None:
    """The S3 server of the tests, in an environment of its own: its libraries cannot live beside ours."""
    wanted = Environment(
        "bucket", BUCKET_ENV, ("bucket-dev.txt",), pythons.SERVICE_VERSIONS, "CIVICLINE_SERVICES_PYTHON", ""
    )
    if is_ready(wanted):
        return
    with only_one(ENVS / "setup.lock"):
        uv = installer()
        _make(wanted, pythons.find(wanted.versions, wanted.setting, wanted.purpose, uv), uv)


def installer() -> Path:
    """uv in an environment of its own, itself from a hash-locked file."""
    tool = Environment("tool", TOOL_ENV, ("bootstrap.txt",), (), "", "The installer")
    uv = env_python(TOOL_ENV).with_name("uv")
    if is_ready(tool) and uv.exists():
        return uv
    shutil.rmtree(TOOL_ENV, ignore_errors=True)
    try:
        run_step("installer: environment", [sys.executable, "-m", "venv", TOOL_ENV], "setup-tool")
    except LauncherError as error:
        raise LauncherError(
            f"{sys.executable} cannot make a virtual environment; install its venv module "
            f"(Debian and Ubuntu: apt install python3-venv) or run make with PYTHON=another-python.\n{error}"
        ) from None
    pip = [env_python(TOOL_ENV), "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    run_step("installer: uv", [*pip, "-r", REQUIREMENTS / "bootstrap.txt"], "setup-tool")
    (TOOL_ENV / STAMP).write_text(lock_hash(tool))
    return uv


def _make(environment: Environment, base: str, uv: Path) -> None:
    python = env_python(environment.folder)
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    env.pop("VIRTUAL_ENV", None)
    if pythons.version_of(str(python)) not in environment.versions:
        shutil.rmtree(environment.folder, ignore_errors=True)
        command = [uv, "venv", "--quiet", "--no-project", "--python", base, environment.folder]
        run_step(f"{environment.name}: environment from {base}", command, f"setup-{environment.name}", env)
    # Compiled once here: nothing writes bytecode later, and a start that compiles anew takes twice as long.
    sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode", "--python", python]
    locks = [REQUIREMENTS / name for name in environment.locks]
    run_step(f"{environment.name}: packages", [*sync, *locks], f"setup-{environment.name}", env)
    (environment.folder / STAMP).write_text(lock_hash(environment))


def _read(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""
