"""The commands, run in a checkout of their own with stand-ins for the programs they call."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMANDS = ("script/serve", "script/test", "script/train-encoder")
TOOLS = ("awk", "cat", "cksum", "df", "dirname", "du", "find", "grep", "mkdir", "mv", "rm", "sh", "sleep", "sort", "tail")


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    """A checkout with the scripts alone, and a PATH folder `bin/` that holds only the everyday tools."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "script", checkout / "script")
    shutil.copy(ROOT / "pyproject.toml", checkout)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (tools / name).symlink_to(found)
    return checkout


def run_command(checkout: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(checkout.parent / "bin"), "HOME": str(checkout.parent), **more}
    return subprocess.run([str(checkout / command[0]), *command[1:]], env=env, capture_output=True, text=True, timeout=60, check=False)


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


def stand_in_python(checkout: Path, *, cuda: bool, cpu_index: bool) -> None:
    """A python whose environments write down what pip is asked to install; ``cuda`` is what the pin of torch would bring."""
    report = f'case "$*" in *--report*) echo \'"name": "{"nvidia-x" if cuda else "torch"}"\' > .wenju/torch.json; exit 0 ;; esac'
    index = f'case "$*" in *--index-url*) echo "$*" >> called; exit {0 if cpu_index else 1} ;; esac'
    record = 'case "$*" in *"-m pip"*) echo "$*" >> called; exit 0 ;; *"import pip"*) exit 0 ;; *) exit 1 ;; esac'
    python = checkout.parent / "made-python"
    python.write_text(f"#!/bin/sh\n{report}\n{index}\n{record}\n", encoding="utf8")
    python.chmod(0o755)
    make = f'mkdir -p "$4/bin"; /bin/cp "{python}" "$4/bin/python"; /bin/cp "{python}" "$4/bin/wenju"'
    stand_in(checkout, "python3", f'case "$2" in venv) {make} ;; *) [ "$1" != --version ] || echo "Python 3.12.1" ;; esac')


def pip_installs(checkout: Path) -> list[str]:
    """What pip was asked to install, after its own renewal, without the options that are always there."""
    asked = [line.split(" install ", 1)[1] for line in calls(checkout) if " install " in line]
    return [line for line in asked if "pip>=" not in line]


def test_where_the_pin_brings_no_cuda_torch_is_installed_first_and_alone(bare_checkout):
    stand_in_python(bare_checkout, cuda=False, cpu_index=True)
    run_command(bare_checkout, "script/serve")
    assert pip_installs(bare_checkout) == ["torch==2.13.0", "-e ."]


def test_where_the_pin_brings_cuda_to_a_machine_without_a_gpu_the_cpu_build_is_taken(bare_checkout):
    stand_in_python(bare_checkout, cuda=True, cpu_index=True)
    run_command(bare_checkout, "script/serve")
    first, second = pip_installs(bare_checkout)
    assert first.startswith("--timeout 15 --retries 1 --no-deps --index-url https://")
    assert first.endswith("/cpu torch==2.13.0")
    assert second == "-e ."


def test_without_the_index_of_cpu_builds_the_installation_says_so_and_goes_on(bare_checkout):
    (bare_checkout.parent / "bin/df").unlink()
    stand_in(bare_checkout, "df", "echo header; echo /dev/x 100 100 102400000 0% /")
    stand_in_python(bare_checkout, cuda=True, cpu_index=False)
    result = run_command(bare_checkout, "script/serve")
    assert "could not be reached; taking the CUDA build" in result.stderr
    assert pip_installs(bare_checkout)[1:] == ["torch==2.13.0", "-e ."]


def test_a_machine_with_a_gpu_takes_the_plain_pin(bare_checkout):
    stand_in(bare_checkout, "nvidia-smi", "exit 0")
    stand_in_python(bare_checkout, cuda=True, cpu_index=True)
    run_command(bare_checkout, "script/test")
    assert pip_installs(bare_checkout) == ["torch==2.13.0", "-e .[dev]"]


def test_a_training_brings_what_it_needs(bare_checkout):
    stand_in_python(bare_checkout, cuda=False, cpu_index=True)
    run_command(bare_checkout, "script/train-encoder")
    assert pip_installs(bare_checkout) == ["torch==2.13.0", "-e .[train]"]


@pytest.fixture
def installed_checkout(bare_checkout: Path) -> Path:
    """A checkout whose installation is finished; its `wenju` writes down how it was called and makes an index when it builds."""
    venv = bare_checkout / ".venv"
    (venv / "bin").mkdir(parents=True)
    for folder in ("seeds/articles", "seeds/pages", "index"):
        (bare_checkout / folder).mkdir(parents=True)
    (bare_checkout / "seeds/articles/one.md").write_text("one", encoding="utf8")
    wenju = venv / "bin/wenju"
    called = 'echo "$* port=$WENJU_SERVE__PORT" >> called'
    build = 'case "$1" in build) mkdir -p "$WENJU_INDEX"; : > "$WENJU_INDEX/CURRENT"; exit 3 ;; esac'
    wenju.write_text(f"#!/bin/sh\n{called}\n{build}\n", encoding="utf8")
    wenju.chmod(0o755)
    made_of = "cat pyproject.toml script/setup.sh | cksum"
    fingerprint = subprocess.run(["sh", "-c", made_of], cwd=bare_checkout, capture_output=True, text=True, check=True).stdout.strip()
    (venv / "wenju-test.stamp").write_text(f"{fingerprint} {bare_checkout}\n", encoding="utf8")
    return bare_checkout


def calls(checkout: Path) -> list[str]:
    """How `wenju` was called since the last look."""
    found = (checkout / "called").read_text(encoding="utf8").splitlines()
    (checkout / "called").unlink()
    return found


def test_the_first_start_builds_and_serves_and_the_second_only_serves(installed_checkout):
    assert run_command(installed_checkout, "script/serve", "--port", "8000").returncode == 0
    assert calls(installed_checkout) == ["build seeds/articles seeds/pages port=", "serve --port 8000 port="]
    assert run_command(installed_checkout, "script/serve").returncode == 0
    assert calls(installed_checkout) == ["serve port="]


def test_a_changed_page_is_indexed_at_the_next_start(installed_checkout):
    run_command(installed_checkout, "script/serve")
    calls(installed_checkout)
    (installed_checkout / "seeds/articles/one.md").write_text("two", encoding="utf8")
    run_command(installed_checkout, "script/serve")
    assert calls(installed_checkout)[0].startswith("build")


def test_an_index_of_ones_own_is_served_as_it_is(installed_checkout):
    own = installed_checkout / "own"
    own.mkdir()
    (own / "CURRENT").touch()
    run_command(installed_checkout, "script/serve", f"--index={own}")
    assert calls(installed_checkout) == [f"serve --index={own} port="]
    run_command(installed_checkout, "script/serve", WENJU_INDEX=str(own), WENJU_PORT="8123")
    assert calls(installed_checkout) == ["serve port=8123"]


def test_a_changed_installation_recipe_installs_again(installed_checkout):
    with (installed_checkout / "pyproject.toml").open("a", encoding="utf8") as file:
        file.write("# another dependency\n")
    assert "install Python 3.11" in run_command(installed_checkout, "script/test").stderr


def test_a_training_is_started_with_its_options_where_the_tests_are_installed(installed_checkout):
    python = installed_checkout / ".venv/bin/python"
    python.write_text('#!/bin/sh\necho "$*" >> called\n', encoding="utf8")
    python.chmod(0o755)
    assert run_command(installed_checkout, "script/train-encoder", "train", "--steps", "7").returncode == 0
    assert calls(installed_checkout) == ["-m index.train train --steps 7"]


def test_where_a_training_is_installed_serving_needs_nothing_more_and_the_tests_do(installed_checkout):
    venv = installed_checkout / ".venv"
    (venv / "wenju-test.stamp").rename(venv / "wenju-train.stamp")
    assert run_command(installed_checkout, "script/serve").returncode == 0
    assert "install Python 3.11" in run_command(installed_checkout, "script/test").stderr


def test_the_tests_stop_at_the_first_step_that_fails_and_name_it(installed_checkout):
    for name, code in (("ruff", 0), ("mypy", 1), ("lint-imports", 0), ("python", 0)):
        program = installed_checkout / ".venv/bin" / name
        program.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf8")
        program.chmod(0o755)
    result = run_command(installed_checkout, "script/test")
    assert result.returncode == 1
    assert result.stderr.splitlines() == ["== lint", "== format", "== types", "script/test: types failed (exit 1)"]
