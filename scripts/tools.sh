# Shared by the scripts beside it; sourced, not run.

# Cargo commands that the tests need and the machine lacks are built into this folder, once.
tools="${CONCORD_TOOLS:-$HOME/.cache/concord-tools}"
export PATH="$tools/bin:$PATH"

say() { printf '\n── %s\n' "$*"; }
stop() { printf '\n%s\n' "$*" >&2; exit 1; }

minimum_rust() { sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml; }

# The folder that holds initdb and pg_ctl. Debian keeps them off the PATH, one folder for each version.
postgres_programs() {
  local folder
  for folder in /usr/lib/postgresql/*/bin; do
    [ -x "$folder/initdb" ] && { echo "$folder"; return; }
  done
  command -v initdb >/dev/null && dirname "$(readlink -f "$(command -v initdb)")" || true
}

# A port that nobody listens on now.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
