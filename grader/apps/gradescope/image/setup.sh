#!/usr/bin/env bash
# Run once, as root, while Gradescope builds the image (@BASE@). Everything of ours goes into GRADER_HOME; the python3 that
# the platform's harness runs on, and its packages, are left as they are.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="${GRADER_HOME:-/opt/grader}"
mkdir -p "$home"
chmod 755 "$home"

is_new_enough() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3.14 python3; do
        if command -v "$name" >/dev/null 2>&1 && is_new_enough "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# A Python of its own for this program, by uv: a single file from PyPI that fetches a ready-built interpreter.
fetch_python() {
    python3 -m pip install --quiet --disable-pip-version-check --target "$home/uv" uv >&2 || return 1
    export UV_PYTHON_INSTALL_DIR="$home/python" UV_CACHE_DIR="$home/cache"
    "$home/uv/bin/uv" python install --quiet 3.12 >&2 || return 1
    "$home/uv/bin/uv" python find --managed-python 3.12
}

# Otherwise what the distribution has: 3.11 in Ubuntu 22.04, 3.12 in 24.04.
install_python() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 || return 1
    local version
    for version in 3.13 3.12 3.11; do
        if apt-get install -y -qq --no-install-recommends "python$version" "python$version-venv" >&2; then
            find_python
            return
        fi
    done
    return 1
}

python="$(find_python || fetch_python || install_python)" || {
    echo "No Python of 3.11 or newer was found, and none could be installed (by uv from PyPI, or by apt)." >&2
    exit 1
}
echo "The grader runs on $("$python" --version) ($python)."

"$python" -m venv "$home/venv"
"$home/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir --only-binary :all: \
    -c "$here/requirements.lock" "$here"/*.whl
rm -rf "$home/uv" "$home/cache"
chmod -R go-w "$home"
chmod -R go-rwx "$here" # rubrics and references: nothing that a student's program should read
"$home/venv/bin/grader" --version
"$home/venv/bin/grader" sandbox || true # a note for the build's log; the container decides
