#!/bin/sh
# Builds the page into services/api/static. Called by `make page`; with --if-possible by what also works without it,
# with --check by `make check`, which looks over its types and runs its own tests too.
set -eu

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1 ||
    ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)'; then
    echo "page: it is built with Node 18 or newer and npm, which were not found; on Debian and Ubuntu:" \
        "apt-get install -y nodejs npm" >&2
    [ -n "${1:-}" ] || exit 1
    echo "page: not built; the API works without it, and the page's tests are skipped" >&2
    exit 0
fi

cd "$(dirname "$0")/../web"
# npm writes this file last: it is older than the lock where the lock changed, and absent where an install broke off.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --no-progress --loglevel=error
fi
node build.mjs
if [ "${1:-}" = --check ]; then
    npm run --silent check
fi
