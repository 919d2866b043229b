# Sourced by the scripts beside it, all of bash: they start at the root of the repository,
# stop at the first failure, and find the project's own tools before the user's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH="$PWD/.tools/bin:$PWD/.tools/node_modules/.bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin:/usr/sbin"
export PATH

# A fresh clone must build from the lock file as it stands.
locked=${CI:+--locked}

say() { printf '\n==> %s\n' "$*"; }
die() { printf '\n!!! %s\n' "$*" >&2; exit 1; }
