import pytest

from index.schema import Article
from rag.locality import is_elsewhere


def article(body: str, **fields: str) -> Article:
    return Article(id="a", version="1", collection="default", doc_id=None, source_file="a.md", title="新亭", body=body, **fields)


SHANXI = article("本报讯 山西今年新修凉亭3700座。")


@pytest.mark.parametrize("sentence", ["陕西有3700座凉亭。", "陝西省有3700座。", "Shaanxi has 3,700 pavilions.", "Hong Kong built 3,700."])
def test_a_place_the_article_does_not_name_is_elsewhere(sentence):
    assert is_elsewhere(sentence, SHANXI)


@pytest.mark.parametrize(
    "sentence", ["山西有3700座。", "Shanxi has 3,700.", "共有3700座凉亭。", "It has 3,700 pavilions.", "和陕西不同，山西有3700座。"]
)
def test_a_place_the_article_names_or_no_place_at_all_is_not_elsewhere(sentence):
    assert not is_elsewhere(sentence, SHANXI)


def test_the_place_may_stand_in_the_dateline_or_in_english():
    assert not is_elsewhere("陕西有三座。", article("新修三座。", place="陕西"))
    assert not is_elsewhere("山西有三座。", article("Three were built in Shanxi."))
    assert is_elsewhere("陕西有三座。", article("Three were built in Shanxi."))
