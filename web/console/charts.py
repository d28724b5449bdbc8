"""Bar charts as SVG files, made here by pygal: without script, in one ink, with every value written on its bar, so that they
can be read in print and without colour. The same numbers stand in a table beside each."""

from __future__ import annotations

from collections.abc import Sequence

import pygal
from pygal.style import Style

_INK = "#1b1b1b"
_STYLE = Style(
    background="#ffffff", plot_background="#ffffff", foreground=_INK, foreground_strong=_INK, foreground_subtle="#71767a",
    colors=("#1a4480", "#a9aeb1"), font_family="sans-serif", label_font_size=13, major_label_font_size=13,
    value_font_size=12, value_label_font_size=12, legend_font_size=13, title_font_size=15, guide_stroke_color="#dfe1e2",
    major_guide_stroke_color="#dfe1e2", opacity="1", opacity_hover="1", transition="0s", value_colors=(_INK, _INK),
)  # fmt: skip


def bars(title: str, labels: Sequence[str], now: Sequence[float], before: Sequence[float] | None = None) -> bytes:
    """This period, and beside it the one before where there is one."""
    chart = pygal.Bar(
        style=_STYLE, js=(), explicit_size=True, width=860, height=300, print_values=True,
        print_values_position="top", show_legend=before is not None, legend_at_bottom=True, margin=8, title=title,
        x_label_rotation=35 if len(labels) > 12 else 0, show_y_guides=True, min_scale=2, range=(0, max([1, *now, *(before or ())])),
        value_formatter=_short, pretty_print=False, no_prefix=True, rounded_bars=2, spacing=10,
    )  # fmt: skip
    chart.x_labels = list(labels)
    chart.add("this period", list(now))
    if before is not None:
        chart.add("the period before", list(before))
    return bytes(chart.render(is_unicode=False))


def _short(value: float | None) -> str:
    if not value:
        return ""
    return f"{value:.0f}" if float(value).is_integer() or value >= 10 else f"{value:.1f}"
