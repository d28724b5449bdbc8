"""What somebody writes to come to their own case: a code of five digits, or an official number as their agency writes them."""

from __future__ import annotations

import pytest

from spoken.number_forms import USUAL, NumberForms, forms_of
from web.citizen.case.pages import reference_of

GO, SHORT = forms_of(["GO-YYYY-#####"]), forms_of(["A-#####"])


@pytest.mark.parametrize(
    ("forms", "written", "which"),
    [
        (USUAL, "42719", {"access_code": "42719"}),
        (USUAL, "code 4 27 19", {"access_code": "42719"}),
        (USUAL, "2026 417702", {"case_number": "2026-417702"}),
        (GO, "go 2026-12345", {"case_number": "GO-2026-12345"}),
        (GO, "202612345", {"case_number": "202612345"}),  # casework knows of which form it is
        (SHORT, "a 12345", {"case_number": "A-12345"}),
        (SHORT, "12345", {"access_code": "12345"}),
        (GO, "go", None),
    ],
)
def test_a_reference_is_read_in_the_form_of_the_agency(
    forms: NumberForms, written: str, which: dict[str, str] | None
) -> None:
    assert reference_of(written, forms) == which
