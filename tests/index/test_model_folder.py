import json
import threading

import pytest

from index.errors import ModelError
from index.model_folder import META_FILE, ModelFolder, check_model, publish_model

CONTENTS = {"model.onnx": b"x" * 9_000_000, "tokenizer.json": b"{}"}


@pytest.fixture
def folder(tmp_path):
    made = ModelFolder(tmp_path / "cache" / "embedded-1", "1")
    publish_model(made.path, CONTENTS, {"name": "test"})
    return made


def test_a_published_folder_is_whole_and_lists_its_files(folder):
    check_model(folder, all_hashes=True)
    assert json.loads((folder.path / META_FILE).read_text())["files"].keys() == CONTENTS.keys()
    assert [path.name for path in folder.path.parent.iterdir()] == ["embedded-1"]


def test_a_missing_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match=r"meta\.json is missing; install wenju again"):
        check_model(ModelFolder(tmp_path / "embedded-1", "1"))


@pytest.mark.parametrize(("name", "content"), [("model.onnx", b"short"), ("tokenizer.json", b"[]"), (META_FILE, b"{"), (META_FILE, b"[]")])
def test_a_damaged_file_is_noticed_and_the_folder_named(folder, name, content):
    (folder.path / name).write_bytes(content)
    with pytest.raises(ModelError, match=r"embedded-1 .*install wenju again"):
        check_model(folder)


def test_weights_of_the_right_size_but_other_content_are_found_by_their_hash(folder):
    (folder.path / "model.onnx").write_bytes(b"y" * 9_000_000)
    check_model(folder)
    with pytest.raises(ModelError, match=r"model\.onnx"):
        check_model(folder, all_hashes=True)


def test_publishing_again_mends_a_damaged_folder(folder):
    (folder.path / "model.onnx").write_bytes(b"")
    publish_model(folder.path, CONTENTS, {})
    check_model(folder, all_hashes=True)


def test_publishing_at_once_leaves_one_whole_folder(tmp_path):
    path = tmp_path / "embedded-1"
    failures = []

    def publish():
        try:
            publish_model(path, CONTENTS, {})
        except OSError as error:
            failures.append(error)

    threads = [threading.Thread(target=publish) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    check_model(ModelFolder(path, "1"), all_hashes=True)
    assert list(tmp_path.iterdir()) == [path]
