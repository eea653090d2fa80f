"""Files that are none, links, hostile names, folders without end: never blocked, never followed out, each named."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build
from index.findings import Rejected, RejectReason
from index.readers import read_sources
from index.schema import Page
from tests.fakes import HashEmbedding

ROOT = Path(__file__).parents[2]


def story(number: int) -> str:
    return f"柳林县{number}号路今年新修了{number}公里，比去年多出三成，第{number}村的人说出门比以前方便多了。\n"


def write(path: Path, number: int) -> Path:
    path.write_text(story(number), encoding="utf-8")
    return path


@pytest.mark.row(68)
def test_links_inside_are_read_once_and_links_out_or_in_a_circle_are_listed(folder, lay, tmp_path):
    outside = write(tmp_path / "outside.txt", 11)
    write(folder / "a.txt", 12)
    (folder / "b.txt").symlink_to("a.txt")
    (folder / "out.txt").symlink_to(outside)
    (folder / "out").symlink_to(tmp_path, target_is_directory=True)
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "loop").symlink_to(".", target_is_directory=True)
    desk = lay(folder)
    assert "12公里" in desk.bodies("a.txt")
    assert "a.txt" in desk.rejected("b.txt").detail
    reasons = {name: desk.rejected(name).reason for name in ("b.txt", "out.txt", "out", "loop.txt", "loop")}
    assert reasons["out.txt"] == reasons["out"] == reasons["loop.txt"] == RejectReason.OUTSIDE
    assert all(reason.is_skip for reason in reasons.values())
    assert not any("11公里" in desk.bodies(source) for source in desk.articles)


@pytest.mark.row(69)
def test_a_thousand_hard_links_are_read_once_and_all_named(folder, lay):
    first = write(folder / "a-000.txt", 11)
    for number in range(1, 1_000):
        (folder / f"a-{number:03}.txt").hardlink_to(first)
    desk = lay(folder)
    assert [source for source in desk.articles if source.startswith("a-")] == ["a-000.txt"]
    copies = [each for each in desk.report.skipped if each.reason is RejectReason.DUPLICATE]
    assert sorted(each.source for each in copies) == [f"a-{number:03}.txt" for number in range(1, 1_000)]
    assert all("a-000.txt" in each.detail for each in copies)


@pytest.mark.row(72)
@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_what_may_not_be_read_is_rejected_and_the_rest_is_kept(folder, tmp_path):
    write(folder / "good.txt", 11)
    write(folder / "closed.txt", 12).chmod(0)
    (folder / "closed").mkdir()
    write(folder / "closed" / "in.txt", 13)
    (folder / "closed").chmod(0)
    told = _read_without_privilege(folder)
    (folder / "closed").chmod(0o700)
    assert sorted(told) == [("closed", "unreadable"), ("closed.txt", "unreadable"), ("good.txt", "page")]


def _read_without_privilege(folder: Path) -> list[tuple[str, str]]:
    """What a reader that is not the super-user finds."""
    code = (
        "import os, sys, json\nfrom pathlib import Path\nfrom index.readers import read_sources\nfrom index.findings import Rejected\n"
        "folder = os.open(sys.argv[1], os.O_RDONLY)\nos.fchdir(folder)\n"
        "if os.geteuid() == 0:\n    import index.decode, index.tokens, index.text\n    list(read_sources([Path('good.txt')]))\n"
        "    os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "found = [(each.source, each.reason.value if isinstance(each, Rejected) else 'page') for each in read_sources([Path('.')])]\n"
        "print(json.dumps(found))"
    )
    import json

    for path in (folder, folder / "good.txt"):
        path.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    return [tuple(each) for each in json.loads(done.stdout)]


@pytest.mark.row(73)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="devices and /proc are those of Linux")
def test_pipes_sockets_devices_and_endless_files_never_block(folder, lay):
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)  # the name of a socket is short
        listening.bind("socket.txt")
        os.chdir(here)
        with (folder / "sparse.txt").open("wb") as sparse:
            sparse.truncate(2**40)
        desk = lay(folder)
    assert [desk.rejected(name).reason.value for name in ("pipe.txt", "socket.txt", "sparse.txt")] == [
        "not_a_file",
        "not_a_file",
        "too_large",
    ]
    found = list(read_sources([Path("/dev/zero"), Path("/proc/self/status"), Path("/proc/kmsg")]))
    assert [each.reason.value if isinstance(each, Rejected) else each.text for each in found] == ["not_a_file", "", ""]


HOSTILE = [
    "new\nline.txt",
    "tab\t.txt",
    "esc\x1b[31m.txt",
    "'quote\".txt",
    ";rm -rf x;.txt",
    "-rf.txt",
    "%2e%2e%2fup.txt",
    "\u202egnp.txt",
    "🙂.txt",
    f"{'长' * 83}.txt",
    "CON.txt",
    "space .txt ",
    "cafe\u0301.txt",
    "<img src=x onerror=alert(1)>.txt",
    "$(id).txt",
    "..txt.txt",
]


@pytest.mark.row(74)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_files_with_hostile_names_are_kept_under_them(folder, lay):
    for number, name in enumerate(HOSTILE, 11):
        write(folder / name, number)
    os.rename(write(folder / "x.txt", 99), os.path.join(os.fsencode(folder), b"\xff\xfe.txt"))  # noqa: PTH104, PTH118 - no text is its name
    desk = lay(folder)
    kept = {name: desk.bodies(name) for name in HOSTILE if not name.startswith(".")}
    assert [name for number, name in enumerate(HOSTILE, 11) if name in kept and f"{number}公里" not in kept[name]] == []
    assert "99公里" in desk.bodies("\ufffd\ufffd.txt")


@pytest.fixture
def deep_folder(folder):
    """A folder that is removed by a tool that needs no recursion, as Python's own does."""
    yield folder
    subprocess.run(["rm", "-rf", folder], check=True)


@pytest.mark.row(75)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has shorter paths")
def test_a_thousand_folders_deep_and_paths_past_the_limit_are_bounded(deep_folder, lay):
    folder = deep_folder
    write(folder / "a.txt", 11)
    here = os.open(folder, os.O_RDONLY)
    for number in range(1_000):
        os.mkdir("深" * 5, dir_fd=here)
        inner = os.open("深" * 5, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
        if number in {50, 999}:
            with open("in.txt", "w", encoding="utf-8", opener=lambda name, flags, here=here: os.open(name, flags, dir_fd=here)) as made:
                made.write(story(number))
    os.close(here)
    desk = lay(folder)
    (inner,) = [source for source in desk.articles if source.endswith("/in.txt")]
    assert "50公里" in desk.bodies(inner)
    (deep,) = [each for each in desk.report.rejected if "deeper" in each.detail]
    assert deep.reason is RejectReason.TOO_LARGE


@pytest.mark.row(75)
def test_many_files_in_one_folder_are_walked_one_by_one(folder):
    for number in range(2_000):
        (folder / f"{number}.txt").touch()
    found = read_sources([folder])
    assert isinstance(next(found), Page)
    assert sum(1 for _ in found) == 1_999


@pytest.mark.row(76)
def test_names_that_differ_by_case_or_folder_only_are_both_kept(folder, lay):
    for number, name in enumerate(("a/News.txt", "a/news.txt", "b/news.txt"), 11):
        (folder / name).parent.mkdir(exist_ok=True)
        write(folder / name, number)
    desk = lay(folder)
    assert all(f"{number}公里" in desk.bodies(name) for number, name in enumerate(("a/News.txt", "a/news.txt", "b/news.txt"), 11))


@pytest.mark.row(77)
def test_a_change_is_found_by_the_content_whatever_the_clock_says(folder, tmp_path):
    path = write(folder / "a.txt", 11)
    built = []
    for number, stamp in ((11, 0), (11, 4_291_747_200), (12, 4_291_747_200), (12, -86_400), (13, -86_400)):
        write(path, number)
        os.utime(path, (stamp, stamp))
        report = build([folder], index_dir=tmp_path / "index", embedder=HashEmbedding())
        built.append((report.accepted, report.unchanged, report.changed))
    assert built[0] == (1, 0, 0)
    assert [unchanged for _, unchanged, _ in built] == [0, 1, 0, 1, 0]


@pytest.mark.row(35)
def test_what_a_browser_saved_beside_a_page_is_passed_over_but_texts_are_read(folder):
    write(folder / "page.html", 11)
    (folder / "page_files").mkdir()
    for name in ("a.js", "b.css", "c.png", "ad.html", "saved_resource"):
        (folder / "page_files" / name).write_text("x", encoding="utf-8")
    write(folder / "page_files" / "note.txt", 12)
    found = list(read_sources([folder]))
    assert [each.source for each in found] == ["page.html", "page_files/note.txt"]
    assert all(isinstance(each, Page) for each in found)
