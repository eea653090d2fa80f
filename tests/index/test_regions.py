import pytest

from index.regions import own_place, place_key, region_of, story_place


@pytest.mark.parametrize(
    ("place", "region"),
    [("太原", ("山西",)), ("临淄区", ("山东", "淄博")), ("兰州", ("甘肃",)), ("山西", ()), ("伦敦", ()), ("无此地", ())],
)
def test_what_a_place_lies_in_is_known(place, region):
    assert region_of(place) == region


@pytest.mark.parametrize("text", ["太原", "太原市", "山西太原", "山西省太原市", "山西省 太原市"])
def test_every_way_to_write_a_place_has_one_key(text):
    assert place_key(text) == "山西太原"


def test_a_place_outside_the_gazetteer_is_compared_as_it_is_written():
    assert (place_key("臺 東"), place_key("Río"), place_key(None)) == ("台东", "río", None)


@pytest.mark.parametrize(
    ("opening", "title", "body", "place"),
    [
        ("新华社兰州3月4日电(记者 丁一)", "西宁下雪", "", "兰州"),
        ("新华社布鲁塞尔3月4日电", "欧盟开会", "", "布鲁塞尔"),
        ("本报讯(记者 丁一)", "西宁下雪", "", "西宁"),
        ("", "巴黎的咖啡馆", "", "巴黎"),
        ("", "大雪来了", "淄博市连降大雪,淄博市环卫工人彻夜清扫。", "淄博"),
        ("", "大雪来了", "山东的淄博市、潍坊市、临沂市连降大雪。", "山东"),
        ("", "大雪来了", "他从太原来,说没见过这样的雪。", None),
        ("本报讯", "大雪来了", "今晨大雪。", None),
    ],
)
def test_the_place_of_a_story(opening, title, body, place):
    assert story_place(opening, title, body) == place


def test_a_city_outside_the_province_most_named_is_not_the_place():
    assert own_place("山西总工会开会", "山西省总工会开会,山西各市参加,兰州的同行也来了。") == "山西"
