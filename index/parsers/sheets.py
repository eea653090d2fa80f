"""Runs of the pages of one document → rows: text in reading order with what the print says of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from index.parsers import running
from index.parsers.flow import Flow, make_flow
from index.parsers.layout import find_groups
from index.parsers.lines import join_lines
from index.parsers.run import Run, body_size

# A broadsheet has 1,500; a page of more is a drawing, and is left in the order in which it is drawn.
_MOST_RUNS = 8000


def rows_of(pages: Sequence[Sequence[Run]], notes: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One row a page: ``text``, ranges of ``headings`` and ``captions``, ``breaks``, the running ``heads`` apart, and the page's note.

    Args:
        pages: runs of each page of one document.
        notes: what else is known of each page.
    """
    found = running.find(pages)
    for runs, head, note in zip(pages, found, notes, strict=True):
        flow = lay_out([run for i, run in enumerate(runs) if i not in head])
        heads = sorted((runs[i] for i in head), key=lambda run: (run.box.top, run.box.x0))
        ranges = {kind.value: at for kind, at in flow.ranges.items()}
        yield {"text": flow.text, **ranges, "breaks": flow.breaks, "heads": [run.text.strip() for run in heads], **note}


def lay_out(runs: Sequence[Run]) -> Flow:
    """One page's runs in reading order: horizontal print first, then what stands in vertical columns, or the other way round."""
    parts = [[run for run in runs if not run.vertical], [run for run in runs if run.vertical]]
    parts.sort(key=lambda part: -sum(len(run.text) for run in part))
    whole = Flow()
    for part in parts:
        body = body_size(part)
        lines = join_lines(part, body) if len(part) <= _MOST_RUNS else part
        whole.append(make_flow(find_groups(lines, body), body))
    return whole
