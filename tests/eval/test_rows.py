"""What a row says of a question and its answer."""

import json
from dataclasses import asdict, dataclass, replace

import pytest

from eval.datasets import load_set
from eval.ranking import ranking_of
from eval.rows import answer_scores, confidence_of, estimated_tokens, measure_names, row_of
from eval.schema import MEASURES, GoldQuote, Question, QuestionRow
from index.errors import InputError
from index.schema import ArmScore, Article
from rag.schema import Answer, AnswerSentence, Citation, Passage, Status, Verdict

BODY = "港城去年开通渡轮航线14条。全年运送旅客86万人次。"
ARTICLE = Article(id="art1", version="v", collection="default", doc_id="d1", source_file="ferry.md", title="渡轮", body=BODY)
PASSAGE = Passage(1, "art1", "d1", "渡轮", "ferry.md", None, None, BODY, 0, len(BODY), 0.75)
SAID = Answer(
    question="",
    language="zh-Hans",
    status=Status.ANSWERED,
    short="14条",
    text="渡轮航线有14条。[1]",
    sentences=(AnswerSentence("渡轮航线有14条。", (Citation(1, 0, 14, BODY[:14], Verdict.SUPPORTED),)),),
    passages=(PASSAGE,),
)
REFUSED = Answer(question="", language="zh-Hans", status=Status.NOT_FOUND, short="", text="没有。", passages=(PASSAGE,))
ASKED = Question(
    qid="q", text="航线几条?", lang="zh-Hans", kind="number", answerable=True, points=(("14",),), references=("14",), gold_doc_ids=("d1",),
    doc_lang="zh-Hans", dataset="harbour",
)  # fmt: skip
UNKNOWN = Question(qid="u", text="飞机几架?", lang="zh-Hans", kind="negative", answerable=False)


@dataclass(frozen=True)
class Ranked:
    passage: Passage
    arms: dict[str, ArmScore]


@dataclass(frozen=True)
class Fixed:
    """A system that always gives one answer and one ranking, or refuses by an error."""

    answer: Answer | None
    documents: tuple[str, ...] = ("d1",)

    def ask(self, question, *, history=(), filters=None, as_of=None):
        if self.answer is None:
            raise InputError("the question is too long")
        return self.answer

    def retrieve(self, query, *, k=10, filters=None):
        return [Ranked(replace(PASSAGE, doc_id=d), {}) for d in self.documents]

    def article(self, article_id):
        return ARTICLE


def ranked_passages(*articles):
    """Passages of articles; one whose name ends in ! holds the gold quote."""
    texts = {True: BODY, False: "与渡轮没有关系的一段话,说的是别处的事。"}
    found = [replace(PASSAGE, number=i, article_id=a.rstrip("!"), text=texts[a.endswith("!")]) for i, a in enumerate(articles, 1)]
    return replace(SAID, passages=tuple(found))


@pytest.mark.parametrize(
    ("articles", "rank"),
    [
        (("a", "b", "c!"), 3),
        (("a", "a", "a", "c!"), 2),  # three passages of one article take one place
        (("a", "a", "a!"), 1),  # and its own other passages none
        (("a", "b", "a!"), 2),
        (("a!", "a!"), 1),
        (("a", "b"), None),
        ((), None),
    ],
)
def test_quoted_gold_is_ranked_by_article(articles, rank):
    question = replace(ASKED, gold_doc_ids=(), gold_quotes=(GoldQuote("ferry.md", "渡轮航线14条"),))
    found = ranking_of(question, ranked_passages(*articles), Fixed(SAID), None)
    assert found.rank == rank
    assert found.scores["RR@10"] == pytest.approx(1 / rank if rank else 0.0)


def test_every_document_of_an_all_question_is_needed():
    either = replace(ASKED, gold_doc_ids=("d1", "d2"))
    system = Fixed(SAID, ("d1", "d8", "d8", "d9"))
    assert row_of(either, system)[0].measures["R@10"] == 1.0
    assert row_of(replace(either, gold_all=True), system)[0].measures["R@10"] == 0.5


def test_grades_decide_what_is_relevant():
    graded = replace(ASKED, grades=(("d1", 0), ("d2", 2)))
    row, _ = row_of(graded, Fixed(SAID, ("d1", "d2")))
    assert row.rank == 2


def test_an_unanswerable_question_has_no_retrieval_measure_and_is_right_when_refused():
    assert row_of(UNKNOWN, Fixed(REFUSED))[0].measures == {"right": 1.0, "refused": 1.0}
    answered = row_of(UNKNOWN, Fixed(SAID))[0].measures
    assert (answered["right"], answered["refused"]) == (0.0, 0.0)
    assert not any("@" in name for name in answered)


def test_an_error_is_zero_in_every_measure_that_applies():
    row, answer = row_of(ASKED, Fixed(None))
    assert answer is None
    assert row.measures == dict.fromkeys(measure_names(ASKED), 0.0)
    assert {"R@10", "right", "figure", "F1", "cited"} <= set(row.measures)
    assert (row.status, row.error) == ("error", "bad_input: the question is too long")


def test_an_empty_retrieval_is_zero_and_not_dropped():
    row, _ = row_of(ASKED, Fixed(SAID, ()))
    assert row.rank is None
    assert [row.measures[name] for name in ("R@1", "R@10", "RR@10", "nDCG@10")] == [0.0] * 4


def test_right_is_the_figure_or_the_points_or_the_date_or_any_answer():
    assert answer_scores(ASKED, SAID)["right"] == 1.0
    assert answer_scores(replace(ASKED, references=("15",), points=(("14",),)), SAID)["right"] == 0.0
    assert answer_scores(replace(ASKED, kind="span", points=(("15",),)), SAID)["right"] == 0.0
    dated = replace(ASKED, kind="date", points=(("2021年5月2日",),), references=("2021年5月2日",))
    assert answer_scores(dated, replace(SAID, short="2 May 2021"))["right"] == 1.0
    bare = replace(ASKED, kind="span", points=(), references=())
    assert answer_scores(bare, SAID)["right"] == 1.0
    assert answer_scores(bare, REFUSED)["right"] == 0.0


def test_a_traditional_answer_to_a_simplified_reference_is_as_right_as_any():
    question = replace(ASKED, kind="span", points=(("台湾体育馆",),), references=("台湾体育馆",))
    scores = answer_scores(question, replace(SAID, short="臺灣體育館"))
    assert (scores["right"], scores["EM"], scores["F1"]) == (1.0, 1.0, 1.0)


def test_points_count_partly_where_shown_asks_for_all():
    question = replace(ASKED, kind="list", points=(("渡轮",), ("桥梁",)), references=())
    scores = answer_scores(question, SAID)
    assert (scores["points"], scores["shown"]) == (0.5, 0.0)


def test_a_row_keeps_what_a_report_needs():
    row, _ = row_of(ASKED, Fixed(SAID))
    assert (row.doc_lang, row.dataset, row.answer, row.generator) == ("zh-Hans", "harbour", SAID.text, "extractive")
    assert row.cited == (BODY[:14],)
    assert [(p.doc_id, p.gold) for p in row.passages] == [("d1", True)]
    assert QuestionRow.from_json(json.loads(json.dumps(asdict(row)))) == row


def test_measures_of_a_row_are_in_the_order_of_the_table():
    question = replace(ASKED, kind="number", number=14.0, unit="条", fake_answers=("15",))
    for asked in (question, replace(question, kind="conflict"), UNKNOWN):
        names = measure_names(asked)
        assert names == sorted(names, key=MEASURES.index)


def test_confidence_is_what_the_answer_says_and_none_for_a_refusal():
    assert confidence_of(replace(SAID, confidence=0.4)) == 0.4
    assert confidence_of(replace(REFUSED, confidence=0.4)) == 0.0


def test_confidence_of_a_system_that_says_none_is_the_best_passages_score():
    assert confidence_of(SAID) == 0.75
    assert confidence_of(REFUSED) == 0.0
    assert confidence_of(replace(SAID, passages=())) == 0.0


def test_tokens_are_estimated_only_where_a_model_wrote():
    assert row_of(ASKED, Fixed(SAID))[0].tokens == 0
    assert row_of(ASKED, Fixed(replace(SAID, generator="bm25")))[0].tokens == 0
    assert row_of(ASKED, Fixed(replace(SAID, generator="some-model")))[0].tokens > estimated_tokens(BODY)
    assert estimated_tokens("渡轮 ferry") == 4


@pytest.mark.shared
def test_every_reference_answer_of_the_sets_beside_the_checkout_is_right(shared_dir):
    folders = [p for p in sorted((shared_dir / "eval-data").iterdir()) if (p / "corpus.jsonl.gz").exists()]
    wrong = []
    for path in [*folders, shared_dir / "eval-data/seeds-qa/questions.jsonl"]:
        for question in load_set(path).questions[::4]:
            if question.answerable:
                short = question.references[0]
                scores = answer_scores(question, replace(SAID, short=short, text=short, sentences=(), figures=()))
                wrong += [question.qid] if min(scores.get(n, 1.0) for n in ("right", "figure", "unit", "short", "EM", "F1")) < 1 else []
    assert wrong == []
