"""The sentence encoder and the trained model: made once for each content of the training data, then kept."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Iterator

from launcher.content_hash import content_hash
from launcher.environments import second_opinion_wanted
from launcher.errors import BadSetting, PartMissing
from launcher.one_at_a_time import only_one
from launcher.paths import BOT_ENV, ENCODER, MODELS, REQUIREMENTS, ROOT, SECOND_ENCODER, cache_folder, env_python, shown
from launcher.progress import run_step, say
from launcher.settings import quiet_environment

ENCODER_BUILDER = ROOT / "nlu_components" / "encoder" / "build.py"
ENCODER_PARTS = (  # a change in any of these makes another encoder
    ENCODER_BUILDER,
    ROOT / "nlu_components" / "encoder" / "adapter.py",
    ROOT / "nlu_components" / "encoder" / "adapter.npz",
    REQUIREMENTS / "encoder.txt",
)
SECOND_BUILDER = ROOT / "nlu_components" / "encoder" / "mpnet.py"
SECOND_PARTS = (ENCODER_BUILDER, SECOND_BUILDER, REQUIREMENTS / "second-opinion.txt")
STAMP_NAME = "builder.hash"
TRAINED_FROM = ("domain.yml", "config.yml")  # with data/, the components, the policies and what a need is
CACHED_MODELS = 4
RESPONSE_NAME = re.compile(rb"  [A-Za-z_][\w/]*:\s*(?:#.*)?$")


def training_files(root: Path = ROOT) -> Iterator[Path]:
    """Every file whose content decides what the trained model is. Streets, cues, danger phrases and clocks do not: they are read live."""
    for name in TRAINED_FROM:
        if not (root / name).exists():
            raise PartMissing(f"{name} is missing, so there is nothing to train; it belongs beside the Makefile.")
        yield root / name
    yield from (root / "data").rglob("*.yml")
    for room in ("nlu_components", "dialogue_policies", "spoken"):
        yield from (path for path in (root / room).rglob("*") if path.suffix in (".py", ".txt", ".yml"))
    yield from (root / "agencies").glob("properties.yml")
    for encoder in ("encoder", "second-encoder"):
        yield from (root / "models" / encoder).rglob("*.onnx")
    yield root / "requirements" / "rasa.txt"


def trained_part(path: Path) -> bytes:
    """The bytes that training sees: of domain.yml all but the wording of the responses, which is read live."""
    content = path.read_bytes()
    return _without_wording(content) if path.name == "domain.yml" else content


def _without_wording(domain: bytes) -> bytes:
    """The names of the responses stay: the model knows that they are there. Line by line: no YAML library is at hand here."""
    kept: list[bytes] = []
    inside = False
    for line in domain.splitlines(keepends=True):
        if line[:1].strip() and not line.startswith(b"#"):
            inside = line.startswith(b"responses:")
        if not inside or RESPONSE_NAME.match(line) or line.startswith(b"responses:"):
            kept.append(line)
    return b"".join(kept)


def model_path() -> Path:
    """Where the model for the present data is, or would be. Needs the encoder to be built."""
    return MODELS / f"{content_hash(ROOT, training_files(), trained_part)}.tar.gz"


def build_encoder() -> None:
    """Writes models/encoder from the locked weights, unless the same builder did already; the larger one where it is wanted."""
    _build("sentence encoder", ENCODER_PARTS, "nlu_components.encoder.build", ENCODER)
    if second_opinion_wanted():
        _build("larger sentence encoder", SECOND_PARTS, "nlu_components.encoder.mpnet", SECOND_ENCODER)
    else:
        shutil.rmtree(SECOND_ENCODER, ignore_errors=True)


def _build(what: str, parts: tuple[Path, ...], module: str, target: Path) -> None:
    if not ENCODER_BUILDER.exists():
        raise PartMissing(f"{shown(ENCODER_BUILDER)} is missing, so the sentence encoder cannot be built.")
    wanted, stamp = content_hash(ROOT, [path for path in parts if path.exists()]), target / STAMP_NAME
    if any(target.glob("*.onnx")) and stamp.exists() and stamp.read_text().strip() == wanted:
        return
    run_step(what, [env_python(BOT_ENV), "-m", module, shown(target)], "encoder", quiet_environment())
    stamp.write_text(wanted + "\n")


def ensure_model() -> Path:
    """The trained model for the present data: from models/, from the cache, or trained now.

    CIVICLINE_MODEL names another one; so does models/in-use, once a model was promoted (retraining/promoting.py).
    """
    chosen = os.environ.get("CIVICLINE_MODEL")
    if chosen:
        if not Path(chosen).is_file():
            raise BadSetting(f"CIVICLINE_MODEL is '{chosen}', and there is no such file; name a trained .tar.gz.")
        build_encoder()
        return Path(chosen).resolve()
    promoted = promoted_model()
    if promoted is not None:
        build_encoder()
        return promoted
    return trained_model()


def promoted_model() -> Path | None:
    """The one that a supervisor put in use. Data that changed since is told: it is not what callers hear."""
    noted = MODELS / "in-use"
    if not noted.exists():
        return None
    model = MODELS / noted.read_text(encoding="utf-8").strip()
    if not model.is_file():
        raise BadSetting(f"{shown(noted)} names {model.name}, which is not there; promote another, or delete the file.")
    if model != model_path():
        say(
            f"  model {model.name} is in use, as promoted; the present data would make another: make train, then the gate"
        )
    return model


def trained_model() -> Path:
    """The model of the present data, whatever is in use."""
    with only_one(MODELS / "train.lock"):
        build_encoder()
        model = model_path()
        if model.exists():
            return model
        kept = cache_folder() / "models" / model.name
        if kept.exists():
            say(f"  model {model.name}: taken from {kept.parent}")
            _copy(kept, model)
        else:
            model = train()
            _keep(model, kept.with_name(model.name))
        return model


def train() -> Path:
    """Trains from a copy, so that a file that somebody saves meanwhile does not end in a model of the wrong name.

    Returns the model. An interrupted training leaves nothing that looks finished.
    """
    with tempfile.TemporaryDirectory(prefix="civicline-train-") as folder:
        copy = Path(folder)
        copy_of_the_tree(copy)
        model = MODELS / f"{content_hash(copy, training_files(copy), trained_part)}.tar.gz"
        command = [env_python(BOT_ENV), "-m", "bot_server", "train", "--data", "data", "--domain", "domain.yml"]
        # `make check` validates; contradictions of rules and stories stop a training anyway
        command += ["--config", "config.yml", "--skip-validation", "--out", "out"]
        command += ["--fixed-model-name", model.name[: -len(".tar.gz")]]
        cache = {
            "PYTHONPATH": str(ROOT),  # what is trained is the copy; what trains it is here
            "RASA_CACHE_DIRECTORY": str(ROOT / ".rasa" / "cache"),
            "CIVICLINE_VECTORS": str(vectors_folder()),
        }
        run_step("training", command, "train", {**cache, **quiet_environment()}, cwd=copy)
        _copy(copy / "out" / model.name, model)
    return model


def vectors_folder() -> Path:
    """Where training keeps the vectors of its texts, so that a changed example costs one."""
    return cache_folder() / "vectors"


def copy_of_the_tree(target: Path) -> None:
    """Everything that training reads; the encoder, which nobody edits, as a link."""
    for name in (*TRAINED_FROM, "requirements/rasa.txt"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)
    for name in ("data", "nlu_components", "dialogue_policies", "spoken", "agencies"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "models").mkdir()
    for name in ("encoder", "second-encoder"):
        if (ROOT / "models" / name).exists():
            (target / "models" / name).symlink_to(ROOT / "models" / name)


def _keep(model: Path, kept: Path) -> None:
    """Into the cache, oldest out; a cache that cannot be written is no reason to stop."""
    try:
        _copy(model, kept)
        by_age = sorted(kept.parent.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in by_age[CACHED_MODELS:]:
            old.unlink()
    except OSError as error:
        say(f"  the model could not be cached in {kept.parent} ({error}); the next clone trains again")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}.part")
    shutil.copyfile(source, part)
    os.replace(part, target)
