"""Running heads, running feet and page numbers: what stands at the edge of page after page."""

import re
from collections import Counter
from collections.abc import Sequence

from index.parsers.run import Run

_EDGE = 0.09
_LONGEST = 60
_DIGITS = re.compile(r"[0-9０-９]+|[一二三四五六七八九十百零〇]+(?=[版页期])")
# 3 · - 3 - · 第3页 · 3/12 · Page 3 of 12 · A03版
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*+(?:第?\s*[0-9０-９]{1,4}\s*[页頁版]?|[0-9]{1,4}\s*/\s*[0-9]{1,4}|[Pp]age\s*[0-9]{1,4}(?:\s*of\s*[0-9]{1,4})?|[A-D][0-9]{1,2}\s*版?)"
    r"[-—–·\s]*"
)


def find(pages: Sequence[Sequence[Run]]) -> list[set[int]]:
    """For each page the indexes of its runs that are furniture.

    A run at the head or foot of its page is, when it is a page number, or when the same words, whatever their figures, stand at the edge
    of three pages and of a third of all.
    """
    edges = [_edge(runs) for runs in pages]
    seen = Counter(words for runs, edge in zip(pages, edges, strict=True) for words in {_words(runs[i]) for i in edge})
    least = max(3, len(pages) / 3)
    return [
        {i for i in edge if seen[_words(runs[i])] >= least or _PAGE_NUMBER.fullmatch(runs[i].text.strip())}
        for runs, edge in zip(pages, edges, strict=True)
    ]


def _words(run: Run) -> str:
    return _DIGITS.sub("#", run.text.strip())


def _edge(runs: Sequence[Run]) -> set[int]:
    """Runs in the first or last row, or within the outer 9 %, of what is printed on a page."""
    if not runs:
        return set()
    top, bottom = min(r.box.top for r in runs), max(r.box.bottom for r in runs)
    depth = _EDGE * (bottom - top)
    return {
        i
        for i, run in enumerate(runs)
        if not run.vertical
        and len(run.text) <= _LONGEST
        and (run.box.bottom <= top + max(depth, 1.5 * run.size) or run.box.top >= bottom - max(depth, 1.5 * run.size))
    }
