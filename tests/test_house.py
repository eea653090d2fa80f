"""The repository keeps its own rules: versions agree, files stay small, the commands exist."""

import importlib
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "rag", "eval", "ui")
COMMANDS = ("script/serve", "script/test", "script/train-encoder")
# Namespaces and example addresses are names, not places something is fetched from.
HARMLESS_HOST = re.compile(r"(?:127\.0\.0\.1|localhost|www\.w3\.org|(?:[\w-]+\.)*example(?:\.(?:com|org|net))?)$")


def code_files() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]


def test_the_version_is_the_top_entry_of_the_changelog():
    headings = re.findall(r"(?m)^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf8"))
    assert headings[0] == "Unreleased"
    assert headings[1] == project()["version"]


def test_no_python_file_is_longer_than_four_hundred_lines():
    files = [*code_files(), *sorted((ROOT / "tests").rglob("*.py"))]
    long = {str(f.relative_to(ROOT)): n for f in files if (n := len(f.read_text(encoding="utf8").splitlines())) > 400}
    assert not long


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_exports_at_most_twelve_names_and_each_exists(package):
    module = importlib.import_module(package)
    names = getattr(module, "__all__", [])
    assert len(names) <= 12
    assert [n for n in names if not hasattr(module, n)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_each_command_and_it_can_be_run(command):
    assert command in (ROOT / "README.md").read_text(encoding="utf8")
    assert os.access(ROOT / command, os.X_OK)


def test_what_a_browser_loads_names_no_foreign_host():
    files = [f for f in (ROOT / "ui").rglob("*") if f.suffix in {".js", ".html", ".css", ".svg"}]
    hosts = {h for f in files for h in re.findall(r"https?://([\w.-]+)", f.read_text(encoding="utf8"))}
    assert [h for h in hosts if not HARMLESS_HOST.match(h)] == []


def test_tests_and_seeds_are_no_packages():
    assert [*(ROOT / "tests").rglob("__init__.py"), *(ROOT / "seeds").rglob("*.py")] == []
