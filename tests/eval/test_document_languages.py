import json

from eval.document_languages import with_document_languages
from eval.schema import GoldQuote, Question


def question(qid, **changes):
    return Question(qid=qid, text="?", lang="en", kind="span", answerable=True, **changes)


def test_gold_documents_name_the_language_and_the_rest_take_the_commonest(tmp_path):
    lines = [("d1", "zh-Hant", ""), ("d2", "zh", ""), ("d3", "", "Ferries of the harbour."), ("d4", "zh", "")]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(json.dumps({"doc_id": d, "lang": tag, "text": text}) for d, tag, text in lines), encoding="utf8")
    asked = [question("a", gold_doc_ids=("d1",)), question("b", gold_doc_ids=("d2",)), question("c", gold_doc_ids=("d3",)), question("d")]
    assert [q.doc_lang for q in with_document_languages(asked, corpus)] == ["zh-Hant", "zh-Hans", "en", "zh-Hans"]


def test_a_page_has_one_language_whatever_a_short_quote_of_it_looks_like():
    traditional = GoldQuote("ferry.md", "渡輪航線開通")
    asked = [question("a", gold_quotes=(traditional,)), question("b", gold_quotes=(GoldQuote("ferry.md", "共14"),))]
    assert [q.doc_lang for q in with_document_languages(asked)] == ["zh-Hant", "zh-Hant"]


def test_a_page_quoted_with_few_chinese_words_among_latin_ones_is_chinese():
    asked = [question("a", gold_quotes=(GoldQuote("x.md", "HX-2000 Turbo Engine 发动机"),))]
    assert with_document_languages(asked)[0].doc_lang == "zh-Hans"
