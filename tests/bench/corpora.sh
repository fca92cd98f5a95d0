#!/usr/bin/env bash
# Brings real sources in every language into one folder, for the benchmark and for reading reports: tests/bench/corpora.sh
# [FOLDER [NAME…]]. Everything comes from Debian's binary and source packages and from npm; nothing is installed or run.
# One folder per corpus; those that are there already are left alone. All of them need about 5 GB.
set -euo pipefail

target=$(realpath -m "${1:-/tmp/assay-corpora}")
shift || true
wanted=" $* "
mkdir -p "$target/.download"
cd "$target"

# Debian packages: corpus NAME with the folder FROM of each package unpacked.
packages() { # NAME FROM PACKAGE…
  local name=$1 from=$2 package
  shift 2
  for package in "$@"; do
    (cd .download && apt-get -o APT::Sandbox::User=root -qq download "$package")
    dpkg-deb -x .download/"$package"_*.deb .download/tree
    rm .download/"$package"_*.deb
  done
  mv .download/tree/"$from" "$name.part"
}

# Sources as upstream published them, from a Debian source package; only PATTERNs of the archive's top folder.
source_package() { # NAME PACKAGE PATTERN…
  local name=$1 package=$2 archive pattern patterns=()
  shift 2
  for pattern in "$@"; do patterns+=("*/$pattern"); done
  source_lists
  (cd .download && apt-get "${apt_options[@]}" -qq source --download-only "$package" >&2)
  archive=$(find .download -maxdepth 1 -name "*.orig.tar.*" ! -name '*.asc')
  mkdir -p "$name.part"
  tar -xf "$archive" -C "$name.part" --strip-components=1 --exclude=testData \
    --wildcards --no-wildcards-match-slash "${patterns[@]}"
}

# apt's own package lists plus source entries, in a folder of ours: the machine's configuration stays as it is.
apt_options=(-o "APT::Sandbox::User=root" -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$target/.apt/parts" -o "Dir::State::Lists=$target/.apt/lists")
source_lists() {
  [[ -e .apt/ready ]] && return
  mkdir -p .apt/parts .apt/lists/partial
  local file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    if grep -qsE 'debian-archive-keyring|/debian' "$file"; then
      sed -E 's/^deb /deb-src /; s/^Types:.*/Types: deb-src/' "$file" > .apt/parts/"$(basename "$file" | sed 's/^sources.list$/main.list/')"
    fi
  done
  apt-get "${apt_options[@]}" -qq update
  touch .apt/ready
}

npm_packages() { # NAME PACKAGE@VERSION…
  local name=$1
  shift
  mkdir -p .download/npm
  (cd .download/npm && echo '{"private": true}' > package.json && npm install --ignore-scripts --no-audit --no-fund --silent "$@")
  mv .download/npm/node_modules "$name.part" # under its own name a folder of dependencies would count as vendored
}

corpus() { # NAME COMMAND…: runs COMMAND unless the corpus is there or not asked for
  local name=$1
  shift
  if [[ -d $name ]] || [[ $wanted != "  " && $wanted != *" $name "* ]]; then return; fi
  rm -rf .download "$name.part"
  mkdir -p .download
  if "$@"; then
    chmod -R u+rwX "$name.part"
    mv "$name.part" "$name"
    printf '%-14s %8s files  %s\n' "$name" "$(find "$name" -type f | wc -l)" "$(du -sh "$name" | cut -f1)"
  else
    echo "$name: could not be brought" >&2
    failed+=" $name"
  fi
  rm -rf .download "$name.part"
}

rails() {
  packages rails usr/share ruby-rails ruby-railties ruby-actioncable ruby-actionmailbox ruby-actionmailer ruby-actionpack \
    ruby-actiontext ruby-actionview ruby-activejob ruby-activemodel ruby-activerecord ruby-activestorage ruby-activesupport
}
symfony() {
  packages symfony usr/share/php/Symfony $(printf 'php-symfony-%s ' asset browser-kit cache config console \
    css-selector debug-bundle dependency-injection doctrine-bridge dom-crawler error-handler event-dispatcher expression-language \
    filesystem finder form framework-bundle http-client http-foundation http-kernel intl ldap lock mailer messenger mime \
    notifier options-resolver process property-access property-info routing security-bundle security-core security-http \
    serializer stopwatch string templating translation twig-bridge twig-bundle uid validator var-dumper var-exporter \
    web-profiler-bundle workflow yaml)
}
linux() {
  packages linux usr/src linux-source-6.1
  mkdir .download/linux
  tar -xf linux.part/linux-source-6.1.tar.xz -C .download/linux --strip-components=1
  rm -rf linux.part
  mv .download/linux linux.part
}
java_base() {
  packages java-base usr/lib/jvm/openjdk-17 openjdk-17-source
  rm -rf .download/java
  # python3 is there wherever the tests run, unzip is not
  python3 -c 'import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
z.extractall(".download/java", [n for n in z.namelist() if n.startswith("java.base/")])' "$(find -L java-base.part -name src.zip | head -n 1)"
  rm -rf java-base.part
  mv .download/java/java.base java-base.part
}

failed=
corpus django packages django usr/lib/python3/dist-packages/django python3-django
corpus python-stdlib packages python-stdlib usr/lib/python3.11 libpython3.11-stdlib
corpus go-stdlib packages go-stdlib usr/share/go-1.19/src golang-1.19-src
corpus java-base java_base
corpus rails rails
corpus symfony symfony
corpus phpmyadmin packages phpmyadmin usr/share/phpmyadmin phpmyadmin
corpus rust-stdlib packages rust-stdlib usr/src/rustc-1.63.0/library rust-src
corpus npm npm_packages npm webpack@5.99.9 @babel/core@7.27.4 @babel/preset-env@7.27.2 typescript@5.8.3 rxjs@7.8.2
corpus typescript source_package typescript node-typescript src
corpus redis source_package redis redis src deps
corpus kotlin source_package kotlin kotlin compiler core libraries
corpus scala source_package scala scala src
corpus mono source_package mono mono mcs/class mcs/mcs
corpus boost packages boost usr/include/boost libboost1.74-dev
corpus llvm source_package llvm llvm-toolchain-14 llvm/lib llvm/include clang/lib clang/include
corpus linux linux
if [[ -n $failed ]]; then
  echo "missing:$failed" >&2
  exit 1
fi
