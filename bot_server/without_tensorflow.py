"""Starts Rasa without TensorFlow where the model has no component that needs it: more than half of a start's work, and 400 MB.

Rasa imports TensorFlow for its own classifiers and policies whether they are used or not. Here modules that hold nothing stand in
its place while no component of the model, or of the configuration that is trained, is Rasa's own learner. CIVICLINE_TENSORFLOW=1 imports it
all the same.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
import tarfile
import types
from pathlib import Path
from typing import Any, List, Optional, Sequence

import yaml

from bot_server import unpacking

VARIABLE, TRAIN = "CIVICLINE_TENSORFLOW", "train"
IN_ITS_PLACE = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")
# spaCy (by thinc) asks for this one to know whether the library is there, and goes on without it when it is not
TELLS_THAT_IT_IS_THERE = "tensorflow.experimental"
# our own components, and the nodes that Rasa puts around them; whatever else a model is made of may need the real thing
OURS = ("nlu_components.", "dialogue_policies.")
LIGHT = (
    "rasa.core.policies.memoization.",
    "rasa.core.policies.rule_policy.",
    "rasa.core.policies.ensemble.",
    "rasa.engine.recipes.default_components.",
    "rasa.graph_components.",
    "rasa.nlu.featurizers.sparse_featurizer.",
    "rasa.nlu.classifiers.regex_message_handler.",
    "rasa.nlu.tokenizers.",
    "rasa.nlu.extractors.regex_entity_extractor.",
)


class Nothing(type):
    """A class that stands for any name of the library: it can be derived from, called, and asked for names in turn."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = Nothing(name, (), {"__module__": cls.__module__})
        setattr(cls, name, made)
        return made

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        """As a decorator it changes nothing."""
        if len(arguments) == 1 and callable(arguments[0]) and not named:
            return arguments[0]
        return super().__call__()


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = Nothing(name, (), {"__module__": self.__name__})
        setattr(self, name, made)
        return made


class InItsPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules of IN_ITS_PLACE, whatever is installed."""

    def find_spec(
        self, name: str, path: Optional[Sequence[str]], target: Optional[types.ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if name.split(".")[0] not in IN_ITS_PLACE or name.startswith(TELLS_THAT_IT_IS_THERE):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = _Module(spec.name)
        module.__path__ = []
        module.__dict__["__version__"] = "2.12.0"
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        return None


def install(arguments: List[str]) -> bool:
    """Before Rasa is imported; `arguments`: of the command line. Returns whether TensorFlow is left out."""
    if os.environ.get(VARIABLE, "") not in ("", "0") or not _can_do_without(arguments):
        return False
    sys.meta_path.insert(0, InItsPlace())
    return True


def _can_do_without(arguments: List[str]) -> bool:
    if TRAIN in arguments[:2]:
        return not training_needs_it(Path(_after("--config", arguments) or "config.yml"))
    model, noted = model_of(arguments), noted_model()
    if model is None or needs_it(model):
        return False
    return noted is None or noted == model or not needs_it(noted)


def left_out() -> bool:
    return any(isinstance(finder, InItsPlace) for finder in sys.meta_path)


def model_of(arguments: List[str]) -> Optional[Path]:
    """The archive that `--model` names; None where it is a folder, or not told."""
    told = _after("--model", arguments) or _after("-m", arguments)
    return Path(told) if told and Path(told).is_file() else None


def _after(name: str, arguments: List[str]) -> Optional[str]:
    return arguments[arguments.index(name) + 1] if name in arguments[:-1] else None


def noted_model() -> Optional[Path]:
    """The model that the note names (`swapping`): where there is one, a starting Rasa takes it instead."""
    try:
        path = Path(Path(os.environ["CIVICLINE_MODEL_NOTE"]).read_text(encoding="utf-8").strip())
    except (KeyError, OSError):
        return None
    return path if path.is_file() else None


def training_needs_it(config: Path) -> bool:
    """Whether any component or policy of a config.yml is not one of ours; True for what cannot be read."""
    try:
        told = yaml.safe_load(config.read_text(encoding="utf-8"))
        used = [str(one["name"]) for part in ("pipeline", "policies") for one in told[part]]
    except (OSError, yaml.YAMLError, KeyError, TypeError):
        return True
    return not used or any(not name.startswith(OURS) for name in used)


def needs_it(model: Path) -> bool:
    """Whether any node of the model's graph is neither ours nor light; True for what cannot be read."""
    try:
        graph = unpacking.metadata_of(model)["predict_schema"]["nodes"]
    except (OSError, tarfile.TarError, EOFError, KeyError, ValueError):
        return True
    used = [str(node["uses"]) for node in graph.values()]
    return not used or any(not name.startswith((*OURS, *LIGHT)) for name in used)
