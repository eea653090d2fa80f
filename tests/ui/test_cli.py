"""The command line, run as a person runs it: arguments in; text, JSON and an exit code out."""

import json
import shlex
import subprocess
import sys

import click
import pytest
import typer

from tests.newsroom import FIGURE, QUESTION, ROOT, SENTENCE, build_newsroom, model_cache, write_collection
from ui.cli import app
from ui.examples import EXAMPLES, START

HEAVY = {"torch", "transformers", "sentence_transformers", "gradio", "fastapi", "uvicorn", "llama_index", "pandas"}


@pytest.fixture
def wenju(command_line):
    """Run one command; its exit code, standard output and standard error."""
    return command_line


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    return build_newsroom(tmp_path_factory.mktemp("cli"))


@pytest.mark.model
class TestWithAnIndex:
    def test_an_answer_is_read_as_text(self, wenju, newsroom):
        code, out, err = wenju("ask", QUESTION, "--index", newsroom)
        assert (code, err) == (0, "")
        assert out.splitlines()[0].replace(",", "") == FIGURE.replace(",", "")
        assert SENTENCE in out
        assert "黔山晚报" in out
        assert "2022-11-08" in out

    def test_an_answer_as_json_is_json_alone(self, wenju, newsroom):
        code, out, _ = wenju("ask", QUESTION, "--json", "--index", newsroom)
        answer = json.loads(out)
        assert (code, answer["status"], answer["figures"][0]["value"]) == (0, "answered", 4217)

    def test_not_found_is_no_error(self, wenju, newsroom):
        code, out, _ = wenju("ask", "海南有多少个歇脚驿站？", "--json", "--index", newsroom)
        assert (code, json.loads(out)["status"], json.loads(out)["short"]) == (0, "not_found", "")

    def test_the_index_may_be_named_by_the_environment(self, wenju, newsroom, monkeypatch):
        monkeypatch.setenv("WENJU_INDEX", str(newsroom))
        assert wenju("ask", QUESTION)[0] == 0

    def test_a_batch_gives_one_line_a_question_in_order_and_survives_bad_lines(self, wenju, newsroom, tmp_path):
        lines = [
            {"qid": "a", "question": QUESTION},
            {"qid": "b", "question": ""},
            {"qid": "c"},
            {"qid": "d", "question": "甘肃修好了多少座便桥？"},
        ]
        text = "\n".join(["{broken", *(json.dumps(line) for line in lines)])
        (tmp_path / "q.jsonl").write_text(text, encoding="utf-8")
        code, out, err = wenju("ask", "--batch", "q.jsonl", "--index", newsroom)
        found = [json.loads(line) for line in out.splitlines()]
        assert (code, err) == (0, "")
        assert [one["qid"] for one in found] == [None, "a", "b", "c", "d"]
        assert [one.get("status") for one in found] == [None, "answered", None, None, "answered"]
        assert all(one["error"]["code"] and one["error"]["message"] for one in (found[0], found[2], found[3]))

    def test_retrieve_counts_documents_and_names_the_arms(self, wenju, newsroom, tmp_path):
        code, out, _ = wenju("retrieve", "便桥", "-k", "2", "--json", "--index", newsroom)
        found = json.loads(out)
        assert (code, found["query"]) == (0, "便桥")
        assert next(passage["doc_id"] for passage in found["passages"]) == "gs-1"
        assert len(found["passages"]) <= 2
        assert set(found["passages"][0]["arms"]) <= {"dense", "sparse"}
        (tmp_path / "q.jsonl").write_text('{"qid": 7, "question": "采茶机"}\n', encoding="utf-8")
        code, out, _ = wenju("retrieve", "--batch", "q.jsonl", "--index", newsroom)
        assert (code, json.loads(out)["qid"], json.loads(out)["query"]) == (0, 7, "采茶机")
        assert "采茶机" in wenju("retrieve", "采茶机", "--index", newsroom)[1]

    @pytest.mark.parametrize("flags", [("--doc-id", "yn-1"), ("--from", "2023"), ("--outlet", "滇池周报"), ("--place", "云南")])
    def test_filters_are_flags(self, wenju, newsroom, flags):
        _, out, _ = wenju("retrieve", "便桥", "--json", "--index", newsroom, *flags)
        assert {passage["doc_id"] for passage in json.loads(out)["passages"]} == {"yn-1"}

    def test_a_history_file_is_read(self, wenju, newsroom, tmp_path):
        turns = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": FIGURE}]
        (tmp_path / "h.json").write_text(json.dumps(turns), encoding="utf-8")
        code, out, _ = wenju("ask", "甘肃修好了多少座便桥？", "--history", "h.json", "--as-of", "2024-01-01", "--json", "--index", newsroom)
        assert (code, json.loads(out)["figures"][0]["value"]) == (0, 62)

    def test_the_collection_can_be_listed_checked_counted_and_copied(self, wenju, newsroom, tmp_path):
        listed = json.loads(wenju("list", "--json", "--index", newsroom)[1])["articles"]
        assert {article["doc_id"] for article in listed} == {"gz-1", "yn-1", "gs-1"}
        assert "甘肃小镇修便桥" in wenju("list", "--index", newsroom)[1]
        assert json.loads(wenju("verify", "--json", "--index", newsroom)[1])["ok"] is True
        assert json.loads(wenju("stats", "--json", "--index", newsroom)[1])["articles"] == 3
        assert wenju("backup", "copy.tar", "--index", newsroom)[0] == 0
        assert wenju("backup", "copy.tar", "--index", newsroom)[0] == 2
        assert wenju("restore", "copy.tar", "--index", "copy")[0] == 0
        assert wenju("restore", "copy.tar", "--index", "copy")[0] == 2
        (tmp_path / "mine.tar").write_text("no tar")
        assert wenju("restore", "mine.tar", "--index", "new")[0] == 2
        assert json.loads(wenju("stats", "--json", "--index", "copy")[1])["articles"] == 3

    def test_a_question_that_cannot_be_used_is_told_in_a_sentence(self, wenju, newsroom):
        for question in ("", "   ", "长" * 100_000):
            code, out, err = wenju("ask", question, "--index", newsroom)
            assert (code, out) == (2, "")
            assert err.startswith("wenju: ")
            assert "Traceback" not in err
            assert len(err) < 1000

    def test_an_answer_loads_nothing_heavy(self, newsroom):
        script = f"""
import sys
from ui.cli import main
sys.argv = ["wenju", "ask", {QUESTION!r}, "--json", "--index", {str(newsroom)!r}]
try:
    main()
finally:
    print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)
"""
        environment = {"WENJU_CACHE": str(model_cache()), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
        ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, cwd=newsroom, check=False)
        assert json.loads(ended.stdout)["status"] == "answered"
        assert ended.stderr.splitlines()[-1] == "[]"


@pytest.mark.model
def test_a_build_adds_updates_and_removes(wenju, tmp_path):
    (tmp_path / "in").mkdir()
    write_collection(tmp_path / "in")
    assert wenju("build", "in", "--index", "ix")[0] == 0
    (tmp_path / "in" / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    code, out, err = wenju("build", "in", "--index", "ix", "--json")
    assert code == 3
    assert json.loads(out)["unchanged"] == 3
    assert "photo.txt" in err
    assert json.loads(wenju("remove", "gs-1", "--json", "--index", "ix")[1]) == {"removed": 1}
    assert wenju("remove", "gs-1", "--index", "ix")[0] == 2
    assert wenju("remove", "--index", "ix")[0] == 2
    assert len(json.loads(wenju("list", "--json", "--index", "ix")[1])["articles"]) == 2


def test_a_page_can_be_seen_cut_without_an_index(wenju, tmp_path):
    page = "山村通了第一班公交车\n\n本报讯 大坪村昨天开通了第一班公交车，每天往返六趟。村民去县城看病都方便多了。\n"
    (tmp_path / "页.txt").write_text(page, encoding="utf-8")
    code, out, _ = wenju("preview", "页.txt", "--json")
    line = json.loads(out)
    assert (code, line["page"]) == (0, "页")
    assert "大坪村昨天开通了第一班公交车" in line["articles"][0]["body"]
    assert set(line["articles"][0]) >= {
        "title",
        "body",
        "byline",
        "published",
        "ranges",
        "published_by",
        "persons",
        "organisations",
        "place",
        "language",
    }
    assert "山村通了第一班公交车" in wenju("preview", "页.txt")[1]
    assert wenju("preview", "页.txt", "--html", "cut.html")[:2] == (0, "")
    assert "大坪村" in (tmp_path / "cut.html").read_text(encoding="utf-8")


def test_without_an_index_both_languages_say_what_to_do(wenju):
    code, out, err = wenju("ask", "x")
    assert (code, out) == (2, "")
    assert "wenju build" in err
    assert "还没有索引" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "x", "--batch", "q.jsonl"),
        ("ask", "x", "--from", "spring"),
        ("ask", "x", "--history", "gone.json"),
        ("retrieve", "x", "-k", "0"),
        ("build", "gone"),
        ("list", "--index", "gone"),
        ("verify", "--index", "gone"),
        ("preview", "gone.txt"),
        ("serve", "--allow-origin", "*"),
        ("demo", "--endpoint", "nowhere"),
        ("fly",),
    ],
)
def test_an_error_is_a_sentence_and_code_two(wenju, arguments):
    code, out, err = wenju(*arguments)
    assert (code, out) == (2, "")
    assert err.strip()
    assert "Traceback" not in err


def test_a_setting_that_does_not_work_is_named(wenju, monkeypatch):
    monkeypatch.setenv("WENJU_RETRIEVE__TOP_K", "many")
    code, _, err = wenju("list")
    assert code == 2
    assert "top_k" in err


@pytest.mark.parametrize(
    "command",
    [
        "ask",
        "retrieve",
        "preview",
        "build",
        "serve",
        "list",
        "remove",
        "verify",
        "stats",
        "backup",
        "restore",
        "eval",
        "demo",
        "doctor",
        "model",
    ],
)
def test_every_command_explains_itself(wenju, command):
    code, out, _ = wenju(command, "--help")
    assert code == 0
    assert "Usage" in out


@pytest.mark.parametrize("command", sorted(EXAMPLES))
def test_the_help_of_every_command_ends_in_examples_that_the_command_line_accepts(wenju, command):
    shown = wenju(*command.split(), "--help")[1]
    for example in EXAMPLES[command]:
        assert f"  {example}\n" in shown
        words = shlex.split(example, comments=True)[1:]
        words = words[: words.index(">")] if ">" in words else words
        found = typer.main.get_command(app)
        while isinstance(found, click.Group):
            found = found.commands[words.pop(0)]
        found.make_context(command, words)


def test_every_command_has_examples_and_a_newcomer_is_told_how_to_begin(wenju):
    commands = typer.main.get_command(app).commands
    groups = {"eval", "model"}
    names = {f"{group} {inner}" for group in groups for inner in commands[group].commands} | (set(commands) - groups)
    assert names == set(EXAMPLES)
    shown = wenju("--help")[1]
    assert all(f"  {line}\n" in shown for line in START)
