#!/usr/bin/env bash
# Brings everything that building and testing needs onto a Debian 12 machine, as root or with sudo: packages that are
# missing, and the pinned npm packages. Quick when there is nothing to do.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  ca-certificates cmake g++ gcc git ninja-build # the build
  flatbuffers-compiler libboost-dev libcli11-dev libexpected-dev libflatbuffers-dev libfmt-dev libgit2-dev liblz4-dev
  libprotozero-dev libpugixml-dev libsimdjson-dev libsqlite3-dev libutf8proc-dev libxxhash-dev libyaml-cpp-dev
  nlohmann-json3-dev zlib1g-dev # libraries
  libclang-19-dev libclang-common-19-dev libclang1-19 # C and C++ with a compile database
  chromium clang-format-14 cmark-gfm libgtest-dev libxml2-utils python3 python3-jsonschema shellcheck python3-yaml valgrind # tests
)
# Another source of Node than Debian's own is fine.
command -v npm > /dev/null || packages+=(nodejs npm)

missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null) == installed ]] || missing+=("$package")
done
if ((${#missing[@]})); then
  echo "set-up: installing ${missing[*]}" >&2
  as_root=()
  if ((EUID != 0)); then
    command -v sudo > /dev/null || { echo "set-up: run this as root once, or install sudo" >&2; exit 1; }
    as_root=(sudo)
  fi
  apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >&2; }
  apt update
  apt install -y --no-install-recommends "${missing[@]}"
fi

for folder in parsers/grammars reports/html tests/browser tests/validators; do
  tests/npm_packages.sh "$folder"
done
