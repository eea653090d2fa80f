"""The labelled claims: what is borne out by its source is told from what a figure, a name or a word less has made false."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.schema import Article
from rag.cite import bind_citations
from rag.schema import Passage

GOLDEN = Path(__file__).parents[1] / "golden" / "claims"
# One thing changed in a sentence that is otherwise true: none of these may ever pass.
SWAPS = {"figure", "date", "percent", "person", "place", "organisation", "unit", "direction", "period", "weekday", "rank", "hedge"}


def judged(file: str) -> Iterator[tuple[str, str, str, str]]:
    """Kind, claim, right verdict and found verdict of each labelled claim."""
    for line in (GOLDEN / file).read_text(encoding="utf-8").splitlines():
        group = json.loads(line)
        articles = [
            Article(
                id=f"a{number}",
                version="1",
                collection="default",
                doc_id=None,
                source_file=f"{number}.md",
                title=each["title"],
                body=each["body"],
                published=date.fromisoformat(each["published"]),
            )
            for number, each in enumerate(group["articles"], 1)
        ]
        passages = [
            Passage(number, a.id, None, a.title, a.source_file, None, str(a.published), a.body, 0, len(a.body), 1.0)
            for number, a in enumerate(articles, 1)
        ]
        for case in group["claims"]:
            bound = bind_citations(case["claim"], case["cites"], passages, {a.id: a for a in articles}.get)
            verdicts = Counter(str(c.verdict) for c in bound.citations if c.passage in case["cites"])
            found = "supported" if "supported" in verdicts else verdicts.most_common(1)[0][0]
            yield case["kind"], case["claim"], case["verdict"], found


@pytest.fixture(scope="module", params=["claims.jsonl", "held_out.jsonl"])
def verdicts(request) -> list[tuple[str, str, str, str]]:
    return list(judged(request.param))


def test_no_swapped_figure_day_percentage_or_name_is_called_supported(verdicts):
    assert [v for v in verdicts if v[0] in SWAPS and v[3] == "supported" != v[2]] == []


def test_few_true_claims_are_called_unsupported(verdicts):
    true = [v for v in verdicts if v[2] == "supported"]
    assert len([v for v in true if v[3] == "supported"]) >= 0.95 * len(true)


def test_nearly_every_verdict_is_the_right_one(verdicts):
    right = sum(wanted == found for _, _, wanted, found in verdicts)
    assert right >= 0.9 * len(verdicts)
