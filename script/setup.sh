# Sourced by script/serve, script/test and script/train-encoder: makes .venv and installs into it; the second run does nothing.
# POSIX sh. Needs python3 >= 3.11 with venv. Asks nothing; every failure ends in a sentence that says what to do.

TORCH_PIN="torch==2.13.0"
TORCH_CPU_INDEX="https://download.pytorch.org/whl/cpu" # only where the pin alone would bring CUDA to a machine without a GPU
NEED_MB=3000                                           # installed size 2.3 GB with the tests' tools, plus room to unpack
NEED_MB_CUDA=9000

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd) || exit 2
cd "$ROOT" || exit 2
VENV="$ROOT/.venv"
STATE="$ROOT/.wenju"
LOG="$STATE/setup.log"
LOCK="$STATE/setup.lock"
CHILD=""
LOCKED=""

say() { printf '%s\n' "$*" >&2; }

# fail "<English>" "<中文>": both languages, because the reader's is not known yet.
fail() {
    say "error: $1"
    say "错误：$2"
    exit 2
}

leave() {
    [ -z "$CHILD" ] || kill "$CHILD" 2>/dev/null
    [ -z "$LOCKED" ] || rm -rf "$LOCK"
}

trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# The first python that is new enough and can make a virtual environment.
find_python() {
    too_old=""
    no_venv=""
    for candidate in python3 python3.13 python3.12 python3.11; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        if ! "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
            too_old="$candidate"
        elif ! "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            no_venv="$candidate"
        else
            PYTHON="$candidate"
            return
        fi
    done
    if [ -n "$no_venv" ]; then
        version=$("$no_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        fail "$no_venv has no venv module; on Debian and Ubuntu run: apt install python$version-venv, then start this again." \
            "$no_venv 缺少 venv 模块；Debian/Ubuntu 请运行：apt install python$version-venv，然后重试。"
    fi
    found="no python3 was found"
    found_zh="没有找到 python3"
    if [ -n "$too_old" ]; then
        found="$("$too_old" --version 2>&1) is too old"
        found_zh="$("$too_old" --version 2>&1) 版本过低"
    fi
    fail "$found; install Python 3.11 or newer (apt install python3 python3-venv, brew install python@3.12, or python.org) and start this again." \
        "$found_zh；请安装 Python 3.11 或更新版本（apt install python3 python3-venv、brew install python@3.12，或到 python.org 下载），然后重试。"
}

free_mb() { df -Pk "$ROOT" 2>/dev/null | awk 'NR == 2 { printf "%d", $4 / 1024 }'; }

need_space() {
    free=$(free_mb)
    [ -n "$free" ] || return 0
    [ "$free" -ge "$1" ] || fail "only $free MB are free in $ROOT, the installation needs about $1 MB; free some space and start this again." \
        "$ROOT 所在磁盘只剩 $free MB，安装约需 $1 MB；请腾出空间后重试。"
}

# One installation at a time in one checkout: two pips in one .venv break it.
take_lock() {
    mkdir -p "$STATE" || fail "cannot write to $ROOT; check its permissions." "无法写入 $ROOT，请检查权限。"
    waited=""
    until mkdir "$LOCK" 2>/dev/null; do
        holder=$(cat "$LOCK/pid" 2>/dev/null)
        if [ -z "$holder" ] || ! kill -0 "$holder" 2>/dev/null; then
            # An empty lock may be half a second old: its owner has not written its number yet.
            sleep 1
            [ "$(cat "$LOCK/pid" 2>/dev/null)" != "$holder" ] || rm -rf "$LOCK"
            continue
        fi
        [ -n "$waited" ] || say "another installation (process $holder) is running here; waiting for it … / 另一个安装进程（$holder）正在运行，等待其结束…"
        waited=1
        sleep 1
    done
    LOCKED=1
    printf '%s\n' "$$" >"$LOCK/pid"
}

# Say what went wrong from the end of pip's output.
explain() {
    tail -n 8 "$LOG" >&2
    if grep -qi "No space left" "$LOG"; then
        fail "the disk is full ($(free_mb) MB free); free about $NEED_MB MB and start this again." "磁盘已满（剩余 $(free_mb) MB）；请腾出约 $NEED_MB MB 后重试。"
    elif grep -qiE "name resolution|Name or service not known|Network is unreachable|Connection (refused|reset|to .* timed out)|Read timed out|Max retries|ProxyError|No matching distribution|nodename nor servname" "$LOG"; then
        fail "the Python packages could not be fetched; check the network (or pip's proxy and index settings) and start this again. All output: $LOG" \
            "无法下载 Python 软件包；请检查网络（或 pip 的代理、镜像设置）后重试。完整输出：$LOG"
    fi
    fail "pip failed, see above; all output: $LOG" "pip 执行失败，见上文；完整输出：$LOG"
}

# run_quietly COMMAND…: output to the log, elapsed seconds on a terminal.
run_quietly() {
    : >"$LOG"
    "$@" >>"$LOG" 2>&1 &
    CHILD=$!
    if [ -t 2 ]; then
        seconds=0
        while kill -0 "$CHILD" 2>/dev/null; do
            printf '\r  %s s ' "$seconds" >&2
            sleep 1
            seconds=$((seconds + 1))
        done
        printf '\r           \r' >&2
    fi
    wait "$CHILD"
    code=$?
    CHILD=""
    return "$code"
}

pip_quietly() { run_quietly "$VENV/bin/python" -m pip --no-input --disable-pip-version-check "$@"; }

has_gpu() { command -v nvidia-smi >/dev/null 2>&1 && nvidia-smi -L >/dev/null 2>&1; }

# Does the pin, as this machine's pip resolves it, want CUDA packages?
pin_wants_cuda() {
    pip_quietly install --quiet --dry-run --report "$STATE/torch.json" "$TORCH_PIN" || explain
    grep -qE '"name": *"(nvidia-|cuda-)' "$STATE/torch.json"
    wants=$?
    rm -f "$STATE/torch.json"
    return "$wants"
}

install_torch() {
    if "$VENV/bin/python" -c 'import importlib.metadata as m, sys; sys.exit(m.version("torch").split("+")[0] != sys.argv[1])' "${TORCH_PIN#*==}" 2>/dev/null; then
        return
    fi
    if ! has_gpu && pin_wants_cuda; then
        say "installing $TORCH_PIN, CPU build (no GPU here), about 200 MB … / 正在安装 PyTorch（CPU 版，约 200 MB）…"
        # --no-deps: nothing but torch itself comes from the vendor's index.
        if pip_quietly install --timeout 15 --retries 1 --no-deps --index-url "$TORCH_CPU_INDEX" "$TORCH_PIN"; then
            return
        fi
        say "the index of CPU builds could not be reached; taking the CUDA build instead: several GB, it runs without a GPU too. / 无法访问 CPU 版下载站，改装 CUDA 版（数 GB，无显卡也能运行）。"
        need_space "$NEED_MB_CUDA"
    fi
    say "installing $TORCH_PIN … / 正在安装 PyTorch…"
    pip_quietly install "$TORCH_PIN" || explain
}

make_venv() {
    if [ -x "$VENV/bin/python" ] && [ "$(cat "$VENV/wenju.root" 2>/dev/null)" = "$ROOT" ] &&
        "$VENV/bin/python" -c 'import pip, sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
        return
    fi
    need_space "$NEED_MB"
    say "making .venv with $("$PYTHON" --version 2>&1) … / 正在创建虚拟环境…"
    # --clear: a half-made or moved environment cannot be mended.
    run_quietly "$PYTHON" -m venv --clear "$VENV" || explain
    printf '%s\n' "$ROOT" >"$VENV/wenju.root"
    # Older pips download whole wheels only to read what they need.
    pip_quietly install --quiet "pip>=24" || say "pip could not be renewed; going on with the one that is here."
}

fingerprint() { cat "$ROOT/pyproject.toml" "$ROOT/script/setup.sh" | cksum; }

# is_ready PROFILE: the tests' installation holds everything the others need, and a training's what serving needs.
is_ready() {
    profiles="$1 test"
    [ "$1" != serve ] || profiles="serve train test"
    for profile in $profiles; do
        [ "$(cat "$VENV/wenju-$profile.stamp" 2>/dev/null)" = "$(fingerprint) $ROOT" ] && [ -x "$VENV/bin/wenju" ] && return 0
    done
    return 1
}

# setup serve|test|train: install what the profile needs, once.
setup() {
    is_ready "$1" && return
    find_python
    take_lock
    if ! is_ready "$1"; then
        make_venv
        rm -f "$VENV"/wenju-*.stamp
        install_torch
        target="."
        case "$1" in
        test) target=".[dev]" ;;
        train) target=".[train]" ;;
        esac
        say "installing wenju and what it needs, about 1 GB, some minutes … / 正在安装 wenju 及其依赖（约 1 GB，需几分钟）…"
        pip_quietly install -e "$target" || explain
        # Last of all, and in one step: an interrupted installation is never taken for a finished one.
        printf '%s\n' "$(fingerprint) $ROOT" >"$VENV/stamp.new"
        mv "$VENV/stamp.new" "$VENV/wenju-$1.stamp"
        say "installed ($(du -sh "$VENV" 2>/dev/null | awk '{ print $1 }')). / 安装完成。"
    fi
    rm -rf "$LOCK"
    LOCKED=""
}
