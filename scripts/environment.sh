# Find a Python, make the environment .venv from a lock file, and name it in $python.
# Sourced by the other scripts: environment LOCKFILE
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

find_python() {
    for candidate in ${HATANGSO_PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "Không tìm thấy Python 3.11-3.13 (có venv). Cài Python rồi chạy lại, hoặc đặt HATANGSO_PYTHON." >&2
    echo "No Python 3.11 to 3.13 with venv was found: install one, or set HATANGSO_PYTHON to its path." >&2
    exit 1
}

environment() {
    local lock="$1" stamp=".venv/.installed-$1"
    if [ ! -x .venv/bin/python ]; then
        rm -rf .venv
        "$(find_python)" -m venv .venv
    fi
    python="$PWD/.venv/bin/python"
    if ! cmp -s "$lock" "$stamp"; then
        echo "Đang cài thư viện theo $lock (installing what $lock pins) ..." >&2
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
        "$python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
        cp "$lock" "$stamp"
    fi
    # Does something only where frontend/ changed since the pages were last built.
    "$python" hatch_build.py
}
