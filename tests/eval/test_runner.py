"""The runner over a table of answers: every part but the engine is the real one, and the engine's types are too."""

import json
from dataclasses import dataclass, replace

import pytest

from eval.report import rows_text, slice_table, slices_json, why, write_json, wrong_rows
from eval.runner import run_set
from index.errors import InputError
from index.schema import ArmScore, Article
from rag.schema import Answer, AnswerFigure, AnswerSentence, Citation, Passage, Status, Verdict

BODY = "港城去年开通渡轮航线14条。全年运送旅客86万人次。"
ARTICLE = Article(id="art1", version="v", collection="default", doc_id="d1", source_file="ferry.md", title="渡轮", body=BODY)
PASSAGE = Passage(1, "art1", "d1", "渡轮", "ferry.md", None, None, BODY, 0, len(BODY), 1.0)
CITED = Citation(1, 0, 14, BODY[:14], Verdict.SUPPORTED)
RIGHT = Answer(
    question="",
    language="en",
    status=Status.ANSWERED,
    short="14",
    text="The port city opened 14 ferry lines. [1]",
    sentences=(AnswerSentence("The port city opened 14 ferry lines.", (CITED,)),),
    figures=(AnswerFigure(14.0, "条", "航线", "港城", None, False, 1, BODY[:14]),),
    passages=(PASSAGE,),
    versions={"index": "1"},
)
REFUSED = Answer(question="", language="en", status=Status.NOT_FOUND, short="", text="Not in these articles.")


@dataclass(frozen=True)
class Ranked:
    passage: Passage
    arms: dict[str, ArmScore]


@dataclass(frozen=True)
class Table:
    """A system that answers from a table; a question that is not in it is refused by an error."""

    answers: dict[str, Answer]

    def ask(self, question, *, history=(), filters=None, as_of=None):
        if question not in self.answers:
            raise InputError("the question is too long")
        return self.answers[question]

    def retrieve(self, query, *, k=10, filters=None):
        return [Ranked(replace(PASSAGE, doc_id=doc), {}) for doc in ("d9", "d9", "d1")]

    def article(self, article_id):
        return {"art1": ARTICLE}[article_id]


@pytest.fixture
def questions(tmp_path):
    gold = [{"source": "ferry.md", "quote": "渡轮航线14条"}]
    records = [
        {"qid": "n", "question": "lines?", "lang": "en", "kind": "number", "answers": ["14"], "number": 14, "gold": gold},
        {"qid": "z", "question": "航线?", "lang": "zh", "kind": "number", "answers": ["14"], "number": 14, "gold": gold},
        {"qid": "u", "question": "planes?", "lang": "en", "kind": "unanswerable", "answers": [], "answerable": False},
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), encoding="utf8")
    return path


def means(report):
    return {m.name: (m.value, m.n) for m in report.means}


def test_a_right_answer_scores_one_in_every_measure_that_applies(questions):
    report = run_set(questions, engine=Table({"lines?": RIGHT}), limit=1)
    found = ["R@1", "R@5", "R@10", "RR@10", "nDCG@10"]
    said = ["right", "answered", "figure", "short", "shown", "points", "EM", "F1"]
    names = [*found, *said, "cited", "cite_precision", "cite_figures", "verbatim"]
    assert report.rows[0].measures == dict.fromkeys(names, 1.0)
    assert report.rows[0].rank == 1
    assert report.versions == {"index": "1", "generator": "extractive"}


def test_a_question_that_ends_in_an_error_counts_as_zero_and_is_not_dropped(questions):
    report = run_set(questions, engine=Table({"lines?": RIGHT, "planes?": REFUSED}))
    assert means(report)["figure"] == (0.5, 2)
    assert means(report)["R@10"] == (0.5, 2)
    assert report.rows[1].error == "bad_input: the question is too long"


def test_a_refusal_is_right_for_an_unanswerable_question_and_wrong_for_another(questions):
    report = run_set(questions, engine=Table({"lines?": REFUSED, "航线?": RIGHT, "planes?": REFUSED}))
    assert means(report)["answered"] == (0.5, 2)
    assert means(report)["refused"] == (1.0, 1)


def test_unanswerable_questions_are_no_part_of_retrieval_means(questions):
    report = run_set(questions, engine=Table({"lines?": RIGHT, "航线?": RIGHT, "planes?": RIGHT}))
    assert means(report)["R@1"] == (1.0, 2)
    assert means(report)["refused"] == (0.0, 1)


def test_a_quote_that_is_not_the_body_at_its_offsets_is_not_verbatim(questions):
    shifted = replace(RIGHT, sentences=(AnswerSentence("x", (CITED, replace(CITED, start=1))),))
    report = run_set(questions, engine=Table({"lines?": shifted}), limit=1)
    assert means(report)["verbatim"] == (0.5, 1)


def test_a_citation_of_a_passage_that_is_not_there_is_not_verbatim(questions):
    stray = replace(RIGHT, sentences=(AnswerSentence("x", (replace(CITED, passage=0),)),))
    assert means(run_set(questions, engine=Table({"lines?": stray}), limit=1))["verbatim"] == (0.0, 1)


def test_documents_are_ranked_once_each_when_the_gold_is_a_document(tmp_path):
    (tmp_path / "questions.jsonl").write_text(
        '{"qid": "d", "question": "lines?", "answers": ["14"], "gold_doc_ids": ["d1"]}', encoding="utf8"
    )
    (tmp_path / "corpus.jsonl").write_text("", encoding="utf8")
    report = run_set(tmp_path, engine=Table({"lines?": RIGHT}))
    assert report.rows[0].rank == 2
    assert report.rows[0].measures["RR@10"] == 0.5


def test_the_same_run_twice_differs_in_nothing_but_time(questions):
    table = Table({"lines?": RIGHT, "航线?": REFUSED, "planes?": REFUSED})
    first, second = (run_set(questions, engine=table) for _ in range(2))
    assert [replace(r, ms=0.0) for r in first.rows] == [replace(r, ms=0.0) for r in second.rows]
    assert first.means == second.means


def test_the_slice_table_has_a_line_for_all_numbers_each_language_and_each_kind(questions):
    report = run_set(questions, engine=Table({"lines?": RIGHT, "航线?": REFUSED, "planes?": REFUSED}))
    lines = slice_table(report).splitlines()
    assert [line.split("  ")[0] for line in lines[2:]] == [
        "all",
        "numbers",
        "lang en→zh-Hans",
        "lang zh-Hans→zh-Hans",
        "script Hans",
        "script Latn",
        "kind number",
        "kind unanswerable",
    ]
    assert "n of each measure: R@1 2" in lines[0]
    assert "·" in lines[-1]
    assert slices_json(report)[3]["means"]["figure"] == {"value": 0.0, "n": 1}


def test_the_questions_that_lost_a_measure_are_listed(questions):
    report = run_set(questions, engine=Table({"lines?": RIGHT, "航线?": REFUSED, "planes?": REFUSED}))
    assert [row.qid for row in wrong_rows(report, "figure")] == ["z"]


def test_each_wrong_question_is_told_with_the_reason(questions):
    wrong = replace(RIGHT, short="86", figures=(replace(RIGHT.figures[0], value=86.0),))
    report = run_set(questions, engine=Table({"lines?": wrong, "planes?": RIGHT}))
    told = rows_text(report).splitlines()
    assert told[0].endswith("14 → 86  [right sentence, wrong figure]")
    assert told[1].endswith("14 → error  [bad_input: the question is too long]")
    assert told[2].endswith("(none) → 14  [answered, though no article says it]")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (RIGHT, ""),
        (replace(REFUSED, passages=(PASSAGE,)), "retrieved at 1, refused"),
        (REFUSED, "not retrieved"),
        (replace(RIGHT, short="", figures=(), sentences=()), "retrieved at 1, another sentence chosen"),
        (replace(RIGHT, sentences=()), "right short answer, not shown or not cited as it should be"),
    ],
)
def test_a_reason_says_where_the_question_went_wrong(questions, answer, reason):
    assert why(run_set(questions, engine=Table({"lines?": answer}), limit=1).rows[0]) == reason


def test_the_json_holds_rows_before_means(questions, tmp_path):
    report = run_set(questions, engine=Table({"lines?": RIGHT}), limit=1, fingerprint="abc")
    write_json(report, tmp_path / "run.json")
    written = json.loads((tmp_path / "run.json").read_text(encoding="utf8"))
    assert list(written) == ["set", "fingerprint", "versions", "questions", "means", "slices"]
    assert written["means"]["figure"] == {"value": 1.0, "n": 1}
    with pytest.raises(InputError, match="cannot write the report"):
        write_json(report, tmp_path / "missing" / "run.json")
