"""`wenju doctor`: what is in use, what is wrong, what to do; it looks and changes nothing."""

import json
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from index.build import build
from index.embed import load_embedder
from index.snapshot import LAYOUT
from tests.fakes import Reply, ScriptedLLM, fails, refusing_url, stalls
from tests.newsroom import ROOT, build_newsroom, model_cache, write_collection
from tests.tiny_models import write_cross_encoder

KEY = "sk-very-secret-1234"


@pytest.fixture
def doctor(monkeypatch, command_line, tmp_path):
    """Run the command in an empty folder; its exit code, standard output and standard error."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return partial(command_line, "doctor")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    return build_newsroom(tmp_path_factory.mktemp("doctor"))


def found(doctor, *arguments):
    code, out, _ = doctor("--json", *arguments)
    told = json.loads(out)
    assert (code, told["ok"]) == ((2, False) if told["problems"] else (0, True))
    return told


def problem(told, area):
    return " ".join(each["message"] for each in told["problems"] if each["area"] == area)


@pytest.mark.model
class TestWithAnIndex:
    def test_all_is_well_with_an_index_and_the_model_it_was_built_with(self, doctor, newsroom):
        told = found(doctor, "--index", newsroom)
        assert told["problems"] == []
        assert (told["index"]["articles"], told["index"]["layout"], told["index"]["writable"]) == (3, LAYOUT, True)
        assert (told["embedding"]["model"], told["embedding"]["dim"], told["embedding"]["fits_the_index"]) == ("embedded", 384, True)
        assert (told["embedding"]["pooling"], told["embedding"]["prompts"]) == ("mean", "none")
        assert told["lexicon"]["loaded"] is True
        assert told["reranking"] == {"model": "none: the learned order stands"}
        assert told["llm"] == {"api_key": "not set", "endpoint": "none: answers are the articles' own sentences"}
        assert told["limits"]["serve.max_in_flight"] == 64
        assert {"python", "onnxruntime", "OMP_NUM_THREADS"} <= told["machine"].keys()

    def test_it_is_read_as_text_area_by_area(self, doctor, newsroom):
        code, out, err = doctor("--index", newsroom)
        assert (code, err) == (0, "")
        assert out.index("\nindex:\n") < out.index("\nembedding:\n") < out.index("\nllm:\n") < out.index("\nmachine:\n")

    def test_the_embedded_model_is_looked_at_without_torch(self, newsroom, tmp_path):
        code = (
            "import sys; from pathlib import Path; from rag.config import Settings; from ui.doctor import check_up;"
            f"found = check_up(Settings(index=Path({str(newsroom)!r}), cache=Path({str(model_cache())!r})));"
            "sys.exit(len(found.problems) + 10 * bool({'torch', 'transformers', 'gradio', 'llama_index'} & sys.modules.keys()))"
        )
        assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0

    def test_an_index_of_another_model_does_not_fit(self, doctor, newsroom, tiny_models, monkeypatch):
        monkeypatch.setenv("WENJU_EMBEDDING__MODEL", str(tiny_models.e5))
        told = found(doctor, "--index", newsroom)
        assert told["embedding"]["fits_the_index"] is False
        assert "was built with embedded (384 dims" in problem(told, "embedding")
        assert 'rebuild with "wenju build"' in problem(told, "embedding")

    def test_a_damaged_index_is_named_and_the_rest_still_looked_at(self, doctor, newsroom, tmp_path):
        index = Path(shutil.copytree(newsroom, tmp_path / "damaged"))
        next(index.glob("gen/*/*.sqlite")).write_bytes(b"gone")
        told = found(doctor, "--index", index)
        assert [(each["area"], each["code"]) for each in told["problems"]] == [("index", "index_damaged")]
        assert told["embedding"]["loaded"] is True

    @pytest.mark.parametrize("settings", [{"BASE_URL": "http://127.0.0.1:9/v1"}, {"MODEL": "scripted"}])
    def test_half_an_endpoint_is_a_problem(self, doctor, newsroom, monkeypatch, settings):
        for name, value in settings.items():
            monkeypatch.setenv(f"WENJU_LLM__{name}", value)
        assert "set both, or neither" in problem(found(doctor, "--index", newsroom), "llm")

    def test_an_endpoint_that_answers_is_asked_for_its_models_alone(self, doctor, newsroom, monkeypatch):
        with ScriptedLLM() as llm:
            monkeypatch.setenv("WENJU_LLM__BASE_URL", llm.base_url)
            monkeypatch.setenv("WENJU_LLM__MODEL", "scripted")
            monkeypatch.setenv("WENJU_LLM__API_KEY", KEY)
            told = found(doctor, "--index", newsroom)
        assert (llm.requests, llm.authorization) == ([], [f"Bearer {KEY}"])
        assert told["llm"] == {"api_key": "set", "endpoint": f"{llm.base_url} (model scripted)", "answers": True, "lists_the_model": True}

    @pytest.mark.parametrize(
        ("listing", "message"),
        [
            (fails(401, f"no such key: {KEY}"), "answered HTTP 401; set WENJU_LLM__API_KEY"),
            (fails(503), "answered HTTP 503; see the endpoint's log"),
            (stalls(), "did not answer in time"),
        ],
    )
    def test_an_endpoint_that_does_not_serve_is_a_problem_and_the_key_is_never_shown(self, doctor, newsroom, monkeypatch, listing, message):
        with ScriptedLLM(listing=listing) as llm:
            monkeypatch.setenv("WENJU_LLM__BASE_URL", llm.base_url.replace("//", f"//user:{KEY}@"))
            monkeypatch.setenv("WENJU_LLM__MODEL", "scripted")
            monkeypatch.setenv("WENJU_LLM__API_KEY", KEY)
            monkeypatch.setenv("WENJU_LLM__CONNECT_TIMEOUT_S", "0.5")
            code, out, err = doctor("--index", newsroom)
        assert code == 2
        assert message in err
        assert KEY not in out + err

    @pytest.mark.parametrize("listing", [fails(404), Reply(({"odd": 1},))])
    def test_an_endpoint_that_lists_no_models_still_answers(self, doctor, newsroom, monkeypatch, listing):
        with ScriptedLLM(listing=listing) as llm:
            monkeypatch.setenv("WENJU_LLM__BASE_URL", llm.base_url)
            monkeypatch.setenv("WENJU_LLM__MODEL", "scripted")
            told = found(doctor, "--index", newsroom)
        assert told["llm"]["answers"] is True
        assert "lists_the_model" not in told["llm"]

    def test_an_endpoint_that_is_not_there_is_a_problem(self, doctor, newsroom, monkeypatch):
        monkeypatch.setenv("WENJU_LLM__BASE_URL", refusing_url())
        monkeypatch.setenv("WENJU_LLM__MODEL", "scripted")
        assert "cannot be reached" in problem(found(doctor, "--index", newsroom), "llm")

    def test_a_full_disk_is_a_problem(self, doctor, newsroom, monkeypatch):
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 1000, 1000))
        assert "has 1,000 bytes free" in problem(found(doctor, "--index", newsroom), "cache")


def test_a_hub_model_is_shown_with_what_was_taken_from_its_own_files(doctor, tiny_models, tmp_path, monkeypatch):
    model = load_embedder(str(tiny_models.e5), cache_dir=model_cache())
    build([write_collection(tmp_path)], index_dir=tmp_path / "index", embedder=model)
    monkeypatch.setenv("WENJU_EMBEDDING__MODEL", str(tiny_models.e5))
    told = found(doctor, "--index", tmp_path / "index")["embedding"]
    assert told == {
        "model": str(tiny_models.e5),
        "loaded": True,
        "dim": 32,
        "fingerprint": model.fingerprint,
        "pooling": "mean",
        "normalised": "by the model",
        "max_tokens": 48,
        "prompts": "'query: ' before a question, 'passage: ' before a passage, from model",
        "fits_the_index": True,
    }


def test_a_cross_encoder_is_tried_and_shown(doctor, tmp_path, monkeypatch):
    monkeypatch.setenv("WENJU_RERANK__MODEL", str(write_cross_encoder(tmp_path / "my-reranker")))
    told = found(doctor)["reranking"]
    assert told == {"model": str(tmp_path / "my-reranker"), "loaded": True, "first": 20, "max_tokens": 48}


def test_a_cross_encoder_that_cannot_be_used_is_a_problem(doctor, tiny_models, monkeypatch):
    monkeypatch.setenv("WENJU_RERANK__MODEL", str(tiny_models.bge))
    assert "is no cross-encoder" in problem(found(doctor), "reranking")
    monkeypatch.setenv("WENJU_RERANK__MODEL", "nobody/no-such-reranker")
    assert "leave rerank.model unset" in problem(found(doctor), "reranking")


def test_a_model_that_is_not_on_this_machine_is_not_fetched(doctor, monkeypatch):
    monkeypatch.setenv("WENJU_EMBEDDING__MODEL", "nobody/no-such-model")
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.example")
    told = problem(found(doctor), "embedding")
    assert 'nobody/no-such-model is not on this machine; "wenju build" fetches it from http://hub.example' in told


def test_where_nothing_was_made_everything_missing_is_named_and_nothing_is_made(doctor, tmp_path, monkeypatch):
    monkeypatch.setenv("WENJU_CACHE", "cache")
    code, out, err = doctor()
    assert code == 2
    for area in ("index", "lexicon"):
        assert f"wenju: {area}: " in err
    assert "wenju: embedding: " not in err  # the encoder ships with the program
    assert '"wenju build' in err
    assert "还没有索引" in err
    assert "exists: False" in out
    assert list((tmp_path / "here").iterdir()) == []


def test_a_cache_that_is_a_file_is_a_problem(doctor, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WENJU_CACHE", str(tmp_path / "file"))
    assert "is a file; set WENJU_CACHE to a folder" in problem(found(doctor), "cache")
