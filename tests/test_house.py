"""The repository keeps its own rules: versions agree, files stay small, the commands exist and fail with a sentence."""

import importlib
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "rag", "eval", "ui")
COMMANDS = ("script/serve", "script/test")
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


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    """A checkout with the scripts alone, and a PATH folder `bin/` that holds only the everyday tools."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "script", checkout / "script")
    shutil.copy(ROOT / "pyproject.toml", checkout)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("awk", "cat", "cksum", "df", "dirname", "du", "grep", "mkdir", "mv", "rm", "sh", "sleep", "tail"):
        found = shutil.which(name)
        assert found, name
        (tools / name).symlink_to(found)
    return checkout


def run_command(checkout: Path, command: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(checkout.parent / "bin"), "HOME": str(checkout.parent)}
    return subprocess.run([str(checkout / command)], env=env, capture_output=True, text=True, timeout=60, check=False)


def stand_in(checkout: Path, name: str, script: str) -> None:
    """Put a program of this name first in the PATH."""
    path = checkout.parent / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf8")
    path.chmod(0o755)


@pytest.mark.parametrize("command", COMMANDS)
def test_without_python_the_commands_say_what_to_install_in_both_languages(bare_checkout, command):
    result = run_command(bare_checkout, command)
    assert result.returncode == 2
    assert "install Python 3.11" in result.stderr
    assert "请安装 Python 3.11" in result.stderr


def test_an_old_python_is_named_with_its_version(bare_checkout):
    stand_in(bare_checkout, "python3", 'case "$1" in --version) echo "Python 3.9.2" ;; *) exit 1 ;; esac')
    result = run_command(bare_checkout, "script/test")
    assert result.returncode == 2
    assert "Python 3.9.2 is too old" in result.stderr


def test_a_python_without_venv_names_the_package_that_has_it(bare_checkout):
    stand_in(bare_checkout, "python3", 'case "$2" in *ensurepip*) exit 1 ;; *print*) echo 3.11 ;; esac')
    result = run_command(bare_checkout, "script/serve")
    assert result.returncode == 2
    assert "apt install python3.11-venv" in result.stderr


def test_a_full_disk_is_found_before_anything_is_installed(bare_checkout):
    stand_in(bare_checkout, "python3", 'case "$1" in --version) echo "Python 3.12.1" ;; esac')
    (bare_checkout.parent / "bin" / "df").unlink()
    stand_in(bare_checkout, "df", "echo header; echo /dev/x 100 100 102400 0% /")
    result = run_command(bare_checkout, "script/serve")
    assert result.returncode == 2
    assert "only 100 MB are free" in result.stderr
    assert not (bare_checkout / ".venv").exists()


def test_a_failed_installation_leaves_no_stamp_and_no_lock(bare_checkout):
    # This python makes an environment whose pip cannot reach anything.
    pip = 'case "$*" in *"-m pip"*) echo "Temporary failure in name resolution"; exit 1 ;; esac'
    make = f"mkdir -p \"$4/bin\"; printf '%s\\n' '#!/bin/sh' '{pip}' 'exit 1' > \"$4/bin/python\"; /bin/chmod +x \"$4/bin/python\""
    stand_in(bare_checkout, "python3", f'case "$2" in venv) {make} ;; *) [ "$1" != --version ] || echo "Python 3.12.1" ;; esac')
    result = run_command(bare_checkout, "script/test")
    assert result.returncode == 2
    assert "check the network" in result.stderr
    assert "请检查网络" in result.stderr
    assert not list((bare_checkout / ".venv").glob("*.stamp"))
    assert not (bare_checkout / ".wenju/setup.lock").exists()
