"""What the forms of reports say on a page, by language (`pages/forms.yml`): in writing, and in languages that the telephone has not.

Keyed by what is asked, not by its English sentence: a form may be reworded without losing its translations. What has no
words here is shown as the form says it, in English and by `in_writing`.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from agencies.directory.shape import Part
from agencies.errors import BrokenAgencyFile
from agencies.faults import shape_faults
from agencies.yaml_lines import read

FILE = "forms.yml"


class KindWords(Part):
    """`title` of a kind of report; `about`: what belongs to it, for who chooses."""

    title: str
    about: str = ""


class QuestionWords(Part):
    """`ask` stands above the field, `help` below that; `label` in the summary."""

    ask: str = ""
    label: str = ""
    help: str = ""


class FormWords(Part):
    """`questions`: by id, as "where", "items.what", or for one kind of report "theft.more_to_tell". `choices`: by value, or
    "question.value". `endings`: by reason. `problems`: by the name that common.yml gives them."""

    kinds: dict[str, KindWords] = Field(default={})
    questions: dict[str, QuestionWords] = Field(default={})
    choices: dict[str, str] = Field(default={})
    endings: dict[str, str] = Field(default={})
    problems: dict[str, str] = Field(default={})

    def question(self, kind: str, question: str) -> QuestionWords:
        """`question` as casework names it; the number of a thing or person is left out."""
        name = ".".join(part for part in question.split(".") if not part.isdigit())
        own, common = self.questions.get(f"{kind}.{name}"), self.questions.get(name)
        if own is None or common is None:
            return own or common or QuestionWords()
        return QuestionWords(ask=own.ask or common.ask, label=own.label or common.label, help=own.help or common.help)

    def choice(self, question: str, value: str) -> str:
        return self.choices.get(f"{question}.{value}") or self.choices.get(value) or ""


_SHAPE: TypeAdapter[dict[str, FormWords]] = TypeAdapter(dict[str, FormWords])


def load_form_words(folder: Path) -> dict[str, FormWords]:
    """By language; empty where the agency has none. `folder`: the agency's. Raises BrokenAgencyFile."""
    path = folder / "pages" / FILE
    if not path.is_file():
        return {}
    document = read(path, f"agencies/{folder.name}/pages/{FILE}")
    try:
        return _SHAPE.validate_python(document.data)
    except ValidationError as error:
        raise BrokenAgencyFile(shape_faults(document, error)) from None
