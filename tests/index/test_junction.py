from index.junction import PageGrams, seam_score, starts_inside, word_gain


def test_word_across_the_seam_is_strong_evidence():
    grams = PageGrams.of([])
    assert seam_score("代表们参加了座", "谈会并合影", grams) > 2.5
    assert seam_score("代表们参加了座", "河水上涨三尺", grams) < seam_score("代表们参加了座", "谈会并合影", grams) - 2.5


def test_string_of_the_page_across_the_seam_is_evidence():
    grams = PageGrams.of(["吴小满七战全胜", "松河镇"])
    assert seam_score("冠军是吴", "小满他今年十岁", grams) > seam_score("冠军是吴", "松河镇今年", grams)


def test_open_quotation_wants_its_end():
    grams = PageGrams.of([])
    assert seam_score("他说:“水位", "会再涨。”镇长", grams) > seam_score("他说:“水位", "会再涨。镇长", grams)


def test_number_goes_on_in_its_unit():
    grams = PageGrams.of([])
    assert seam_score("竣工于2031", "年春天", grams) > seam_score("竣工于2031", "近日镇长", grams)


def test_news_openings_are_known_from_endings():
    assert starts_inside("的书架前") > 0
    assert starts_inside("上岸。镇长介绍") > 0
    assert starts_inside("近日,镇长介绍") < 0


def test_no_word_no_gain():
    assert word_gain("abc", "谈会") == 0.0
