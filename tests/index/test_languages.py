import pytest

from index.languages import language_tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("松河大桥昨天通车。", "zh-Hans"),
        ("松河大橋昨天通車,兩岸居民都來觀看。", "zh-Hant"),
        ("大桥 Songhe Bridge 通车,全长3260米。", "zh-Hans"),
        ("那家叫「花の店」的小店昨天开张,老板是本地人。", "zh-Hans"),
        ("松河大橋は昨日開通し、住民が見物に訪れた。", "ja"),
        ("다리가 어제 개통되어 주민들이 구경하러 왔다.", "ko"),
        ("Мост открылся вчера, пришли жители.", "ru"),
        ("The bridge opened yesterday and people came to see it.", "en"),
        ("Le pont a ouvert hier et les habitants de la ville sont venus le voir avec leurs enfants.", "und"),
        ("123 456 — …", "und"),
        ("", "und"),
    ],
)
def test_the_language_is_told_by_its_script(text, tag):
    assert language_tag(text) == tag
