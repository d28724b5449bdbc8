"""The commands that need no running services: setup, train, lock, clean, and the doors to test, check and bench."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from typing import Callable

from launcher import bytecode, environments, model, model_in_use, processes, sample_data, sbom, settings
from launcher.errors import BadSetting
from launcher.paths import BOT_ENV, ENVS, MODELS, REQUIREMENTS, ROOT, SERVICES_ENV, env_python, shown, var_folder
from launcher.progress import run_step, say
from launcher.temporary import free_port

GRACE_S = 10.0
# name, the oldest Python that it serves, extra options. In this order: later ones are constrained by earlier ones.
LOCKS = (
    ("bootstrap", "3.8", ()),
    ("rasa", "3.10", ()),
    ("rasa-dev", "3.10", ()),
    ("trainer", "3.10", ()),
    ("encoder", "3.10", ("--no-deps",)),
    ("watching", "3.10", ()),
    ("second-opinion", "3.10", ("--no-deps",)),
    ("services", "3.11", ()),
    ("voice-piper", "3.11", ()),
    ("voice-two-ears", "3.11", ()),
    ("voice-sip", "3.11", ()),
    ("dev", "3.11", ()),
    ("bucket-dev", "3.11", ()),
)


def setup() -> int:
    started = time.monotonic()
    environments.set_up()
    bytecode.ensure()
    model.build_encoder()
    say(f"  set-up is complete, {time.monotonic() - started:.1f} s")
    return 0


def train() -> int:
    environments.set_up()
    trained = model.trained_model()
    say(f"  the model for the present data is {shown(trained)}")
    if model.promoted_model() is None:
        model_in_use.offer(settings.of_running(), trained)
    return 0


def candidate() -> int:
    """Trains from the present data what no caller hears yet and says where it lies, for what keeps the models (retraining/training.py).

    Nothing is installed: it runs beside the processes that use the environments.
    """
    from launcher.run import stop_on_signals

    stop_on_signals()
    say(str(model.trained_model()))
    return 0


def learn() -> int:
    """From logged calls to a better model: DO="inbox" | "examples" | "candidate" | "canary" | "promote" | "rollback" ..."""
    environments.set_up()
    asked = shlex.split(os.environ.get("DO") or "--help")
    if asked[:1] == ["candidate"]:  # trained from the present data and asked by the gate; no caller hears it yet
        asked = ["gate", str(model.trained_model()), *asked[1:]]
    if "check-data" in asked:
        environments.add_trainers_packages()
    chosen = settings.of_running()
    wanted = {**settings.quiet_environment(), **chosen.environment(settings.QUIET)}
    wanted[settings.CASEWORK_TOKEN] = chosen.credential("trainer")
    wanted["CIVICLINE_MODEL_NOTE"] = str(model_in_use.note_of(chosen.var))
    wanted["CIVICLINE_SERVICES_PYTHON"] = str(env_python(SERVICES_ENV))
    wanted["CIVICLINE_TRAINING_VECTORS"] = str(model.vectors_folder())
    command = [str(env_python(BOT_ENV)), "-m", "retraining", *asked]
    return processes.run_to_its_end(command, wanted, ROOT)


def environment() -> int:
    """For a plain shell: `eval "$(make -s environment)"`, then `rasa shell`, `rasa test`, `rasa interactive`, `rasa data validate`."""
    chosen = settings.of_running()
    wanted = chosen.environment(settings.QUIET)
    wanted["PATH"] = f"{env_python(BOT_ENV).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    say("\n".join(f"export {name}={shlex.quote(value)}" for name, value in sorted(wanted.items())))
    say(RASA_OF_A_SHELL.format(root=shlex.quote(str(ROOT)), python=shlex.quote(sys.executable), port=free_port()))
    return 0


def bill_of_materials() -> int:
    say(f"  {shown(sbom.write())}")
    return 0


def casework() -> int:
    """DO="quality show --agency denver": a command of casework, with the database and the secrets of this tree's `make run`."""
    return _of_casework(shlex.split(os.environ.get("DO") or "--help"))


def staff_code() -> int:
    """LOGIN=sample.supervisor: what that made-up person's authenticator app would show now."""
    who = ("--agency", settings.of_running().agency, "--login", os.environ.get("LOGIN", ""))
    return _of_casework(["account", "code", *who])


def _of_casework(asked: list[str]) -> int:
    environments.set_up()
    command = [str(env_python(SERVICES_ENV)), "-m", "casework", *asked]
    return subprocess.run(command, cwd=str(ROOT), env=settings.of_running().environment_of("casework")).returncode


def fill_sample_data() -> int:
    environments.set_up()
    chosen = settings.from_environment()
    sample_data.fill(chosen)
    say(sample_data.spoken(chosen))
    return 0


def compare() -> int:
    """What got better and what worse since another model: MODELS="old.tar.gz new.tar.gz", else since the one before."""
    environments.set_up()
    named = os.environ.get("MODELS", "").split()
    if len(named) < 2:
        model.trained_model()
    command = [str(env_python(BOT_ENV)), "-m", "benchmarks.compare_models", *named]
    return subprocess.run(command, cwd=str(ROOT), env=settings.quiet_environment()).returncode


def lock() -> int:
    """Writes every lock file again; UPGRADE=1 takes newer releases where the .in files allow them."""
    uv = environments.installer()
    env = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock", "UV_PYTHON_DOWNLOADS": "never"}
    always = ["--quiet", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--universal"]
    if os.environ.get("UPGRADE", "") not in ("", "0"):
        always.append("--upgrade")
    for name, version, extra in LOCKS:
        command = [uv, "pip", "compile", *always, *extra, "--python-version", version, f"{name}.in"]
        run_step(f"{name}.txt", [*command, "-o", f"{name}.txt"], "lock", env, cwd=REQUIREMENTS)
    return 0


def clean() -> int:
    """Deletes what can be made again. The databases in var/ go too: say so before it happens."""
    if os.environ.get("YES") != "1":
        kinds = f".envs/, models/, .rasa/ and {shown(var_folder())} with its databases"
        say(f"This deletes {kinds}; do it with: make clean YES=1")
        return 1
    for folder in (ENVS, MODELS, ROOT / ".rasa", var_folder()):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def test() -> int:
    from launcher.suites import run_all

    return run_all()


def check() -> int:
    from launcher.checks import run_all

    return run_all()


def test_telephony() -> int:
    from launcher import telephony

    return telephony.test_telephony()


def test_hosts() -> int:
    """Two of each part behind HAProxy on PostgreSQL and Redis or Valkey; what is not on this machine is said by the tests."""
    environments.set_up()
    model.trained_model()
    command = [str(env_python(SERVICES_ENV)), "-m", "pytest", "tests/hosts", *os.environ.get("ARGS", "").split()]
    return subprocess.run(command, cwd=str(ROOT), env=settings.quiet_environment()).returncode


def bench() -> int:
    environments.set_up()
    command = [str(env_python(SERVICES_ENV)), "-m", "benchmarks.run_all", *os.environ.get("ONLY", "").split()]
    return subprocess.run(command, cwd=str(ROOT)).returncode


def drill() -> int:
    return _drill("faults")


def soak() -> int:
    return _drill("soak")


def drill_casework() -> int:
    """Bounded: what takes longer than LIMIT_MINUTES is ended. SMALL=1: a tenth of it."""
    environments.set_up()
    limit = os.environ.get("LIMIT_MINUTES") or "30"
    try:
        within_s = float(limit) * 60
    except ValueError:
        raise BadSetting(f"LIMIT_MINUTES is '{limit}'; write a number of minutes, for example 30.") from None
    command = [str(env_python(SERVICES_ENV)), "-m", "tests.drills", "casework"]
    process = subprocess.Popen(command, cwd=str(ROOT), start_new_session=True)
    try:
        return process.wait(within_s)
    except subprocess.TimeoutExpired:
        say(f"  CASEWORK DRILL: BAD: not at its end after LIMIT_MINUTES={limit}; it hangs, or the machine is too busy")
        return 1
    finally:
        processes.stop_group(process, GRACE_S)


def drill_learning() -> int:
    """SMALL=1: fewer calls, a model of few examples."""
    environments.set_up()
    model.build_encoder()  # its candidates are trained before any line is started
    command = [str(env_python(SERVICES_ENV)), "-m", "tests.drills.learning"]
    return subprocess.run(command, cwd=str(ROOT)).returncode


def _drill(which: str) -> int:
    """CALLS, MINUTES and KILL come as variables; FAKE_BOT=1 needs no trained model."""
    environments.set_up()
    command = [str(env_python(SERVICES_ENV)), "-m", "tests.drills", which]
    if os.environ.get("FAKE_BOT", "") not in ("", "0"):
        command.append("--fake-bot")
    if which == "faults" and os.environ.get("KILL"):
        command += ["--kill", *os.environ["KILL"].split()]
    return subprocess.run(command, cwd=str(ROOT)).returncode


# `rasa data validate` by way of rasa_data.py; what serves by itself beside a running Civicline, on a port of its own; the rest as it is
RASA_OF_A_SHELL = """\
rasas_own() {{ command python {root}/bot_server/quietly.py "$@"; }}
rasa() {{
  case "$1 $2" in
    "data validate") shift 2; (cd {root} && {python} -m launcher validate -- "$@") ;;
    "shell nlu"|"interactive core") rasas_own "$@" ;;
    "shell "*) shift; rasas_own shell --interface 127.0.0.1 --port {port} "$@" ;;
    "interactive "*) shift; rasas_own interactive --port {port} "$@" ;;
    *) rasas_own "$@" ;;
  esac
}}"""
CHORES: dict[str, Callable[[], int]] = {
    "setup": setup,
    "train": train,
    "environment": environment,
    "compare": compare,
    "candidate": candidate,
    "learn": learn,
    "sample-data": fill_sample_data,
    "staff-code": staff_code,
    "casework": casework,
    "sbom": bill_of_materials,
    "test": test,
    "test-telephony": test_telephony,
    "test-hosts": test_hosts,
    "check": check,
    "bench": bench,
    "drill": drill,
    "drill-casework": drill_casework,
    "drill-learning": drill_learning,
    "soak": soak,
    "lock": lock,
    "clean": clean,
}
