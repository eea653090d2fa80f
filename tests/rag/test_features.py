"""What is known of a candidate before it is ordered."""

import pytest

from index.schema import Filter
from index.sparse import SparseQuery
from rag.config import RetrieveSettings
from rag.features import FIRST, NAMES, Pairs
from rag.question import parse_question
from rag.rerank import cached_views
from rag.retrieve import Retriever
from rag.terms import build_terms
from tests.fakes import HashEmbedding
from tests.gazette import RECORDS, desk_over, lexicon


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return desk_over(tmp_path_factory.mktemp("features"), *RECORDS)


def known(desk, text):
    """Features by the source's own id of the article, the best chunk of each."""
    question = parse_question(text)
    terms = build_terms(question, lexicon(), desk.vocabulary)
    retriever = Retriever(desk.store, HashEmbedding(), cached_views(desk.store.article, size=64), RetrieveSettings())
    documents = {info.id: info.doc_id for info in desk.store.articles()}
    found: dict[str, object] = {}
    for candidate, features in retriever.known(question, terms, Filter()):
        name = documents[candidate.chunk.article_id]
        if name not in found or features.coverage > found[name].coverage:
            found[name] = features
    return found


def test_the_article_that_is_asked_for_leads_in_every_measure_of_words(desk):
    found = known(desk, "贵州全省建成多少个歇脚驿站")
    for name in ("words", "pairs", "coverage", "near", "run", "article_words", "article_pairs"):
        assert max(found, key=lambda article: getattr(found[article], name)) == "gz", name


def test_shares_lie_between_nothing_and_all(desk):
    for features in known(desk, "山上的采茶机").values():
        for name in NAMES[1:]:
            assert 0 <= getattr(features, name) <= 1.0001, name


def test_a_question_without_characters_shares_no_pairs(desk):
    for features in known(desk, "how many couriers came to the loft in Riga").values():
        assert features.pairs == features.near == features.run == features.article_pairs == 0


def test_chinese_and_english_articles_are_gathered_side_by_side(desk):
    assert {"en", "gz"} <= known(desk, "couriers 快递员").keys()


def test_what_is_known_before_reading_is_part_of_what_is_known_after(desk):
    assert set(FIRST) <= set(NAMES)


def test_a_rare_pair_counts_more_than_a_common_one():
    pairs = Pairs("采茶机有多少", ["这里有多少", "那里有多少", "采茶机"])
    assert pairs.share("采茶机") > pairs.share("有多少")


def test_the_longest_run_goes_on_only_where_the_question_goes_on():
    pairs = Pairs("建成歇脚驿站", [])
    assert pairs.longest_run("建成歇脚驿站") == 0.6
    assert pairs.longest_run("歇脚驿站建成") == 0.4
    assert pairs.longest_run("站驿") == 0


def test_a_pair_is_found_as_a_word_and_across_two(desk):
    rows = desk.store.legs
    from index.store_contract import StoreQuery

    for pair in ("驿站", "脚驿"):
        assert rows(StoreQuery(sparse=SparseQuery.of_pairs([pair])))["sparse"], pair
