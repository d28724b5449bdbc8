"""Loads the report forms of one agency: common.yml, then every kind with what it uses put in; faults have line and mend."""

from __future__ import annotations

from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agencies.directory.shape import Needs
from agencies.errors import BrokenAgencyFile, Fault
from agencies.faults import shape_faults
from agencies.reports.checks import check_form
from agencies.reports.shape import Common, Form, FormQuestion, Reports
from agencies.yaml_lines import Document, KeyPath, read
from spoken.usage import Usage

FOLDER, COMMON = "reports", "common.yml"
_QUESTION = TypeAdapter(FormQuestion)


def report_files(folder: Path) -> list[Path]:
    """The files of the forms of the agency in `folder`, for looking whether one changed."""
    return sorted((folder / FOLDER).glob("*.yml"))


def documents_of_reports(folder: Path, agency_id: str) -> dict[str, Document]:
    """The forms as they are written, by their place in the folder; what cannot be read is left to load_reports to tell."""
    found = {}
    for path in report_files(folder):
        name = f"{FOLDER}/{path.name}"
        with suppress(BrokenAgencyFile):
            found[name] = read(path, f"agencies/{agency_id}/{name}")
    return found


def load_reports(folder: Path, agency_id: str, needs: Needs, usage: Usage) -> Reports:
    """Loads agencies/<agency_id>/reports; raises BrokenAgencyFile with every fault of every file. `usage`: the agency's."""
    if not (folder / FOLDER).is_dir():
        return Reports()
    shown = f"agencies/{agency_id}/{FOLDER}"
    common = _common(read(folder / FOLDER / COMMON, f"{shown}/{COMMON}"))
    kinds: dict[str, Form] = {}
    faults: list[Fault] = []
    for path in report_files(folder):
        if path.name == COMMON:
            continue
        try:
            kinds[path.stem] = _kind(read(path, f"{shown}/{path.name}"), common, needs)
        except BrokenAgencyFile as broken:
            faults.extend(broken.faults)
    if faults:
        raise BrokenAgencyFile(faults)
    return Reports(common.model_copy(update={"usage": usage}), kinds)


def _common(document: Document) -> Common:
    common: Common = _shaped(TypeAdapter(Common), document.data, document, lambda path: path)
    faults: list[Fault] = []
    for name, question in common.questions.items():
        value = {**question, "id": name} if isinstance(question, dict) else question
        try:
            _shaped(_QUESTION, value, document, lambda path, name=name: ("questions", name, *path))
        except BrokenAgencyFile as broken:
            faults.extend(broken.faults)
    for kind, check in common.default_checks.items():
        if check not in common.checks:
            faults.append(_unknown(document, ("default_checks", kind), check, common.checks, "check"))
    if faults:
        raise BrokenAgencyFile(faults)
    return common


def _kind(document: Document, common: Common, needs: Needs) -> Form:
    data = document.data if isinstance(document.data, dict) else {}
    questions, places = _expanded(document, data.get("questions"), common)

    def standing(path: KeyPath) -> KeyPath:
        """Where in the file a piece of the whole form stands: what was put in points at the line that uses it."""
        if len(path) > 1 and path[0] == "questions" and isinstance(path[1], int):
            return ("questions", places[path[1]], *path[2:])
        return path

    form: Form = _shaped(TypeAdapter(Form), {**data, "questions": questions}, document, standing)
    faults = check_form(form, common, needs, document, standing)
    if faults:
        raise BrokenAgencyFile(faults)
    return form


def _expanded(document: Document, items: Any, common: Common) -> tuple[list[Any], list[int]]:
    """The questions with blocks and uses put in, and for each the index of the item that it came from."""
    out: list[Any] = []
    places: list[int] = []
    faults: list[Fault] = []
    for index, item in enumerate(items if isinstance(items, list) else []):
        for one in _block(document, index, item, common, faults):
            out.append(_used(document, index, one, common, faults))
            places.append(index)
    if faults:
        raise BrokenAgencyFile(faults)
    return out, places


def _block(document: Document, index: int, item: Any, common: Common, faults: list[Fault]) -> list[Any]:
    if not isinstance(item, dict) or "block" not in item:
        return [item]
    name, path = str(item["block"]), ("questions", index, "block")
    if name not in common.blocks:
        faults.append(_unknown(document, path, name, common.blocks, "block"))
        return []
    extra = {key: value for key, value in item.items() if key != "block"}
    return [{**one, **extra} if isinstance(one, dict) else one for one in common.blocks[name]]


def _used(document: Document, index: int, item: Any, common: Common, faults: list[Fault]) -> Any:
    if not isinstance(item, dict) or "use" not in item:
        return _with_words(item, common)
    name = str(item["use"])
    if name not in common.questions:
        faults.append(_unknown(document, ("questions", index, "use"), name, common.questions, "question"))
        return item
    own = {key: value for key, value in item.items() if key != "use"}
    return _with_words({"id": name, **common.questions[name], **own}, common)


def _with_words(item: Any, common: Common) -> Any:
    """A group asks for more in the words of common.yml, unless it has its own."""
    if not isinstance(item, dict) or "more" not in item:
        return item
    return {"more_again": common.asking.more_again, "more_label": common.asking.more_label, **item}


def _shaped(adapter: TypeAdapter[Any], data: Any, document: Document, standing: Any) -> Any:
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        faults = shape_faults(document, error, standing)
        raise BrokenAgencyFile(list(dict.fromkeys(faults))) from None


def _unknown(document: Document, path: KeyPath, name: str, known: Any, what: str) -> Fault:
    near = get_close_matches(name, known, 1)
    right = f"did you mean '{near[0]}'" if near else f"add it there, or use one of {', '.join(sorted(known)[:8])}"
    return Fault(document.file, document.line_of(path), f"there is no {what} called '{name}' in common.yml", right)
