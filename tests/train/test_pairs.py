import gzip

import pytest

from index.errors import InputError
from index.train.pairs import read_pairs


def written(folder, name, lines):
    (folder / name).mkdir()
    with gzip.open(folder / name / "pairs.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    return folder


def test_pairs_come_in_the_files_order(tmp_path):
    written(tmp_path, "tatoeba", ["桥\tbridge", "路\troad"])
    assert [(pair.chinese, pair.english) for pair in read_pairs(tmp_path, "tatoeba")] == [("桥", "bridge"), ("路", "road")]


@pytest.mark.parametrize("bad", ["桥 bridge", "桥\tbridge\tmore", ""])
def test_a_line_that_is_no_pair_is_named_by_its_number(tmp_path, bad):
    written(tmp_path, "tatoeba", ["桥\tbridge", bad])
    with pytest.raises(InputError, match=r"pairs\.tsv\.gz, line 2: \d fields, expected Chinese, a tab, English"):
        read_pairs(tmp_path, "tatoeba")


def test_a_missing_set_and_a_file_that_is_no_gzip_are_named_with_what_is_expected(tmp_path):
    with pytest.raises(InputError, match=r"tatoeba.*cannot be read.*laws-tw"):
        read_pairs(tmp_path, "tatoeba")
    (tmp_path / "tatoeba").mkdir()
    (tmp_path / "tatoeba/pairs.tsv.gz").write_text("桥\tbridge\n")
    with pytest.raises(InputError, match="cannot be read"):
        read_pairs(tmp_path, "tatoeba")


def test_legal_language_is_thinned_by_whole_runs_of_lines_and_always_the_same_ones(tmp_path):
    written(tmp_path, "laws-tw", [f"第{n}条\tArticle {n}" for n in range(4000)])
    numbers = [int(pair.english.split()[1]) for pair in read_pairs(tmp_path, "laws-tw")]
    assert numbers == [int(pair.english.split()[1]) for pair in read_pairs(tmp_path, "laws-tw")]
    runs = {number // 40 for number in numbers}
    assert 20 < len(runs) < 50
    assert numbers == [number for run in sorted(runs) for number in range(40 * run, 40 * run + 40)]


def test_a_text_of_more_than_four_hundred_characters_is_left_out(tmp_path):
    written(tmp_path, "tatoeba", ["桥" * 401 + "\tlong", "桥" * 400 + "\tshort enough"])
    assert [pair.english for pair in read_pairs(tmp_path, "tatoeba")] == ["short enough"]
