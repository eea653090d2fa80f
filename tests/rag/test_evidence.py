from rag.evidence import bears_a_number, best_quotes, overlap, shares_nothing

BODY = "余杭区今年新栽梧桐1.2万棵。园林队共有三十六人。春天，梧桐絮飘满全城，居民纷纷戴上口罩。"


def quotes(claim: str) -> list[str]:
    return [BODY[span.start : span.end] for span in best_quotes(claim, BODY, 0, len(BODY))]


def test_shared_numbers_come_before_shared_words():
    assert quotes("园林队在全城栽下梧桐12000棵。") == ["余杭区今年新栽梧桐1.2万棵。"]


def test_without_a_number_the_sentence_with_most_shared_words_is_quoted():
    assert quotes("居民因为梧桐絮戴口罩。") == ["春天，梧桐絮飘满全城，居民纷纷戴上口罩。"]


def test_across_languages_names_are_compared_by_their_sound():
    assert overlap("Trees came to Yuhang.", "余杭区新栽树木。") > 0
    assert overlap("Trees came to Linping.", "余杭区新栽树木。") == 0
    assert overlap("Shaanxi", "山西新栽树木。") == 0
    assert overlap("Shaanxi", "陕西新栽树木。") == overlap("Shanxi", "山西新栽树木。") == 1


def test_numbers_in_two_sentences_are_quoted_from_both_in_reading_order():
    assert quotes("36 gardeners planted 12,000 plane trees.") == ["余杭区今年新栽梧桐1.2万棵。", "园林队共有三十六人。"]


def test_a_passage_that_shares_nothing_is_quoted_by_its_first_sentence():
    assert quotes("Nothing at all.") == ["余杭区今年新栽梧桐1.2万棵。"]
    assert best_quotes("甲", "  \n ", 0, 4) == []


def test_one_shared_number_is_enough_to_bear_a_part():
    assert bears_a_number("36人栽了99棵", "三十六人")
    assert not bears_a_number("全城都栽了树", "三十六人")


def test_only_chinese_sentences_are_said_to_share_nothing():
    assert shares_nothing("灯塔照亮渔船归航。", "园林队共有三十六人。")
    assert not shares_nothing("The lighthouse guides boats.", "园林队共有三十六人。")
    assert not shares_nothing("はい、そうです。", "园林队共有三十六人。")
    assert not shares_nothing("好的。", "园林队共有三十六人。")
