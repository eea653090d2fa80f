"""Where a model comes from: a folder, the hub's cache, or a hub on loopback that serves a tiny model."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from index.embed import load_embedder
from index.errors import HubUnreachable, ModelError
from index.hub import locate
from index.model_families import family_of
from tests.fakes import refusing_url
from tests.newsroom import ROOT

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NAME = "BAAI/bge-small-zh-v1.5"


class Hub(BaseHTTPRequestHandler):
    """As much of a model hub as fetching one model takes."""

    folder = None
    asked: list[str]

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        path = self.path.partition("?")[0]
        self.asked.append(path)
        files = {each.relative_to(self.folder).as_posix(): each for each in self.folder.rglob("*") if each.is_file()}
        resolved = path.removeprefix(f"/{NAME}/resolve/{COMMIT}/")
        if path == "/":
            self.say(b"")
        elif path == f"/api/models/{NAME}/revision/main":
            self.say(json.dumps({"id": NAME, "sha": COMMIT, "siblings": [{"rfilename": name} for name in files]}).encode())
        elif path == f"/api/models/{NAME}/tree/{COMMIT}":
            listed = [{"type": "file", "path": name, "size": file.stat().st_size, "oid": tag(file)} for name, file in files.items()]
            self.say(json.dumps(listed).encode())
        elif resolved in files:
            self.say(files[resolved].read_bytes(), etag=f'"{tag(files[resolved])}"')
        else:
            self.send_response(404)
            self.send_header("X-Error-Code", "RepoNotFound")
            self.send_header("Content-Length", "0")
            self.end_headers()

    def say(self, body, **headers):
        self.send_response(200)
        for name, value in {"Content-Length": str(len(body)), "X-Repo-Commit": COMMIT, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


def tag(file):
    return hashlib.sha1(file.read_bytes()).hexdigest()  # noqa: S324 - what a hub calls a file


@pytest.fixture
def hub(tiny_models, tmp_path):
    """Its address and what it was asked for; it has files of the kinds that are never fetched."""
    folder = tiny_models.copy(tiny_models.bge, tmp_path)
    (folder / "onnx").mkdir()
    for name in ("pytorch_model.bin", "modeling_own.py", "onnx/model.onnx", "onnx/config.json"):
        (folder / name).write_text("not to be fetched")
    asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Serving", (Hub,), {"folder": folder, "asked": asked}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def located(name, endpoint, cache):
    """`locate` in a process of its own: the library reads the hub's address when it is imported."""
    code = f"from index.hub import locate; found = locate({name!r}); print(found.commit, found.folder)"
    environment = os.environ | {
        "HF_ENDPOINT": endpoint,
        "HF_HUB_CACHE": str(cache),
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_OFFLINE": "0",
    }
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_model_is_fetched_once_without_its_pickles_and_code_and_known_by_its_commit(hub, tmp_path):
    endpoint, asked = hub
    first = located(NAME, endpoint, tmp_path / "cache")
    assert first.stdout.split()[:1] == [COMMIT], first.stderr
    folder = tmp_path / "cache" / f"models--{NAME.replace('/', '--')}" / "snapshots" / COMMIT
    assert (folder / "model.safetensors").is_file()
    assert (folder / "1_Pooling/config.json").is_file()
    assert {file.name for file in folder.rglob("*")} & {"pytorch_model.bin", "modeling_own.py", "model.onnx", "onnx"} == set()
    asked.clear()
    assert located(NAME, endpoint, tmp_path / "cache").stdout == first.stdout
    assert asked == []


def test_a_name_the_hub_does_not_know_is_told_from_a_hub_out_of_reach(hub, tmp_path):
    endpoint, _ = hub
    told = located("nobody/no-such-model", endpoint, tmp_path / "cache").stderr
    assert "ModelError: the embedding model nobody/no-such-model cannot be fetched from http://127.0.0.1" in told
    assert "check the name, set HF_TOKEN" in told


def test_a_hub_that_cannot_be_reached_names_the_three_ways_out_in_two_languages(monkeypatch, tmp_path):
    from ui.output import error_text

    monkeypatch.setenv("HF_ENDPOINT", refusing_url())
    with pytest.raises(HubUnreachable) as raised:
        load_embedder("nobody/no-such-model", cache_dir=tmp_path)
    text = error_text(raised.value)
    assert "nobody/no-such-model is not on this machine and http://127.0.0.1" in text
    for way in (
        "HF_ENDPOINT to a mirror",
        "path of a local copy",
        'embedding.model = "embedded"',
        "镜像",
        "本机上模型文件夹的路径",
        "无需下载",
    ):
        assert way in text


@pytest.mark.parametrize("name", ["./no/such/folder", "/no/such/folder", "~/no-such-folder", "a/b/c"])
def test_a_path_that_is_not_there_is_not_looked_for_on_the_hub(name, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", refusing_url())
    with pytest.raises(ModelError, match=f"the embedding model {name} does not exist; set embedding.model to the folder") as raised:
        locate(name)
    assert not isinstance(raised.value, HubUnreachable)


def test_a_model_in_the_hubs_cache_is_used_without_the_hub_and_known_by_its_commit(tiny_models, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", refusing_url())
    cached = tmp_path / "models--BAAI--bge-small-zh-v1.5"
    (cached / "refs").mkdir(parents=True)
    (cached / "refs/main").write_text(COMMIT)
    shutil.copytree(tiny_models.bge, cached / "snapshots" / COMMIT)
    source = locate("BAAI/bge-small-zh-v1.5", hub_cache=tmp_path)
    assert (source.commit, source.identity()) == (COMMIT, COMMIT)
    assert family_of(source.names).name == family_of(locate(str(source.folder)).names).name == "bge-zh"


def test_a_half_fetched_model_in_the_hubs_cache_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", refusing_url())
    cached = tmp_path / "models--BAAI--bge-small-zh-v1.5"
    (cached / "refs").mkdir(parents=True)
    (cached / "refs/main").write_text(COMMIT)
    (cached / "snapshots" / COMMIT).mkdir(parents=True)
    (cached / "snapshots" / COMMIT / "config.json").write_text("{}")
    with pytest.raises(HubUnreachable):
        locate("BAAI/bge-small-zh-v1.5", hub_cache=tmp_path)
