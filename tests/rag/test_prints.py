"""Prints of one story take one place in an answer, every outlet is named, a correction answers, and what differs is said."""

import pytest

from index.schema import Filter
from rag.prints import differences
from rag.schema import Status
from tests.gazette import engine_over, index_of, record

BODY = (
    "青岚港务局5月6日公布，东湾码头去年装卸集装箱{boxes}万个，比前一年多一成。港务局的魏书恬说，码头工人从1200名增加到1350名，夜班也多了起来。"
    "附近的渔民把船挪到了东湾，孩子们放学以后常去看吊车。港务局还在岸边修了一条栈道，栈道全长两里，用的是拆下来的旧枕木。"
)
ASKED = "东湾码头去年装卸了多少万个集装箱?"
OTHERS = tuple(
    record(f"o{n}", "县里的事", f"第{n}个村修好了{n + 3}条水渠，村民说今年不缺水。", published="2031-01-01") for n in range(1, 4)
)


def printed(name: str, day: str | None, outlet: str | None, boxes: int = 418, body: str = BODY, title: str = "东湾码头更忙了"):
    known = {key: value for key, value in (("published", day), ("outlet", outlet)) if value}
    return record(name, title, body.format(boxes=boxes), **known)


def desk(folder, *records, **pages):
    return engine_over(index_of(folder, [*records, *OTHERS], **pages))


WIRE = (
    printed("wire", "2031-05-06", "海岸日报"),
    printed("evening", "2031-05-07", "河湾晚报", title="码头工人多了"),
    printed("short", "2031-05-07", "山乡报", body=BODY[:84]),
    printed("late", "2031-05-08", "林海报", body="本报转载：" + BODY),
)


@pytest.fixture(scope="module")
def wire(tmp_path_factory):
    return desk(tmp_path_factory.mktemp("wire"), *WIRE)


def test_prints_of_one_story_take_one_place_and_every_outlet_is_a_source(wire):
    answer = wire.ask(ASKED)
    assert (answer.status, answer.figures[0].value) == (Status.ANSWERED, 4180000)
    about = [passage for passage in answer.passages if passage.title in {"东湾码头更忙了", "码头工人多了"}]
    assert len(about) == 1
    (passage,) = about
    assert {passage.outlet, *(each.outlet for each in passage.also)} == {"海岸日报", "河湾晚报", "山乡报", "林海报"}
    assert all(each.differs == () for each in passage.also)


def test_five_prints_of_a_figure_are_one_source(wire):
    answer = wire.ask(ASKED)
    assert len(answer.figures) == 1
    assert len({citation.passage for sentence in answer.sentences for citation in sentence.citations}) == 1
    assert answer.notices == ()


def test_retrieve_folds_nothing(wire):
    found = [each.passage for each in wire.retrieve(ASKED, k=10)]
    assert {"wire", "evening", "short", "late"} <= {passage.doc_id for passage in found}


def test_what_only_the_longer_print_says_is_found_there(wire):
    answer = wire.ask("栈道用的是什么枕木?")
    assert "旧枕木" in answer.text
    cited = answer.passages[answer.sentences[0].citations[0].passage - 1]
    assert cited.doc_id != "short"


def test_the_answer_in_json_lists_the_prints(wire):
    (passage,) = [p for p in wire.ask(ASKED).to_json()["passages"] if p["also"]]
    first = next(each for each in passage["also"] if each["doc_id"] == "late")
    assert first == {
        "article_id": first["article_id"],
        "doc_id": "late",
        "title": "东湾码头更忙了",
        "outlet": "林海报",
        "published": "2031-05-08",
        "source_file": "records.jsonl#late",
        "role": "copy",
        "differs": (),
    }


def test_of_two_papers_with_two_figures_neither_is_right_because_it_is_newer(tmp_path):
    engine = desk(tmp_path, printed("one", "2031-05-06", "海岸日报"), printed("two", "2031-05-07", "河湾晚报", 481))
    answer = engine.ask(ASKED)
    assert answer.status is Status.CONFLICTING
    assert {figure.value for figure in answer.figures} == {4180000, 4810000}
    assert [notice.code for notice in answer.notices] == ["prints_disagree", "prints_disagree"]
    for passage in answer.passages[:2]:
        (other,) = passage.also
        (differs,) = other.differs
        assert {differs.here, differs.there} == {"418万个", "481万个"}
        assert differs.here in passage.text


@pytest.mark.parametrize(
    ("outlet", "title"), [("海岸日报", "东湾码头更忙了"), ("河湾晚报", "东湾码头更忙了（更正）")], ids=["same outlet", "says so"]
)
def test_a_later_correction_answers_and_the_earlier_print_is_named_with_its_figure(tmp_path, outlet, title):
    engine = desk(
        tmp_path,
        printed("wrong", "2031-05-06", "海岸日报"),
        printed("copied", "2031-05-07", "山乡报"),
        printed("fixed", "2031-05-09", outlet, 481, title=title),
    )
    for question in (ASKED, "東灣碼頭裝卸集裝箱多少萬個"):
        answer = engine.ask(question)
        assert (answer.status, [figure.value for figure in answer.figures]) == (Status.ANSWERED, [4810000])
        (passage,) = [passage for passage in answer.passages if passage.also]
        assert passage.doc_id == "fixed"
        assert {(each.doc_id, each.role, each.differs[0].there) for each in passage.also} == {
            ("wrong", "superseded", "418万个"),
            ("copied", "superseded", "418万个"),
        }
        assert [notice.code for notice in answer.notices] == ["corrected"]
        assert "418万个" in answer.notices[0].text


def test_an_answer_limited_to_the_days_before_a_correction_says_that_one_came(tmp_path):
    from datetime import date

    engine = desk(tmp_path, printed("wrong", "2031-05-06", "海岸日报"), printed("fixed", "2031-05-09", "海岸日报", 481))
    answer = engine.ask(ASKED, filters=Filter(published_to=date(2031, 5, 7)))
    assert answer.figures[0].value == 4180000
    assert [notice.code for notice in answer.notices] == ["superseded"]
    assert "481万个" in answer.notices[0].text


def test_a_figure_that_no_one_asked_for_is_no_conflict(tmp_path):
    engine = desk(tmp_path, printed("one", "2031-05-06", "海岸日报"), printed("two", "2031-05-07", "河湾晚报", 481))
    answer = engine.ask("码头工人增加到多少名?")
    assert (answer.status, answer.figures[0].value) == (Status.ANSWERED, 1350)
    assert answer.notices == ()
    assert sum(bool(passage.also) for passage in answer.passages) == 1


def test_an_exact_copy_stands_beside_the_passage(tmp_path):
    page = "东湾码头更忙了\n\n本报讯（记者 何晓燕）" + BODY.format(boxes=418)
    engine = desk(tmp_path, a=page, b=page)
    (passage,) = [passage for passage in engine.ask(ASKED).passages if passage.also]
    assert [(each.source_file, each.article_id == passage.article_id) for each in passage.also] == [("b.txt", True)]


def test_figures_are_set_against_each_other_in_the_order_they_stand(wire):
    one, two = (wire.store.article(next(i.id for i in wire.store.articles() if i.doc_id == name)) for name in ("wire", "late"))
    mine, theirs = ([*wire.store.figures(each.id)] for each in (one, two))
    assert differences(one, mine, two, theirs) == ()
