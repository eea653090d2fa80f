"""The files of a sentence-transformers model: what they say of it, what identifies it, whether they may be loaded.

Nothing is loaded here: weights that a loader would unpickle and code that comes with a model are refused by looking at the files.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from index.errors import ModelError

MODULES_FILE = "modules.json"
# In a folder that `wenju model export` wrote: the version of the words into which texts are cut for its tokenizer.
CUT_FILE = "wenju.json"
_OWN_MODULES = "sentence_transformers."
_PICKLED = ("*.bin", "*.pt", "*.pth", "*.pkl", "*.pickle", "*.ckpt", "*.msgpack", "*.h5")
# What changes a vector. Prompts are identified by their text: the file they stand in is rewritten by every version of the library.
_IDENTIFYING = (
    *("*.safetensors", "*.safetensors.index.json", "config.json", MODULES_FILE, "sentence_*_config.json", "router_config.json"),
    *("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.*", "merges.txt", "*.model"),
    *("wordembedding_config.json", "whitespacetokenizer_config.json", CUT_FILE),
)
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a model is loaded for, as errors name it.

    Attributes:
        kind: e.g. ``embedding model``.
        setting: where it is named.
        expected: what the setting may name.
        instead: what to set to do without it.
        organisation: whose model a name without one is.
    """

    kind: str
    setting: str
    expected: str
    instead: str
    organisation: str

    @property
    def three_ways(self) -> str:
        """What to do when the hub cannot be reached."""
        return (
            f"set HF_ENDPOINT to a mirror that can be reached, or set {self.setting} to the path of a local copy of the model,"
            f" or {self.instead}, which needs no download"
        )

    @property
    def remedy(self) -> str:
        """What to do about files that are damaged."""
        return f"its files are damaged or do not belong together: fetch the model again, or {self.instead}"


EMBEDDING = ModelUse(
    "embedding model", "embedding.model", "a sentence-transformers model", 'set embedding.model = "embedded"', "sentence-transformers"
)
RERANKING = ModelUse(
    "reranking model", "rerank.model", "a sentence-transformers cross-encoder", "leave rerank.model unset", "cross-encoder"
)


@dataclass(frozen=True, slots=True)
class ModelSource:
    """A model's files on this machine.

    Attributes:
        name: as given in the settings.
        folder: where they lie.
        commit: the hub's commit of them; empty for a local folder.
        use: what it is loaded for.
    """

    name: str
    folder: Path
    commit: str = ""
    use: ModelUse = EMBEDDING

    @property
    def is_bare(self) -> bool:
        """True for a folder that transformers saved: it does not say how a text's vector is made of its tokens' vectors."""
        return not (self.folder / MODULES_FILE).is_file()

    @property
    def names(self) -> tuple[str, ...]:
        """What the model may be known by: the setting, its folder, its place in the hub's cache, the model it was made from."""
        folder = self.folder.resolve()
        cached = [part.replace("--", "/") for part in folder.parts if part.startswith("models--")]
        return (self.name, folder.name, *cached, str(_json(self.folder / "config.json").get("_name_or_path", "")))

    def prompts(self) -> dict[str, str]:
        """The prompts of its own files that say something, by name; ``{"query": ""}`` is what the library writes for any model."""
        found = _json(self.folder / "config_sentence_transformers.json").get("prompts")
        return {str(name): text for name, text in found.items() if isinstance(text, str) and text} if isinstance(found, dict) else {}

    def cut_version(self) -> str | None:
        """The version of our words that its texts are cut into before they reach its tokenizer; None for a model that reads plain text."""
        if not (self.folder / CUT_FILE).is_file():
            return None
        return str(_json(self.folder / CUT_FILE).get("tokens", ""))

    def architectures(self) -> list[str]:
        """The classes its weights were saved from, as its config.json has them."""
        found = _json(self.folder / "config.json").get("architectures")
        return [str(name) for name in found] if isinstance(found, list) else []

    def identity(self) -> str:
        """The hub's commit, or a hash over every file that changes a vector."""
        if self.commit:
            return self.commit
        digest = hashlib.sha256()
        for folder in _module_folders(self):
            for path in sorted(folder.iterdir()):
                if path.is_file() and any(fnmatch(path.name, pattern) for pattern in _IDENTIFYING):
                    digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0")
                    with path.open("rb") as file:
                        while block := file.read(_CHUNK):
                            digest.update(block)
        return digest.hexdigest()


def check_safe(source: ModelSource) -> None:
    """Refuse a model whose loading would unpickle a file or run code that comes with it.

    Raises:
        ModelError: what was found, what is expected and what to do.
    """
    foreign = [kind for kind in _module_types(source) if not kind.startswith(_OWN_MODULES)]
    codes = {path for name in ("config.json", "tokenizer_config.json") for path in source.folder.rglob(name) if _json(path).get("auto_map")}
    if foreign or codes:
        found = f"modules of its own ({', '.join(foreign)})" if foreign else f"auto_map in {', '.join(sorted(p.name for p in codes))}"
        raise ModelError(
            f"the {source.use.kind} {source.name} runs code that comes with it: {source.folder} has {found}; only modules"
            " of sentence-transformers and model types of transformers are loaded;"
            f" choose a model that needs no remote code, or {source.use.instead}"
        )
    folders = list(_module_folders(source))
    for folder in folders:
        pickled = sorted(path.name for pattern in _PICKLED for path in folder.glob(pattern))
        if pickled and not any(folder.glob("*.safetensors")):
            raise ModelError(
                f"the {source.use.kind} {source.name} has its weights in files that are not loaded, since reading them may run code:"
                f" {', '.join(pickled[:3])} in {folder}; expected .safetensors; save the model again with safetensors, choose a revision"
                f" that has them, or {source.use.instead}"
            )
    if not any(path for folder in folders for path in folder.glob("*.safetensors")):
        raise ModelError(
            f"the {source.use.kind} {source.name} cannot be loaded: {source.folder} holds no .safetensors weights; name the folder of"
            f" {source.use.expected} that has them; {source.use.three_ways}"
        )


def _module_types(source: ModelSource) -> list[str]:
    types = [str(module.get("type", "")) for module in _modules(source)]
    for path in source.folder.rglob("router_config.json"):
        routed = _json(path).get("types")
        types += map(str, routed.values()) if isinstance(routed, dict) else []
    return types


def _module_folders(source: ModelSource) -> Iterator[Path]:
    """The model's folder, and those of its modules, in order, each once."""
    folders = {source.folder: None}
    for module in _modules(source):
        path = PurePosixPath(str(module.get("path", "")))
        if path.is_absolute() or ".." in path.parts:
            raise ModelError(f"{source.folder / MODULES_FILE} names {path}, outside of the model's folder; fetch the model again")
        folders[source.folder / path] = None
    for router in sorted(source.folder.rglob("router_config.json")):
        folders |= dict.fromkeys(sorted(each for each in router.parent.iterdir() if each.is_dir()))
    return (folder for folder in folders if folder.is_dir())


def _modules(source: ModelSource) -> list[dict[str, Any]]:
    found = _read(source.folder / MODULES_FILE)
    return [module for module in found if isinstance(module, dict)] if isinstance(found, list) else []


def _json(path: Path) -> dict[str, Any]:
    found = _read(path)
    return found if isinstance(found, dict) else {}


def _read(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} cannot be read ({error}); fetch the model again, or save it again") from error
