"""From what was chosen to words: short answers by language, verbatim quotes, refusals that say what is near."""

import subprocess
import sys

import pytest

from rag.compose import passages_for
from rag.extract import choose
from rag.schema import MAX_PASSAGE_CHARS, Answer, Status
from tests.gazette import PAGE, RECORDS, Desk, desk_over, engine_over, index_of, record


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return engine_over(index_of(tmp_path_factory.mktemp("compose"), RECORDS, mingchuan=PAGE))


def citations(answer: Answer):
    return [citation for sentence in answer.sentences for citation in sentence.citations]


@pytest.mark.parametrize(
    ("question", "language", "short"),
    [
        ("贵州有多少个歇脚驿站?", "zh-Hans", "4217个"),
        ("貴州有多少個歇腳驛站?", "zh-Hant", "4217個"),
        ("how many rest stations in Guizhou", "en", "4,217"),
        ("how much money did the tea county in Yunnan spend", "en", "9.3 million yuan (930万元)"),
        ("每天过明川大桥的公交车有多少辆?", "zh-Hans", "四百二十辆"),
        ("贵州省工会主席是谁?", "zh-Hans", "钱永平"),
        ("貴州省工會主席是誰?", "zh-Hant", "錢永平"),
        ("who is the chairman of the Guizhou union", "en", "钱永平 (Qian Yongping)"),
        ("Where was the opening ceremony in Guiyang held?", "en", "贵阳市人民广场 (Guiyang · People's Square)"),
        ("驿站里有哪三样东西?", "zh-Hans", "热水、雨伞、充电插座"),
        ("贵州的职工读书角比云南多多少?", "zh-Hans", "55个 (贵州：420个；云南：365个)"),
    ],
)
def test_the_least_that_answers(engine, question, language, short):
    answer = engine.ask(question)
    assert (answer.language, answer.status, answer.short) == (language, Status.ANSWERED, short)


def test_a_reader_of_traditional_gets_the_quote_as_printed(engine):
    answer = engine.ask("貴州有多少個歇腳驛站?")
    assert citations(answer)[0].quote.startswith("到上个月底，贵州全省")


def test_other_languages_get_the_figure_with_its_place_its_thing_and_its_date(engine):
    text = engine.ask("how many rest stations in Guizhou").text
    for part in ("Guizhou", "4,217", "歇脚驿站", "2022-11-08", "[1]"):
        assert part in text


def test_an_english_article_needs_no_gloss(engine):
    assert engine.ask("how many couriers does the loft in Riga have").text == "240 couriers [1]"


def test_a_sum_cites_the_figures_it_is_made_of(engine):
    answer = engine.ask("贵州的职工读书角比云南多多少?")
    assert answer.sentences[-1].text == "420 − 365 = 55个，贵州更多。"
    assert [c.passage for c in answer.sentences[-1].citations] == [1, 2]


def test_figures_that_differ_are_each_shown(engine):
    answer = engine.ask("松原市工会建成多少个职工读书角?")
    assert answer.status is Status.CONFLICTING
    assert sorted(answer.short.split("；")) == ["48个", "53个"]
    assert {f.value for f in answer.figures} == {48, 53}
    assert not answer.sentences[0].citations


def test_a_long_sentence_is_quoted_in_part_with_its_figure_in_sight(engine):
    answer = engine.ask("上河村一共修好水渠多少米?")
    (quote,) = [c.quote for c in citations(answer)]
    assert len(quote) <= 250
    assert "7350米" in quote


def test_a_sentence_mended_across_a_column_end_is_quoted_whole(engine):
    answer = engine.ask("每天过明川大桥的公交车有多少辆?")
    assert "公交车达到四百二十辆" in citations(answer)[0].quote


def test_not_found_names_the_nearest_headlines_and_cites_nothing(engine):
    answer = engine.ask("贵州有多少个火车站?")
    assert (answer.status, answer.short, citations(answer), answer.figures) == (Status.NOT_FOUND, "", [], ())
    assert "《贵州街头有了歇脚驿站》" in answer.text


def test_a_refusal_names_what_is_missing_as_it_was_typed(engine):
    assert "names Shaanxi." in engine.ask("how many rest stations in Shaanxi").text
    assert "沒有一篇提到陝西。" in engine.ask("陝西有多少個歇腳驛站?").text
    assert "没有2011年的说法" in engine.ask("2011年贵州有多少个歇脚驿站?").text


@pytest.mark.parametrize("question", ["陝西有多少個歇腳驛站?", "陕西有多少个歇脚驿站?"])
def test_a_refusal_in_chinese_has_no_english_sentence_in_it(engine, question):
    assert "None of them" not in engine.ask(question).text


def test_what_is_cited_is_shown_whatever_the_limit(tmp_path):
    desk: Desk = desk_over(tmp_path, *(record(f"r{n}", f"岚县的读书角{n}", f"岚县工会建成读书角{n}个，工人爱去。") for n in (48, 53, 61)))
    reading = desk.read("岚县工会建成多少个读书角?")
    choice = choose(reading.question, reading.terms, reading.evidence, desk.store.figures_in)
    passages = passages_for(choice, (), desk.store.article, limit=1)
    assert len(passages) == len(choice.sources) == 3
    assert [p.number for p in passages] == [1, 2, 3]


def test_passages_are_short_and_stand_in_their_article(engine):
    for passage in engine.ask("上河村一共修好水渠多少米?").passages:
        assert len(passage.text) <= MAX_PASSAGE_CHARS
        assert engine.article(passage.article_id).body[passage.start : passage.end] == passage.text


def test_a_reader_of_english_gets_the_words_of_each_sentence(engine):
    (sentence,) = engine.ask("who is the chairman of the Guizhou union").sentences
    quote = sentence.citations[0].quote
    assert sentence.text.startswith(f"{quote} (word by word: ")
    assert "Qian Yongping" in sentence.text
    assert engine.ask("贵州省工会主席是谁?").sentences[0].text == quote


def test_readings_are_loaded_only_for_those_who_need_them():
    check = "import rag.engine, sys; sys.exit(bool({'pypinyin', 'llama_index', 'torch', 'openai'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
