"""A model by its path or its name: where its files lie on this machine, and how they are fetched from a hub."""

import os
import re
from pathlib import Path

import httpx

from index.errors import HubUnreachable, ModelError
from index.model_loading import said
from index.model_source import EMBEDDING, ModelSource, ModelUse

_FETCHED = ["*.json", "*.txt", "*.model", "*.safetensors", "*.jinja"]
_NOT_FETCHED = ["onnx/*", "openvino/*", "*/onnx/*", "*/openvino/*"]
_HUB_TIMEOUT_S = 10
_COMMIT = re.compile(r"[0-9a-f]{40}\Z")


def locate(name: str, *, use: ModelUse = EMBEDDING, hub_cache: Path | None = None) -> ModelSource:
    """The files of a model: a local folder, else the hub's cache, else fetched from the hub into its cache.

    What is cached is used without asking the hub whether there is something newer: an index answers with the model it was built with.

    Args:
        name: a path, or a name of the hub.
        use: what it is for.
        hub_cache: the hub's cache folder; its own if None.

    Raises:
        HubUnreachable: it is not on this machine and the hub does not answer; the message says what to do.
        ModelError: there is no such folder, or no such model on the hub.
    """
    return on_this_machine(name, use=use, hub_cache=hub_cache) or _source(name, use, _fetched(name, use, hub_cache))


def on_this_machine(name: str, *, use: ModelUse = EMBEDDING, hub_cache: Path | None = None) -> ModelSource | None:
    """As `locate`, without the network; None for a model that has to be fetched.

    Raises:
        ModelError: there is no such folder.
    """
    path = Path(name).expanduser()
    if path.is_dir():
        return ModelSource(name, path, use=use)
    if path.is_file() or name.startswith((".", "/", "~", "\\")) or name.count("/") > 1:
        found = "is a file" if path.is_file() else "does not exist"
        raise ModelError(f"the {use.kind} {name} {found}; set {use.setting} to the folder of {use.expected}")
    folder = _cached(name, use, hub_cache)
    return _source(name, use, folder) if folder else None


def hub_address() -> str:
    """Where models are fetched from: ``HF_ENDPOINT``, else the public hub."""
    return os.environ.get("HF_ENDPOINT") or "https://huggingface.co"


def _source(name: str, use: ModelUse, snapshot: Path) -> ModelSource:
    return ModelSource(name, snapshot, snapshot.name if _COMMIT.match(snapshot.name) else "", use)


def _repository(name: str, use: ModelUse) -> str:
    return name if "/" in name else f"{use.organisation}/{name}"


def _cached(name: str, use: ModelUse, hub_cache: Path | None) -> Path | None:
    from huggingface_hub import snapshot_download

    try:
        folder = Path(
            snapshot_download(
                _repository(name, use), cache_dir=hub_cache, local_files_only=True, allow_patterns=_FETCHED, ignore_patterns=_NOT_FETCHED
            )
        )
    except (OSError, ValueError):  # not there, not whole, or no name a repository could have
        return None
    return folder if any(folder.rglob("*.safetensors")) else None


def _fetched(name: str, use: ModelUse, hub_cache: Path | None) -> Path:
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    # The errors of the HTTP client that the library is built on are told by their base, whichever client it is.
    foreign: tuple[type[BaseException], ...] = (OSError, ValueError, *HfHubHTTPError.__bases__)
    endpoint = hub_address()
    if constants.HF_HUB_OFFLINE or not _answers(endpoint):
        why = "HF_HUB_OFFLINE is set" if constants.HF_HUB_OFFLINE else f"{endpoint} does not answer"
        raise HubUnreachable(f"the {use.kind} {name} is not on this machine and {why}; {use.three_ways}")
    try:
        return Path(snapshot_download(_repository(name, use), cache_dir=hub_cache, allow_patterns=_FETCHED, ignore_patterns=_NOT_FETCHED))
    except foreign as error:
        raise ModelError(
            f"the {use.kind} {name} cannot be fetched from {endpoint} ({said(error)}); check the name, set HF_TOKEN if the model is"
            f" closed to the public, or {use.three_ways}"
        ) from error


def _answers(endpoint: str) -> bool:
    """True when the hub can be reached: the library would try each of a model's files for half a minute before it says that it cannot."""
    try:
        httpx.head(endpoint, timeout=_HUB_TIMEOUT_S)
    except (httpx.TransportError, httpx.InvalidURL):
        return False
    return True
