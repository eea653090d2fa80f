"""Places are found where they are meant, and 山西 is never 陕西."""

import pytest

from index.places import Level, home_places, normal_place, places_in


def names(text: str) -> list[str]:
    return [place.name for place in places_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("山西省总工会", ["山西"]),
        ("陕西和山西", ["陕西", "山西"]),
        ("内蒙古自治区呼和浩特市", ["内蒙古", "呼和浩特"]),
        ("山西省吕梁市中阳县", ["山西", "吕梁", "中阳县"]),
        ("芜湖市湾沚区总工会", ["芜湖", "湾沚区"]),
        ("上海浦东新区", ["上海", "浦东新区"]),
        ("高邮市与房山区", ["高邮市", "房山区"]),
    ],
)
def test_place_is_named_short_above_the_county_and_in_full_below(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    ["长江西岸", "和平发展", "城市社区", "工业园区", "全市小区", "改革进入深水区", "邻里乡亲", "淮安路改造", "打造市级平台", "个区县"],
)
def test_words_that_look_like_places_are_none(text: str) -> None:
    assert names(text) == []


def test_home_of_an_article_is_what_its_title_names() -> None:
    homes = home_places("云南昆明市建成驿站", places_in("昆明市与成都市、昆明市"), None)
    assert (homes[Level.PROVINCE], homes[Level.CITY]) == ("云南", "昆明")


def test_stated_place_beats_what_the_text_names_most() -> None:
    assert home_places("", places_in("成都市、成都市"), "昆明市")[Level.CITY] == "昆明"


@pytest.mark.parametrize(("name", "short"), [("山西省", "山西"), ("山西", "山西"), ("淄博市", "淄博"), ("某地", "某地")])
def test_place_has_one_normal_name(name: str, short: str) -> None:
    assert normal_place(name) == short
