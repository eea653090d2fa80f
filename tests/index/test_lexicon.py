import pytest

from index.errors import ModelError
from index.lexicon import Lexicon, build_lexicon, lexicon_path
from tests.newsroom import model_cache


@pytest.fixture(scope="module")
def lexicon():
    build_lexicon(model_cache())
    return Lexicon.open(model_cache())


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("bridge", "桥梁"), ("hospital", "医院"), ("fisherman", "渔民"), ("Tibet", "西藏"), ("museum", "博物馆"), ("Yangtze River", "长江")],
)
def test_the_common_word_comes_first(lexicon, english, chinese):
    assert chinese in lexicon.translate(english)[:3]


@pytest.mark.parametrize(
    ("form", "base"), [("bridges", "bridge"), ("teachers", "teacher"), ("women", "woman"), ("Trade Unions", "trade union")]
)
def test_plurals_find_what_the_singular_finds(lexicon, form, base):
    assert set(lexicon.translate(base)) & set(lexicon.translate(form))


def test_a_form_of_a_verb_finds_verbs_only(lexicon):
    training = lexicon.translate("training")
    assert training[0] == "训练"
    assert "火车" not in training


def test_a_province_is_found_with_and_without_its_kind(lexicon):
    assert set(lexicon.translate("Hunan")[:2]) == {"湖南", "湖南省"}
    assert "湖南" in lexicon.translate("Hunan Province")
    assert "湖南" not in lexicon.translate("Henan")


def test_an_accent_may_be_left_out(lexicon):
    assert lexicon.translate("Lüshun") == lexicon.translate("Lushun") != ()


def test_an_acronym_finds_its_organisation(lexicon):
    assert "世界卫生组织" in lexicon.translate("WHO")


def test_at_most_limit_candidates_come(lexicon):
    assert len(lexicon.translate("company", 2)) == 2


@pytest.mark.parametrize("nothing", ["", "?!", "qwxzzt", "qwxzzt brplk", "x" * 5000, "' OR 1=1 --"])
def test_what_no_dictionary_lists_has_no_translation(lexicon, nothing):
    assert lexicon.translate(nothing) == ()


def test_phrases_are_found_longest_first_with_their_places(lexicon):
    words = ["price", "of", "liquefied", "natural", "gas", "in", "New", "York", "City"]
    found = {words[start] + " … " + words[end - 1]: [word for word, _ in weighted] for start, end, weighted in lexicon.phrases(words)}
    assert "纽约市" in found["New … City"]
    assert any("天然气" in candidate for phrase, candidates in found.items() if phrase.endswith("gas") for candidate in candidates)


def test_a_phrase_neither_begins_nor_ends_with_a_function_word(lexicon):
    assert lexicon.phrases(["in", "the", "how", "many"]) == []


@pytest.mark.parametrize(
    ("word", "gloss"), [("医院", "hospital"), ("湖南省", "Hunan"), ("长沙市", "Changsha"), ("热水瓶", "thermos bottle")]
)
def test_a_gloss_is_short_and_a_place_its_name(lexicon, word, gloss):
    assert lexicon.gloss(word) == gloss


def test_an_unknown_word_has_no_gloss_and_is_no_place(lexicon):
    assert lexicon.gloss("犇犇犇") == ""
    assert not lexicon.is_place("犇犇犇")


def test_places_are_told_from_other_words(lexicon):
    words = ["湖南", "长沙市", "日本", "长江", "医院", "桥梁", "李白", "教育部"]
    assert [word for word in words if lexicon.is_place(word)] == ["湖南", "长沙市", "日本", "长江"]


def test_a_missing_lexicon_says_what_to_run(tmp_path):
    with pytest.raises(ModelError, match='"wenju build"'):
        Lexicon.open(tmp_path)


def test_a_damaged_lexicon_is_named_and_building_mends_it(tmp_path):
    lexicon_path(tmp_path).write_bytes(b"no database" * 100)
    with pytest.raises(ModelError, match="delete it"):
        Lexicon.open(tmp_path)
    build_lexicon(tmp_path)
    assert Lexicon.open(tmp_path).translate("bridge")
    assert [path.name for path in tmp_path.iterdir()] == [lexicon_path(tmp_path).name]


def test_a_cache_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match=r"cannot be written.*WENJU_CACHE"):
        build_lexicon(tmp_path / "file")


def test_sentence_pairs_say_which_translation_is_the_usual_one(lexicon):
    weights = dict(lexicon.weigh("patient"))
    assert weights["患者"] == 1
    assert weights["病人"] > weights["耐心"] > 0


def test_a_title_and_a_person_s_name_are_known_in_chinese(lexicon):
    assert lexicon.translate("Doctor Who")[0] == "异世奇人"
    assert dict(lexicon.surnames("Brown"))["布朗"] == 1


def test_a_chinese_word_has_english_words_the_usual_one_first(lexicon):
    english = lexicon.in_english("经济")
    assert [word for word, _ in english][:2] == ["economic", "economy"]
    assert all(0 < weight <= 1 for _, weight in english)
    assert "super bowl" in dict(lexicon.in_english("超级碗"))


def test_a_katakana_word_is_read_as_the_english_it_comes_from(lexicon):
    assert "station" in lexicon.loanwords("ステーション")
    assert "station" in lexicon.loanwords("サービスステーション")
    assert lexicon.loanwords("すし") == ()
