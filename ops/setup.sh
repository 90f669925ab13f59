#!/bin/sh
# Makes .venv from requirements/dev.txt, with nothing on the machine but a Python. Called by `make setup`.
set -eu

# A pyenv shim is on PATH even for a version that is not chosen: so each candidate is asked, not only found.
suitable() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

python=
for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    if suitable "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    echo "setup: no Python from 3.11 to 3.13 was found (tried: ${PYTHON:-python3.13 python3.12 python3.11 python3});" \
        "install one, or name it: make setup PYTHON=/path/to/python3" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "setup: $("$python" -V) has no venv module; on Debian and Ubuntu: apt-get install -y python3-venv" >&2
    exit 1
fi

if ! suitable .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    "$python" -m venv .venv
fi
echo "setup: .venv with $(.venv/bin/python -V)"

pip() {
    .venv/bin/python -m pip --disable-pip-version-check "$@"
}

# uv does in seconds what takes pip two minutes, but knows nothing of the index that pip may be told to go to.
by_uv() {
    ! pip config list | grep -q 'index-url' || return 1
    sed -n '/^uv==/,/[^\\]$/p' requirements/dev.txt >.venv/uv.txt
    pip install --quiet --require-hashes -r .venv/uv.txt
    # shellcheck disable=SC2046,SC2086  # one option for each place
    .venv/bin/uv pip install --quiet --python .venv/bin/python --compile-bytecode \
        ${PIP_FIND_LINKS:+$(printf -- '--find-links %s ' $PIP_FIND_LINKS)} --require-hashes -r requirements/dev.txt
}

by_uv || pip install --quiet --require-hashes -r requirements/dev.txt
pip install --quiet --no-deps --no-build-isolation --editable .
