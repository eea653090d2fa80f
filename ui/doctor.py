"""What is in use and what is wrong with it, for `wenju doctor`: looks, and changes nothing. Returns facts; `ui.cli` prints."""

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.embed import EMBEDDED, Embedder, load_embedder
from index.embedded import SHAPE
from index.errors import ConfigError, IndexDamaged, ModelError, StorageFull, WenjuError
from index.lexicon import Lexicon, lexicon_path
from index.snapshot import identity_of
from index.store import LocalStore, open_store
from rag.config import CONFIG_FILE, LLMSettings, Settings
from ui.i18n import hint
from ui.output import error_json

if TYPE_CHECKING:
    from index.model_source import ModelUse

# The dictionary and a first index of a few thousand articles.
_BYTES_WANTED = 200_000_000
_PACKAGES = ("wenju", "onnxruntime", "tokenizers", "numpy", "faiss-cpu", "sentence-transformers", "torch")
_THREADS = ("OMP_NUM_THREADS", "TOKENIZERS_PARALLELISM")
_PROBE = "淄博 how many stations"

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong: where, and an error that says what to do."""

    area: str
    error: WenjuError

    def lines(self) -> list[str]:
        """For a terminal: the sentence, and where there is one its line in Chinese."""
        chinese = hint(self.error.code, "zh-Hans")
        return [f"wenju: {self.area}: {self.error}", *([chinese] if chinese else [])]


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found, area by area, and what is wrong."""

    facts: dict[str, Facts]
    problems: tuple[Problem, ...]

    def to_json(self) -> dict[str, Any]:
        """``ok``, the facts of each area, and ``problems`` as area, code and message."""
        problems = [{"area": problem.area, **error_json(problem.error)["error"]} for problem in self.problems]
        return {"ok": not problems, **self.facts, "problems": problems}


def check_up(settings: Settings) -> Checkup:
    """Look at the index, the models, the folders and the machine. Nothing is made, fetched or changed."""
    problems: list[Problem] = []

    def area(name: str, look: Callable[[Facts], None]) -> Facts:
        facts: Facts = {}
        try:
            look(facts)
        except WenjuError as error:
            problems.append(Problem(name, error))
        return facts

    facts = {"settings": area("settings", lambda found: _settings(settings, found))}
    opened: list[LocalStore] = []
    facts["index"] = area("index", lambda found: _index(settings, found, opened))
    facts["embedding"] = area("embedding", lambda found: _embedding(settings, found, opened))
    for store in opened:
        store.close()
    facts["reranking"] = area("reranking", lambda found: _reranking(settings, found))
    facts["lexicon"] = area("lexicon", lambda found: _lexicon(settings, found))
    is_incomplete = any(problem.area == "lexicon" for problem in problems)
    facts["cache"] = area("cache", lambda found: _folder(settings.cache, found, must_be_writable=is_incomplete))
    facts["llm"] = area("llm", lambda found: _llm(settings.llm, found))
    facts["limits"] = area("limits", lambda found: _limits(settings, found))
    facts["machine"] = area("machine", _machine)
    return Checkup(facts, tuple(problems))


def _settings(settings: Settings, found: Facts) -> None:
    file = Path(CONFIG_FILE)
    found["file"] = str(file.resolve()) if file.is_file() else f"no {CONFIG_FILE} in {Path.cwd()}"
    found["environment"] = " ".join(sorted(name for name in os.environ if name.startswith("WENJU_"))) or "none"
    found["max_question_chars"] = settings.max_question_chars


def _index(settings: Settings, found: Facts, opened: list[LocalStore]) -> None:
    found["folder"] = str(settings.index.resolve())
    store = open_store(settings.index)
    opened.append(store)
    made = store.manifest
    found |= {"layout": made.layout, **store.stats()}
    found["built_with"] = f"{made.embedder.name} ({made.embedder.dim} dims, {made.embedder.fingerprint})"
    found["writable"] = os.access(settings.index, os.W_OK)
    if store.degraded:
        raise IndexDamaged(store.degraded)


def _embedding(settings: Settings, found: Facts, opened: list[LocalStore]) -> None:
    found["model"] = settings.embedding.model
    embedder = _loaded(settings)
    vector = embedder.embed_queries([_PROBE])[0]
    found |= {"loaded": True, "dim": len(vector), "fingerprint": embedder.fingerprint, **_recipe(embedder)}
    for store in opened:
        found["fits_the_index"] = identity_of(embedder) == store.manifest.embedder
        store.require_embedder(embedder)


def _loaded(settings: Settings) -> Embedder:
    chosen = settings.embedding
    if chosen.model != EMBEDDED:
        from index.model_source import EMBEDDING

        _require_here(chosen.model, EMBEDDING, fetched_by="wenju build")
    try:
        return load_embedder(chosen.model, cache_dir=settings.cache, query_prompt=chosen.query_prompt, passage_prompt=chosen.passage_prompt)
    except ImportError as error:
        raise ModelError(f'a package the embedding model needs cannot be imported ({error}); run "pip install wenju" again') from error


def _require_here(name: str, use: "ModelUse", *, fetched_by: str) -> None:
    from index.hub import hub_address, on_this_machine

    if on_this_machine(name, use=use) is None:
        raise ModelError(
            f'the {use.kind} {name} is not on this machine; "{fetched_by}" fetches it from {hub_address()}; without a'
            f" network set {use.setting} to the path of a local copy, or {use.instead}"
        )


def _reranking(settings: Settings, found: Facts) -> None:
    chosen = settings.rerank
    if not chosen.model:
        found["model"] = "none: the learned order stands"
        return
    from index.model_source import RERANKING
    from rag.cross_encoder import CrossEncoder

    found["model"] = chosen.model
    _require_here(chosen.model, RERANKING, fetched_by="wenju ask")
    try:
        model = CrossEncoder(chosen.model, first=chosen.first)
    except ImportError as error:
        raise ModelError(f'a package the reranking model needs cannot be imported ({error}); run "pip install wenju" again') from error
    model.scores(_PROBE, [_PROBE])
    found |= {"loaded": True, "first": model.first, "max_tokens": model.max_tokens}


def _recipe(embedder: Embedder) -> Facts:
    from index.sentence_embedder import SentenceTransformerEmbedder

    if not isinstance(embedder, SentenceTransformerEmbedder):
        return {"pooling": "mean", "normalised": "by the model", "max_tokens": SHAPE.max_tokens, "prompts": "none"}
    used = embedder.recipe
    prompts = f"{used.prompts.query!r} before a question, {used.prompts.passage!r} before a passage, from {used.prompts.source}"
    return {"pooling": used.pooling, "normalised": used.normalised, "max_tokens": used.max_tokens, "prompts": prompts}


def _lexicon(settings: Settings, found: Facts) -> None:
    found["file"] = str(lexicon_path(settings.cache))
    Lexicon.open(settings.cache)
    found["loaded"] = True


def _folder(folder: Path, found: Facts, *, must_be_writable: bool) -> None:
    """A folder that is not there yet is judged by the nearest one that is. Who may only read can still ask."""
    there = next(each for each in (folder.resolve(), *folder.resolve().parents) if each.exists())
    found |= {"folder": str(folder.resolve()), "exists": folder.is_dir(), "writable": there.is_dir() and os.access(there, os.W_OK)}
    free = shutil.disk_usage(there).free
    found["bytes_free"] = free
    if not there.is_dir():
        raise ConfigError(f"{there} is a file; set WENJU_CACHE to a folder, or to one that is not there yet")
    if must_be_writable and not found["writable"]:
        raise StorageFull(f"{there} cannot be written, and something has to be made in {folder}; set WENJU_CACHE to a folder that can be")
    if free < _BYTES_WANTED:
        raise StorageFull(f"{folder} has {free:,} bytes free, and {_BYTES_WANTED:,} are wanted for a build; free some or set WENJU_CACHE")


def _llm(llm: LLMSettings, found: Facts) -> None:
    found["api_key"] = "set" if llm.api_key else "not set"
    if not llm.enabled:
        found["endpoint"] = "none: answers are the articles' own sentences"
        if llm.base_url or llm.model:
            given, missing = ("llm.base_url", "llm.model") if llm.base_url else ("llm.model", "llm.base_url")
            raise ConfigError(f"{given} is set but {missing} is not, so no language model is asked; set both, or neither")
        return
    from rag.contact import contact
    from rag.endpoint import shown_endpoint

    found["endpoint"] = shown_endpoint(llm)
    models = contact(llm).models
    found["answers"] = True
    if models:
        found["lists_the_model"] = llm.model in models or f"{llm.model}:latest" in models


def _limits(settings: Settings, found: Facts) -> None:
    found["serve.max_body_bytes"] = settings.serve.max_body_bytes
    found["serve.max_in_flight"] = settings.serve.max_in_flight
    found["llm.total_timeout_s"] = settings.llm.total_timeout_s


def _machine(found: Facts) -> None:
    found["python"] = platform.python_version()
    found["system"] = f"{platform.system()} {platform.machine()}"
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    found["cpus"] = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    found |= {name: os.environ.get(name, "not set") for name in _THREADS}
