"""The report in its three forms, over rows as hostile as questions and articles can be."""

import re
from dataclasses import replace

import pytest

from eval import charts
from eval.agreement import Agreement
from eval.charts import Bar, BarRow, bar_chart, latency_chart
from eval.html_report import html_page, write_html
from eval.judge import Judgement, JudgeReport, Statement
from eval.reasons import Reason, reason_of, why
from eval.report import markdown
from eval.schema import QuestionRow, RowPassage, RunReport
from index.errors import ConfigError, InputError

NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'& $x$ {{ 7*7 }} ](javascript:alert(3)) |"
PASSAGE = RowPassage(1, "d1", "渡轮" + NASTY, "港城开通渡轮14艘。" + NASTY, 0.9, gold=True)
RIGHT = QuestionRow(
    qid="r",
    lang="zh-Hans",
    kind="number",
    question="渡轮几艘？",
    answerable=True,
    has_number=True,
    expected="14",
    status="answered",
    short="14",
    rank=1,
    measures={"R@5": 1.0, "R@10": 1.0, "right": 1.0, "figure": 1.0, "cited": 1.0, "verbatim": 1.0},
    ms=12.0,
    answer="14艘。[1]",
    confidence=1.5,
    passages=(PASSAGE,),
    doc_lang="zh-Hans",
)
LOST = {"right": 0.0, "figure": 0.0}
WRONG = replace(
    RIGHT, qid=NASTY, question=NASTY, short=NASTY, answer=NASTY, kind=NASTY, cited=(NASTY,), expected=NASTY, measures=RIGHT.measures | LOST
)
UNSEEN = replace(RIGHT, qid="u", rank=None, measures={**RIGHT.measures, **LOST, "R@5": 0.0, "R@10": 0.0, "cited": 0.0})
REFUSED = replace(RIGHT, qid="f", status="not_found", short="", measures={**RIGHT.measures, **LOST, "cited": 0.0})
ANOTHER = replace(RIGHT, qid="a", rank=3, measures={**RIGHT.measures, **LOST, "cited": 0.0})
FREE = replace(RIGHT, qid="n", kind="unanswerable", answerable=False, measures={"right": 0.0, "refused": 0.0})
BROKEN = replace(RIGHT, qid="e", status="error", error="bad_input: too long", measures=dict.fromkeys(RIGHT.measures, 0.0))
ROWS = (RIGHT, WRONG, UNSEEN, REFUSED, ANOTHER, FREE, BROKEN)


def run(*rows):
    return RunReport("harbour " + NASTY, "abc", {"index": NASTY}, rows)


@pytest.mark.parametrize(
    ("row", "reason", "told"),
    [
        (RIGHT, None, ""),
        (WRONG, Reason.WRONG_FIGURE, "right sentence, wrong figure"),
        (UNSEEN, Reason.NOT_RETRIEVED, "not retrieved"),
        (REFUSED, Reason.REFUSED, "retrieved at 1, refused"),
        (ANOTHER, Reason.NOT_CHOSEN, "retrieved at 3, another sentence chosen"),
        (FREE, Reason.UNFOUNDED, "answered, though no article says it"),
        (replace(FREE, status="not_found"), None, ""),
        (BROKEN, Reason.ERROR, "bad_input: too long"),
        (replace(RIGHT, measures=RIGHT.measures | {"cited": 0.0}), Reason.NOT_SHOWN, str(Reason.NOT_SHOWN)),
        (replace(UNSEEN, measures={"right": 0.0, "short": 0.0}), Reason.WRONG_ANSWER, str(Reason.WRONG_ANSWER)),
    ],
)
def test_a_wrong_question_is_told_with_the_step_it_was_lost_at(row, reason, told):
    assert (reason_of(row), why(row)) == (reason, told)


def test_nothing_of_a_question_or_an_article_becomes_markup_in_the_page():
    page = html_page(run(*ROWS))
    assert "<script" not in page
    assert "<img" not in page
    assert "49" not in re.findall(r"&lt;script&gt;[^<]*", page)[0]  # what looks like a template is text
    assert "&lt;script&gt;" in page


def test_the_page_asks_for_nothing_and_runs_nothing():
    page = html_page(run(*ROWS))
    assert "default-src 'none'" in page
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert [url for url in re.findall(r"https?://[^\s\"'<]+", page) if "www.w3.org" not in url] == []


def test_every_link_of_the_page_leads_somewhere_in_it():
    page = html_page(run(*ROWS))
    ids = re.findall(r'\bid="([^"]+)"', page)
    links = set(re.findall(r'href="#([^"]+)"', page)) | set(re.findall(r"url\(#([^)]+)\)", page))
    assert links - set(ids) == set()
    assert len(ids) == len(set(ids))


def test_a_right_answer_has_no_card_and_a_wrong_one_has_its_passages():
    page = html_page(run(RIGHT, UNSEEN))
    cards = re.findall(r'<article class="card".*?</article>', page, flags=re.DOTALL)
    assert len(cards) == 1
    assert "not retrieved" in cards[0]
    assert "港城开通渡轮14艘。" in cards[0]
    assert "holds the answer" in cards[0]


def test_a_run_without_a_mistake_says_so():
    assert "Nothing: every question was answered as it should be." in html_page(run(RIGHT))


def test_the_same_report_gives_the_same_bytes(tmp_path):
    write_html(run(*ROWS), tmp_path / "a.html")
    write_html(run(*ROWS), tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_opinions_of_a_model_are_shown_as_advisory():
    opinion = Judgement("u", 0.5, 1.0, (Statement("14" + NASTY, supported=False),), error="")
    failed = Judgement("a", error="llm_timeout: no token")
    judged = JudgeReport("judge-1", (opinion, failed), (Agreement("faithfulness", "cited", 1, 1.0, None),))
    page = html_page(run(*ROWS), judged=judged)
    assert "advisory; no gate reads it" in page
    assert "llm_timeout: no token" in page
    assert "1 without an opinion" in page
    assert "<script" not in page


def test_a_page_that_cannot_be_made_says_why(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="no questions"):
        write_html(run(), tmp_path / "a.html")
    with pytest.raises(InputError, match="cannot write the report"):
        write_html(run(RIGHT), tmp_path / "none" / "a.html")
    monkeypatch.setattr(charts, "find_spec", lambda _: None)
    with pytest.raises(ConfigError, match=r"wenju\[eval\]"):
        write_html(run(RIGHT), tmp_path / "a.html")


def test_markdown_holds_the_table_and_no_markup_of_others():
    told = markdown(run(*ROWS))
    assert re.search(r"\| all \| 7 \| [\d.]+ \|", told)
    assert "## 6 questions went wrong" in told
    assert "retrieved at 3, another sentence chosen" in told
    assert re.search(r"(?<!\\)<(?:script|img)", told) is None
    assert re.search(r"(?<!\\)\]\(", told) is None
    rows = [line for line in told.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows if "went" not in line} == {
        3,
        7,
        10,
    }  # figures, questions, slices with 7 measures


def test_a_label_of_a_chart_is_text_and_leads_to_its_line():
    drawn = bar_chart([BarRow(NASTY, "#s1", (Bar(0.5, 4, 0.2, 0.8), None))], ["right", "figure"], name="bars")
    assert "<script" not in drawn
    assert 'xlink:href="#s1"' in drawn
    assert "var(--bar)" in drawn
    assert "var(--mark)" in drawn


def test_two_charts_of_a_page_share_no_id():
    one, two = (bar_chart([BarRow("all", "#s0", (Bar(0.5, 4),))], ["right"], name=name) for name in ("one", "two"))
    assert set(re.findall(r'\bid="([^"]+)"', one)) & set(re.findall(r'\bid="([^"]+)"', two)) == set()


def test_a_long_tail_of_latencies_is_told_in_words():
    drawn = latency_chart([10.0] * 30 + [90_000.0], [("p50", 10.0), ("p95", 12.0)], name="latency")
    assert "1 slower, up to 90,000 ms" in drawn
    assert "p50 10 ms" in drawn
