"""A cross-encoder, where one is set: it reorders the first candidates and nothing else; what is no cross-encoder is refused."""

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.chunk import search_text
from index.errors import HubUnreachable, ModelError
from index.store import open_store
from rag.config import RerankSettings
from rag.cross_encoder import CrossEncoder, load_cross_encoder_of
from rag.engine import Engine
from tests.fakes import HashEmbedding, refusing_url
from tests.gazette import RECORDS, engine_over, index_of, lexicon, settings_for
from tests.newsroom import ROOT
from tests.tiny_models import TinyModels, change_json, change_weights, expected_scores, write_bare, write_cross_encoder

QUESTION = "云南的茶园买了多少台采茶机?"
FIRST = 4


@pytest.fixture(scope="module")
def reranker(tmp_path_factory):
    return write_cross_encoder(tmp_path_factory.mktemp("cross") / "my-reranker", seed=1)


@pytest.fixture(scope="module")
def index_dir(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("reranked"), RECORDS)


@pytest.fixture(scope="module")
def engine(index_dir, reranker):
    model = CrossEncoder(str(reranker), first=FIRST)
    return Engine(open_store(index_dir), HashEmbedding(), lexicon(), settings_for(), cross_encoder=model)


def shown(engine):
    return [each.passage for each in engine.retrieve(QUESTION)]


def ids(passages):
    return [passage.article_id for passage in passages]


def test_the_first_candidates_are_put_in_its_order_and_the_others_stay(engine, index_dir, reranker):
    learned, reordered = shown(engine_over(index_dir)), shown(engine)
    texts = [search_text(passage.title, passage.text) for passage in learned]
    scores = expected_scores(reranker, QUESTION, texts[:FIRST])
    wanted = sorted(range(FIRST), key=lambda at: -scores[at])
    assert wanted != sorted(wanted)
    assert ids(reordered) == [ids(learned)[at] for at in wanted] + ids(learned)[FIRST:]


def test_scores_stay_with_the_places_and_fall_from_first_to_last(engine, index_dir):
    learned, reordered = shown(engine_over(index_dir)), shown(engine)
    assert [passage.score for passage in reordered] == [passage.score for passage in learned]


def test_an_answer_lists_its_passages_in_that_order_after_what_it_cites(engine, index_dir):
    cited = {citation.passage for sentence in engine.ask(QUESTION).sentences for citation in sentence.citations}
    passages = [passage for passage in engine.ask(QUESTION).passages if passage.number not in cited]
    others = list(dict.fromkeys(ids(passages)))
    assert len(others) > 3
    assert others == [article for article in ids(shown(engine)) if article in others]
    assert engine.ask(QUESTION).short == "156台"


def test_pairs_are_scored_as_the_model_scores_each_alone(reranker):
    passages = ["桥梁通车了", "how many 站点" * 40, "😀", "山西"]
    found = CrossEncoder(str(reranker), first=20).scores("山西有多少站点", passages)
    assert found.tolist() == pytest.approx(expected_scores(reranker, "山西有多少站点", passages), abs=1e-4)
    assert CrossEncoder(str(reranker), first=20).scores("山西", []).shape == (0,)


def test_many_threads_get_the_scores_that_one_gets(reranker):
    model = CrossEncoder(str(reranker), first=20)
    asked = [("山西" * n, ["站点" * n, "桥梁"]) for n in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda each: model.scores(*each).tolist(), asked * 3))
    assert together == [model.scores(*each).tolist() for each in asked] * 3


def test_without_the_setting_there_is_none_and_no_torch(tmp_path):
    assert load_cross_encoder_of(RerankSettings()) is None
    code = "import sys, rag.engine, eval.systems; sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


class Bomb:
    """A pickle of it makes a file as soon as it is read."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_pickled_weights_are_refused_and_never_read(reranker, tmp_path):
    folder = TinyModels.copy(reranker, tmp_path)
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Bomb(tmp_path / "exploded")))
    with pytest.raises(ModelError, match=r"the reranking model .* may run code: pytorch_model\.bin .* or leave rerank\.model unset"):
        CrossEncoder(str(folder), first=20)
    assert not (tmp_path / "exploded").exists()


def test_a_model_with_code_of_its_own_is_refused(reranker, tmp_path):
    folder = TinyModels.copy(reranker, tmp_path)
    change_json(folder / "config.json", auto_map={"AutoModelForSequenceClassification": "own.Model"})
    (folder / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    with pytest.raises(ModelError, match=r"the reranking model .* runs code that comes with it"):
        CrossEncoder(str(folder), first=20)
    assert not (tmp_path / "ran").exists()


def test_an_embedding_model_is_no_cross_encoder(tiny_models, tmp_path):
    for folder in (tiny_models.bge, write_bare(tmp_path / "bare")):
        with pytest.raises(ModelError, match=r"is no cross-encoder: .*says BertModel; expected one that ends in ForSequenceClassification"):
            CrossEncoder(str(folder), first=20)


def test_a_model_that_sorts_into_classes_is_refused_with_their_number(tmp_path):
    folder = write_cross_encoder(tmp_path / "nli", labels=3)
    with pytest.raises(ModelError, match="sorts pairs into 3 classes; expected one score a pair"):
        CrossEncoder(str(folder), first=20)


def test_a_head_that_its_files_do_not_hold_is_not_made_up(reranker, tmp_path):
    from safetensors.numpy import load_file, save_file

    folder = TinyModels.copy(reranker, tmp_path)
    weights = load_file(folder / "model.safetensors")
    weights.pop("classifier.weight")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match=r"holds 40 of the 41 weights .*would be random"):
        CrossEncoder(str(folder), first=20)


def test_a_score_that_is_no_number_is_an_error_with_the_passages_beginning(reranker, tmp_path):
    folder = TinyModels.copy(reranker, tmp_path)
    change_weights(folder, float("nan"), named="classifier.bias")
    with pytest.raises(ModelError, match=r"gives nan as its score of '桥梁通车了'; expected a finite number"):
        CrossEncoder(str(folder), first=20).scores("桥", ["桥梁通车了"])


def test_a_hub_out_of_reach_is_an_error_with_three_ways_out(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_ENDPOINT", refusing_url())
    with pytest.raises(HubUnreachable, match=r"HF_ENDPOINT to a mirror .*set rerank\.model to the path .*leave rerank\.model unset"):
        CrossEncoder("nobody/no-such-reranker", first=20)


def test_a_folder_that_is_not_there_is_named_with_its_setting(tmp_path):
    with pytest.raises(ModelError, match=r"does not exist; set rerank\.model to the folder of a sentence-transformers cross-encoder"):
        CrossEncoder(str(tmp_path / "nowhere"), first=20)
