"""Figures labelled by hand in whole articles, and how far what is extracted agrees with them.

A label gives offsets in the text of a page, never its words: of the figure, of what it counts (several readings may be right, and null
stands for nothing), with value, unit, kind, and where they are clear place, date, organisation and whether it is approximate. Every
figure of a labelled article is labelled, so that what is found beside them is wrong; ``ignore`` marks what a garbled page leaves open.
"""

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.figures import extract_figures
from index.numerals import number_text
from index.readers import read_sources
from index.schema import Article, Figure, FigureKind, Page
from index.segment import cut_page

ROOT = Path(__file__).parents[1]
LABELLED = ROOT / "tests" / "golden" / "figures" / "labelled"
# What is scored by value and unit; names and places in a row are neither wanted nor wrong.
_SCORED = {kind.value for kind in FigureKind} - {"ordinal", "label"}
# What counts something; a date and a duration do not.
_COUNTING = {"count", "money", "percent"}
_BRACKET = re.compile(r"(?<=.)\([^()]*\)$")
_LETTERS = re.compile(r"[^\w%]+")
Label = dict[str, Any]


@dataclass
class Score:
    """Counts of one measure: right, found but wrong, wanted but not found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        return f"F1 {self.f1:.3f} (right {self.right}, wrong {self.wrong}, missed {self.missed})"


def labels_in(name: str) -> dict[str, list[Label]]:
    """Source (a file, or a collection and a document of it) → its labels, of one file of labels."""
    found: dict[str, list[Label]] = defaultdict(list)
    for line in (LABELLED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        found[label.get("file") or f"{label['collection']}#{label['doc_id']}"].append(label)
    return dict(found)


def articles_of(source: str) -> list[Article]:
    """The articles that a labelled source is cut into."""
    path, _, doc_id = source.partition("#")
    read = [_record_page(ROOT / path, doc_id)] if doc_id else read_sources([ROOT / path])
    cuts = [cut_page(page) for page in read if isinstance(page, Page)]
    return [article for cut in cuts for article in getattr(cut, "articles", ())]


def _record_page(path: Path, doc_id: str) -> Page:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        record = next(record for record in map(json.loads, lines) if record["doc_id"] == doc_id)
    fields = {key: str(value) for key, value in record.items() if value and key != "text"}
    return Page(path.name, record["text"], "application/jsonl", fields, finished=True)


def score(name: str) -> dict[str, Score]:
    """Measure → its counts over one file of labels: ``value``, ``of``, ``place``, ``as_of``, ``approximate``, ``organisation``."""
    scores: dict[str, Score] = defaultdict(Score)
    for source, labels in labels_in(name).items():
        wanted = [label for label in labels if label["kind"] in _SCORED]
        open_ends = [label for label in labels if label["kind"] not in _SCORED]
        for article in articles_of(source):
            _score_article(article, wanted, open_ends, scores)
        for label in wanted:
            scores["value"].missed += 1
            scores["value"].notes.append(f"{source} {label['start']}: missed {label['value']:g} {label['unit']}")
    return dict(scores)


def _score_article(article: Article, wanted: list[Label], open_ends: list[Label], scores: dict[str, Score]) -> None:
    body, places = number_text(article.body), _body_offsets(article)
    for figure in extract_figures(article):
        at = _page_offset(article, figure.start)
        text = body[figure.start : figure.end]
        label = next((each for each in wanted if _overlap(each, at, at + len(text))), None)
        if label is None or label["value"] != round(figure.value, 6) or label["unit"] != figure.unit:
            opened = any(_overlap(each, at, at + len(text)) for each in open_ends)
            if figure.kind.value in _SCORED and not (opened and label is None and _is_open(open_ends, at)):
                scores["value"].wrong += 1
                scores["value"].notes.append(f"{article.title} {at}: found {text} = {figure.value:g} {figure.unit}")
            continue
        wanted.remove(label)
        scores["value"].right += 1
        if "of" in label:
            readings = [None if span is None else _text(body, places, span) for span in label["of"]]
            _count(scores["of"], figure.of, readings, f"{article.title} {at} {text}")
        _score_fields(figure, label, body, places, scores)


def _is_open(open_ends: list[Label], at: int) -> bool:
    return any(each["kind"] == "ignore" and each["start"] <= at <= each["end"] for each in open_ends)


def _score_fields(figure: Figure, label: Label, body: str, places: dict[int, int], scores: dict[str, Score]) -> None:
    for name in ("place", "as_of", "approximate"):
        if name in label:
            same = getattr(figure, name) == label[name]
            scores[name].right += same
            scores[name].missed += not same
            if not same:
                scores[name].notes.append(f"{label['start']}: {name} {getattr(figure, name)}, not {label[name]}")
    if "organisation" in label:
        readings = [None if span is None else _text(body, places, span) for span in label["organisation"]]
        _count(scores["organisation"], figure.organisation or "", readings, f"{label['start']} organisation")


def _count(score: Score, found: str, readings: list[str | None], where: str) -> None:
    if any(same_thing(found, reading) for reading in readings if reading) or (not found and None in readings):
        score.right += bool(found)
        return
    score.wrong += bool(found)
    score.missed += None not in readings
    score.notes.append(f"{where}: {found or '-'}, not {' | '.join(reading or '-' for reading in readings)}")


def same_thing(found: str, wanted: str) -> bool:
    """True when two phrases are equal but for marks, or one holds the other and both end in the same word (公交线路, 新增公交线路).

    What a closing bracket adds to the noun, 工友创业园(市级), is left out.
    """
    one, other = (" ".join(_LETTERS.sub(" ", _BRACKET.sub("", text)).split()) for text in (found, wanted))
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return bool(shorter) and shorter in longer and longer.split()[-1][-2:] == shorter.split()[-1][-2:]


def _overlap(label: Label, start: int, end: int) -> bool:
    return bool(label["start"] < end and start < label["end"])


def _page_offset(article: Article, at: int) -> int:
    return next((run.origin + at - run.target for run in article.origins if run.target <= at < run.target + run.length), -1)


def _body_offsets(article: Article) -> dict[int, int]:
    return {run.origin + i: run.target + i for run in article.origins for i in range(run.length)}


def _text(body: str, places: dict[int, int], span: list[int]) -> str:
    """The words of a label in the article's body; inserted page marks between them are left out."""
    inside = [places[at] for at in range(*span) if at in places]
    return body[min(inside) : max(inside) + 1] if inside else ""


def report(names: list[str]) -> Iterator[str]:
    """Lines of figures, with what was wrong."""
    for name in names:
        for measure, counts in score(name).items():
            yield f"{name:9} {measure:12} {counts}"
            yield from (f"    {note}" for note in counts.notes)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report(sys.argv[1:] or ["seeds", "pages", "held_out"]))
