from index.cedict import glosses, parse_line, read_entries, references


def texts(sense):
    return [gloss.text for gloss in glosses(sense)]


def test_a_line_has_both_scripts_a_reading_and_senses_in_order():
    entry = parse_line("電橋 电桥 [dian4 qiao2] /bridge (electrical)/to bridge; to span/")
    assert (entry.simplified, entry.traditional, entry.pinyin) == ("电桥", "電橋", "dian4 qiao2")
    assert entry.senses == ("bridge (electrical)", "to bridge; to span")
    assert not entry.is_name


def test_a_capital_in_the_reading_marks_a_name():
    assert parse_line("雲城 云城 [Yun2 cheng2] /Yuncheng, a city of songs/").is_name


def test_comments_and_broken_lines_are_no_entries():
    assert parse_line("# CC-CEDICT") is None
    assert parse_line("電橋 dian4 qiao2 bridge") is None


def test_glosses_are_english_words_without_to_and_brackets():
    assert texts("to try; to attempt (sth)") == ["try", "attempt"]
    assert texts("capital of Yunzhou 雲州|云州[Yun2 zhou1], with a lake") == ["capital of Yunzhou , with a lake"]
    assert texts("(literary) the tailor's shop") == ["tailor's shop"]


def test_somebody_and_something_leave_no_trace():
    assert texts("to give sb a hand") == ["give a hand"]
    assert texts("subtle") == ["subtle"]


def test_a_verb_is_told_from_a_noun_of_the_same_form():
    assert [gloss.is_verb for gloss in glosses("to train; train")] == [True, False]


def test_notes_about_a_word_are_no_glosses():
    for note in ("CL:個|个[ge4]", "old variant of 臺|台[tai2]", "surname Tong", "Taiwan pr. [bi4]", "used in 蝴蝶[hu2 die2]"):
        assert texts(note) == []


def test_an_abbreviation_refers_to_what_it_stands_for():
    entry = parse_line("雲 云 [Yun2] /abbr. for 雲州|云州[Yun2 zhou1], a province of songs/")
    assert references(entry) == ["云州"]


def test_the_installed_dictionary_is_read_whole():
    entries = read_entries()
    assert len(entries) > 100_000
    assert {"行"} < {entry.simplified for entry in entries}
    assert sum(entry.simplified == "行" for entry in entries) > 1
