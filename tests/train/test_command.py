"""`script/train-encoder`, from its arguments to the folder it writes."""

import json
import logging
import shutil
from dataclasses import asdict

import pytest

from index.embedded import CARD_FILE, MODEL_FILE, embedded_model
from index.errors import InputError
from index.model_folder import META_FILE, check_model
from index.train.command import main, recipe_of
from tests.train.conftest import TINY


@pytest.fixture
def work(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path / "work/prepared")
    (tmp_path / "recipe.json").write_text(json.dumps({**asdict(TINY), "steps": 2}))
    return tmp_path / "work"


def run(work, *arguments):
    options = ("--work", work, "--out", work.parent / "out", "--recipe", work.parent / "recipe.json", "--device", "cpu", "--every", "1")
    return main([str(each) for each in (*arguments, *options)])


def test_all_steps_give_a_model_with_its_card_and_what_is_done_is_not_done_again(work, caplog):
    caplog.set_level(logging.INFO)
    assert run(work) == 0
    out = work.parent / "out"
    check_model(embedded_model(out), all_hashes=True)
    assert "| steps | 2 |" in (out / CARD_FILE).read_text(encoding="utf-8")
    assert json.loads((out / META_FILE).read_text(encoding="utf-8"))["made"]["trainings"][0]["recipe"]["dropout"] == TINY.dropout
    first = (out / MODEL_FILE).read_bytes()
    assert run(work) == 0
    assert "going on after step 2 of 2" in caplog.text
    assert (out / MODEL_FILE).read_bytes() == first


def test_trainings_are_averaged_and_the_average_is_exported(work, trained, caplog):
    assert run(work, "average", trained, trained) == 0
    assert run(work, "export") == 0
    assert "2 trainings, their weights averaged" in (work.parent / "out" / CARD_FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("prepare",), "--train-data DIR --eval-data DIR"),
        (("train",), 'make it with "script/train-encoder prepare"'),
        (("average", "none.npz"), 'make it with "script/train-encoder prepare"'),
        (("prepare", "--train-data", "none", "--eval-data", "none"), "none/laws-tw/pairs.tsv.gz cannot be read"),
    ],
)
def test_what_is_missing_is_named_with_the_step_that_makes_it(tmp_path, caplog, arguments, told):
    (tmp_path / "recipe.json").write_text("{}")
    assert run(tmp_path / "work", *arguments) == 2
    assert told in caplog.text
    assert not (tmp_path / "work/prepared").exists()


def test_a_recipe_is_the_defaults_with_what_the_file_changes(tmp_path):
    file = tmp_path / "recipe.json"
    file.write_text('{"dropout": 0.05, "steps": 309}')
    assert (recipe_of(file, None).dropout, recipe_of(file, None).steps, recipe_of(file, 7).steps) == (0.05, 309, 7)
    assert recipe_of(None, None).steps == 1245
    file.write_text('{"droput": 0.05}')
    with pytest.raises(InputError, match=r"names droput; a recipe has steps"):
        recipe_of(file, None)
