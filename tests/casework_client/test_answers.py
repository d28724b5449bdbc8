"""The types of what casework answers are those of its contract."""

from __future__ import annotations

import ast

from casework_client import generating


def test_the_types_are_written_out_of_the_contract_as_it_is() -> None:
    on_disk = generating.ANSWERS.read_text(encoding="utf-8")
    assert on_disk == generating.written(), "run python -m casework_client.generating"


def test_what_may_be_null_need_not_be_there_and_all_else_is() -> None:
    tree = ast.parse(generating.written())
    fields = {
        (one.name, field.target.id): ast.unparse(field.annotation)
        for one in ast.walk(tree)
        if isinstance(one, ast.ClassDef)
        for field in one.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
    }
    assert fields["DestinationAnswer", "phone"] == "NotRequired[str]"
    assert fields["RouteDecided", "status"] == "Literal['decided']"
    assert fields["RouteDecided", "notices"] == "List[str]"
