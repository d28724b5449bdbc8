"""python -m casework_client.generating: writes answers.py, the types of what casework answers, from its contract.

Only what the operations in USED answer, and what that is made of. A test holds the file and the contract together.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

CONTRACT = Path(__file__).parents[1] / "contracts" / "casework.openapi.json"
ANSWERS = Path(__file__).parent / "answers.py"
USED: Tuple[Tuple[str, str], ...] = (
    ("post", "/v1/route"),
    ("post", "/v1/case-status"),
    ("post", "/v1/case-withdrawals"),
    ("get", "/v1/agencies/{id}"),
    ("get", "/v1/agencies/{agency}/reports"),
    ("post", "/v1/reports"),
    ("post", "/v1/reports/resume"),
    ("get", "/v1/reports/{report}"),
    ("post", "/v1/case-messages/unread"),
    ("get", "/v1/agencies/{agency}/turns"),
    ("get", "/v1/agencies/{agency}/turns/outcomes"),
    ("get", "/v1/agencies/{agency}/turns/unexplained"),
    ("get", "/v1/agencies/{agency}/models/wishes"),
    ("get", "/v1/agencies/{agency}/waits"),
    ("post", "/v1/person-sessions"),
    ("post", "/v1/person-sessions/by-invitation"),
    ("get", "/v1/person-session"),
    ("post", "/v1/staff/sign-in"),
    ("post", "/v1/staff/second-factor"),
    ("post", "/v1/staff/second-factor/enrolment"),
    ("get", "/v1/staff/session"),
    ("get", "/v1/staff/sessions"),
    ("post", "/v1/staff/sessions/end"),
    ("post", "/v1/staff/password"),
)
_HEAD = '"""What casework answers, as types. Written by `python -m casework_client.generating` out of the contract: do not edit."""'
_LONGEST = 120
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def written() -> str:
    """The text of answers.py."""
    document = json.loads(CONTRACT.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    names: Dict[str, None] = {}
    for method, path in USED:
        for status, response in document["paths"][path][method]["responses"].items():
            if status.startswith("2"):
                _collect(response["content"]["application/json"]["schema"], schemas, names)
    classes = "".join(f"\n\n{_class(name, schemas[name])}" for name in names)
    used = ", ".join(name for name in ("Any", "Dict", "List", "Literal", "Union") if re.search(rf"\b{name}\b", classes))
    imports = f"from typing import {used}\n\nfrom typing_extensions import NotRequired, TypedDict\n"
    return f"{_HEAD}\n\n# fmt: off\n\nfrom __future__ import annotations\n\n{imports}{classes}"


def _collect(schema: Dict[str, Any], schemas: Dict[str, Any], names: Dict[str, None]) -> None:
    """Adds the schemas that this one is made of, parts first."""
    for name in _named(schema):
        if name not in names:
            _collect(schemas[name], schemas, names)
            names[name] = None


def _named(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        schema = list(schema.values())
    for part in schema if isinstance(schema, list) else ():
        yield from _named(part)


def _class(name: str, schema: Dict[str, Any]) -> str:
    """What is not decided is absent, never null: so what may be null need not be there, and all else always is."""
    lines: List[str] = [f"class {name}(TypedDict):"]
    for field, one in schema["properties"].items():
        options = [option for option in one.get("anyOf", [one]) if option.get("type") != "null"]
        kind = _type({"anyOf": options})
        lines.append(_line(field, f"NotRequired[{kind}]" if {"type": "null"} in one.get("anyOf", ()) else kind))
    return "\n".join(lines) + "\n"


def _line(field: str, kind: str) -> str:
    line = f"    {field}: {kind}"
    if len(line) <= _LONGEST:
        return line
    return line.replace("Literal[", "Literal[\n        ").replace('"]', '"\n    ]')


def _type(schema: Dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        return f"Literal[{', '.join(json.dumps(value) for value in values)}]"
    if "anyOf" in schema:
        options = schema["anyOf"]
        values = [value for one in options for value in one.get("enum", [one["const"]] if "const" in one else [])]
        others = [one for one in options if "enum" not in one and "const" not in one]
        kinds = list(dict.fromkeys(_type(one) for one in [*([{"enum": values}] if values else []), *others]))
        return kinds[0] if len(kinds) == 1 else f"Union[{', '.join(kinds)}]"
    if schema.get("type") == "array":
        return f"List[{_type(schema.get('items', {}))}]"
    if schema.get("type") == "object":
        inside = schema.get("additionalProperties")
        return f"Dict[str, {_type(inside) if isinstance(inside, dict) else 'Any'}]"
    return _PLAIN.get(schema.get("type", ""), "Any")


if __name__ == "__main__":
    ANSWERS.write_text(written(), encoding="utf-8")
