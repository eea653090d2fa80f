"""TREC's qrels and run files, read and judged; a run of any system can be measured by its file alone.

qrels: ``topic iteration document grade``; run: ``topic Q0 document rank score tag``, columns parted by white space. As trec_eval does,
the order is that of the score, not of the rank column, and equal scores are ordered by document id, descending.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eval.records import numbered_lines
from eval.retrieval_measures import run_order, scores_of_run
from eval.schema import QuestionRow, RunReport
from index.errors import InputError

Qrels = dict[str, dict[str, int]]
Run = dict[str, dict[str, float]]


def read_qrels(path: Path) -> Qrels:
    """Topic → document → grade.

    Raises:
        InputError: a line has not four columns or its grade is no whole number; the message names file and line.
    """
    qrels: Qrels = {}
    for number, line in numbered_lines(path):
        columns = line.split()
        if len(columns) != 4 or not columns[3].lstrip("-").isdigit():
            raise InputError(f"{path}:{number}: expected topic, iteration, document and a whole grade; found {line[:80]!r}")
        topic, _, document, grade = columns
        qrels.setdefault(topic, {})[document] = int(grade)
    if not qrels:
        raise InputError(f"{path} holds no judgements")
    return qrels


def read_run(path: Path) -> Run:
    """Topic → document → score.

    Raises:
        InputError: a line has not six columns, its score is no number, or a document comes twice for one topic.
    """
    run: Run = {}
    for number, line in numbered_lines(path):
        columns = line.split()
        if len(columns) != 6:
            raise InputError(f"{path}:{number}: expected topic, Q0, document, rank, score and tag; found {line[:80]!r}")
        topic, _, document, _, score, _ = columns
        documents = run.setdefault(topic, {})
        if document in documents:
            raise InputError(f"{path}:{number}: document {document} stands twice for topic {topic}; keep its best line")
        try:
            documents[document] = float(score)
        except ValueError as error:
            raise InputError(f"{path}:{number}: score {score!r} is no number") from error
    if not run:
        raise InputError(f"{path} holds no results")
    return run


def write_run(rankings: Mapping[str, Sequence[str]], path: Path, *, tag: str) -> None:
    """Write rankings (topic → document ids, best first) as a run file that other tools read; the score falls with the place."""
    with path.open("w", encoding="utf8") as file:
        for topic, ranked in rankings.items():
            documents = list(dict.fromkeys(ranked))
            file.writelines(f"{topic} Q0 {d} {i} {len(documents) - i + 1} {tag}\n" for i, d in enumerate(documents, start=1))


def judged(run: Mapping[str, Mapping[str, float]], qrels: Mapping[str, Mapping[str, int]], *, name: str) -> RunReport:
    """A report of a run file: one row a topic that has a relevant document, zero where the run lacks it."""
    scores = scores_of_run(run, qrels)
    rows = tuple(_row(topic, measures, run.get(topic, {}), qrels[topic], name) for topic, measures in scores.items())
    return RunReport(name, "", {"generator": "run file"}, rows)


def _row(topic: str, measures: dict[str, float], found: Mapping[str, float], grades: Mapping[str, int], name: str) -> QuestionRow:
    return QuestionRow(
        qid=topic,
        lang="und",
        kind="retrieval",
        question="",
        answerable=True,
        has_number=False,
        expected=" ".join(document for document, grade in grades.items() if grade > 0),
        status="ranked" if found else "empty",
        short="",
        rank=_rank(run_order(found), grades),
        measures=measures,
        dataset=name,
    )


def _rank(documents: Iterable[str], grades: Mapping[str, int]) -> int | None:
    return next((rank for rank, document in enumerate(documents, start=1) if grades.get(document, 0) > 0 and rank <= 10), None)
