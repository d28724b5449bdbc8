"""Work of a start that was done before: the model's archive is unpacked once (`unpacking`), and the domain inside it, which was
checked against its schema when it was trained, is only read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Type, Union

import rasa.shared.utils.io
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain

from bot_server import unpacking

_DOMAIN = "domain.yml"


def extract(model_archive_path: Union[str, Path], temporary_directory: Union[str, Path]) -> None:
    """Instead of Rasa's `_extract_archive_to_directory`."""
    unpacking.take_over(Path(model_archive_path), Path(temporary_directory))
    LocalModelStorage._assert_not_rasa2_archive(temporary_directory)


def load(
    cls: Type[DomainProvider],
    config: Dict[str, Any],
    model_storage: ModelStorage,
    resource: Resource,
    execution_context: ExecutionContext,
    **kwargs: Any,
) -> DomainProvider:
    """As Rasa's `DomainProvider.load`, without the check of the schema, which costs more than reading."""
    with model_storage.read_from(resource) as folder:
        written = (folder / _DOMAIN).read_text(encoding="utf-8")
    return cls(model_storage, resource, Domain.from_dict(rasa.shared.utils.io.read_yaml(written)))


def install() -> None:
    """From now on a model is loaded so."""
    LocalModelStorage._extract_archive_to_directory = staticmethod(extract)
    DomainProvider.load = classmethod(load)  # type: ignore[arg-type]
