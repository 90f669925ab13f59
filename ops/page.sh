#!/bin/sh
# Builds the page into services/api/static. Called by `make page`; with --if-possible by what also works without it,
# with --check by `make check`, which looks over its types and runs its own tests too.
set -eu
cd "$(dirname "$0")/.."
option=${1:-}

# Where it works without the page, a machine that reaches no package registry is told so, and goes on.
failed() {
    echo "page: not built, $1; the API works without it, and the page's tests are skipped" >&2
    [ "$option" = --if-possible ] && exit 0
    exit 1
}

new_enough() {
    command -v npm >/dev/null 2>&1 &&
        node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' 2>/dev/null
}

# The machine's Node if it is new enough; else one from the lock, in an environment of its own.
if ! new_enough; then
    own=.cache/node
    python=.venv/bin/python
    [ -x "$python" ] || python=python3
    if [ ! "$own/lock.txt" -nt requirements/page.txt ]; then
        rm -rf "$own"
        "$python" -m venv "$own" &&
            "$own/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/page.txt ||
            failed "there is no Node 18 or newer here, and it could not be installed from requirements/page.txt"
        cp requirements/page.txt "$own/lock.txt"
    fi
    PATH=$PWD/$own/bin:$PATH
fi

cd web
# npm writes this file last: it is older than the lock where the lock changed, and absent where an install broke off.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --no-progress --loglevel=error || failed "npm could not install what web/package-lock.json names"
fi
node build.mjs
if [ "$option" = --check ]; then
    npm run --silent check
fi
