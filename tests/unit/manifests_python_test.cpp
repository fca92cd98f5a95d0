// pyproject.toml, setup.py, setup.cfg, requirements files, Pipfiles and Python's lock files.

#include "tests/unit/manifests_support.h"

namespace assay {
namespace {

using facts::DependencyScope;
using facts::UnitKind;

TEST(ManifestsPython, StandardProject) {
  const ManifestT manifest = read_manifest("svc/pyproject.toml", R"([build-system]
requires = ["setuptools>=61"]

[project]
name = "pricing"
dependencies = [
  "requests[socks] >=2.28, <3 ; python_version >= '3.8'",
  "numpy",
  "own @ git+https://example.org/own.git",
]
[project.optional-dependencies]
fast = ["orjson==3.9"]
[project.scripts]
pricing = "pricing.cli:main"
[dependency-groups]
dev = ["pytest", {include-group = "x"}]
[tool.setuptools]
package-dir = {"" = "src"}
packages = ["pricing", "pricing.rules"]
)");
  const UnitT& unit = unit_of(manifest, "pricing");
  EXPECT_EQ(unit.directory, "svc");
  EXPECT_EQ(unit.kind, UnitKind::Cli);
  EXPECT_EQ(unit.reason, "`project.scripts` in pyproject.toml names 1 command");
  EXPECT_EQ(unit.entries, Texts{"pricing.cli:main"});
  EXPECT_EQ(unit.sources, (Texts{"svc/src/pricing", "svc/src/pricing/rules"}));
  EXPECT_EQ(dependencies_of(unit), (Texts{"requests >=2.28, <3", "numpy ", "own git+https://example.org/own.git"}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Optional), Texts{"orjson ==3.9"});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), Texts{"pytest "});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Build), Texts{"setuptools >=61"});
  EXPECT_EQ(dependency_of(unit, "requests").line, 7u);
}

TEST(ManifestsPython, PoetryProject) {
  const ManifestT manifest = read_manifest("pyproject.toml", R"([tool.poetry]
name = "shop"
packages = [{include = "shop", from = "lib"}]
[tool.poetry.dependencies]
python = "^3.10"
django = "^4.2"
redis = {version = "^5.0", optional = true}
core = {path = "../core", develop = true}
[tool.poetry.group.test.dependencies]
pytest = "*"
[build-system]
requires = ["poetry-core"]
)");
  const UnitT& unit = unit_of(manifest, "shop");
  EXPECT_EQ(unit.kind, UnitKind::Library);
  EXPECT_EQ(unit.sources, Texts{"lib/shop"});
  EXPECT_EQ(dependencies_of(unit), (Texts{"django ^4.2", "core path:../core"}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Optional), Texts{"redis ^5.0"});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), Texts{"pytest *"});
}

TEST(ManifestsPython, ClassifierOutweighsHelperScripts) {
  const ManifestT manifest = read_manifest("pyproject.toml", R"([project]
name = "x"
classifiers = ["Topic :: Software Development :: Libraries :: Python Modules"]
scripts = {x = "x:main"}
)");
  EXPECT_EQ(unit_of(manifest, "x").kind, UnitKind::Library);
}

TEST(ManifestsPython, SetupScriptIsReadAsText) {
  const ManifestT manifest = read_manifest("setup.py", R"PY(#!/usr/bin/env python
from setuptools import setup, find_packages
import os

REQUIRES = [
    'requests>=2.0',  # it's needed
    "six",
]

def read(name):
    return open(name).read()

setup(
    name='tool',
    version=read("VERSION"),
    long_description="""many
    lines with install_requires=['wrong']""",
    package_dir={'': 'src'},
    packages=find_packages('src', exclude=['tests']),
    install_requires=REQUIRES,
    extras_require={
        'yaml': ['pyyaml>=5'],
        ':sys_platform == "win32"': ['colorama'],
    },
    tests_require=['pytest'] + (['mock'] if os.environ.get('X') == 'old' else []),
    setup_requires=read('build-requirements.txt').split(),
    entry_points={
        'console_scripts': ['tool = tool.cli:main', 'tool2=tool.cli:other'],
        'other.plugins': ['a = b:c'],
    },
)
)PY");
  const UnitT& unit = unit_of(manifest, "tool");
  EXPECT_EQ(unit.kind, UnitKind::Cli);
  EXPECT_EQ(unit.reason, "`entry_points` or `scripts` in setup.py name 2 commands");
  EXPECT_EQ(unit.entries, (Texts{"tool.cli:main", "tool.cli:other"}));
  EXPECT_EQ(unit.sources, Texts{"src"});
  EXPECT_EQ(dependencies_of(unit), (Texts{"requests >=2.0", "six "}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Optional), (Texts{"pyyaml >=5", "colorama "}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), (Texts{"pytest ", "mock "}));
  EXPECT_TRUE(dependencies_of(unit, DependencyScope::Build).empty());
  EXPECT_EQ(dependency_of(unit, "six").line, 7u);
}

TEST(ManifestsPython, SetupScriptWithoutLiteralsSaysNothing) {
  EXPECT_TRUE(read_manifest("setup.py", "from setuptools import setup\nsetup(**configuration())\n").units.empty());
  EXPECT_TRUE(read_manifest("setup.py", "print('no setup here')\n").units.empty());
}

TEST(ManifestsPython, SetupConfiguration) {
  const ManifestT manifest = read_manifest("lib/setup.cfg", R"([metadata]
name = lib
[options]
packages = find:
package_dir =
    =src
install_requires =
    attrs>=20
    # a comment
    importlib-metadata; python_version < "3.8"
[options.extras_require]
dev =
    tox
[options.entry_points]
console_scripts =
    lib = lib.main:run
[flake8]
name = wrong
)");
  const UnitT& unit = unit_of(manifest, "lib");
  EXPECT_EQ(unit.kind, UnitKind::Cli);
  EXPECT_EQ(unit.sources, Texts{"lib/src"});
  EXPECT_EQ(unit.entries, Texts{"lib.main:run"});
  EXPECT_EQ(dependencies_of(unit), (Texts{"attrs >=20", "importlib-metadata "}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Optional), Texts{"tox "});
}

TEST(ManifestsPython, RequirementsFile) {
  const ManifestT manifest = read_manifest("requirements/prod.txt", R"(# comment
-r base.txt
--index-url https://example.org/simple
Django==4.2.1 \
    --hash=sha256:aaaa \
    --hash=sha256:bbbb
celery[redis]>=5,<6  # queue
-e git+https://example.org/own.git#egg=own
./vendored/wheel.whl
https://example.org/direct.zip
uvloop ; sys_platform != "win32"
)");
  const UnitT& unit = *manifest.units.at(0);
  EXPECT_EQ(unit.directory, "");
  EXPECT_EQ(dependencies_of(unit),
            (Texts{"Django ==4.2.1", "celery >=5,<6", "own git+https://example.org/own.git", "uvloop "}));
  EXPECT_EQ(dependency_of(unit, "celery").line, 7u);
  EXPECT_EQ(
      dependencies_of(*read_manifest("requirements-dev.txt", "black\n").units.at(0), DependencyScope::Development),
      Texts{"black "});
  EXPECT_EQ(
      dependencies_of(*read_manifest("docs/requirements.txt", "sphinx\n").units.at(0), DependencyScope::Development),
      Texts{"sphinx "});
  const ManifestT compiled = read_manifest("requirements.txt", "# This file is autogenerated by pip-compile\na==1\n");
  EXPECT_TRUE(compiled.units.at(0)->dependencies.at(0)->locked);
}

TEST(ManifestsPython, PipfileAndLocks) {
  const ManifestT pipfile =
      read_manifest("Pipfile", "[packages]\nflask = \"*\"\n[dev-packages]\npytest = {version = \">=7\"}\n");
  EXPECT_EQ(dependencies_of(*pipfile.units.at(0)), Texts{"flask *"});
  EXPECT_EQ(dependencies_of(*pipfile.units.at(0), DependencyScope::Development), Texts{"pytest >=7"});
  const ManifestT pipfile_lock = read_manifest("Pipfile.lock", R"({"_meta": {"hash": {"sha256": "x"}},
    "default": {"flask": {"version": "==2.3.2"}}, "develop": {"pytest": {"version": "==7.4.0"}}})");
  EXPECT_EQ(dependencies_of(*pipfile_lock.units.at(0)), Texts{"flask 2.3.2"});
  EXPECT_EQ(dependencies_of(*pipfile_lock.units.at(0), DependencyScope::Development), Texts{"pytest 7.4.0"});
  const ManifestT poetry = read_manifest("poetry.lock",
                                         "[[package]]\nname = \"a\"\nversion = \"1.0\"\noptional = "
                                         "false\n[[package]]\nname = \"b\"\nversion = \"2.0\"\ncategory = \"dev\"\n");
  EXPECT_EQ(dependencies_of(*poetry.units.at(0)), Texts{"a 1.0"});
  EXPECT_EQ(dependencies_of(*poetry.units.at(0), DependencyScope::Development), Texts{"b 2.0"});
  const ManifestT uv =
      read_manifest("uv.lock",
                    "version = 1\n[[package]]\nname = \"own\"\nversion = \"0\"\nsource = {virtual = "
                    "\".\"}\n[[package]]\nname = \"c\"\nversion = \"3.0\"\nsource = {registry = \"r\"}\n");
  EXPECT_EQ(dependencies_of(*uv.units.at(0)), Texts{"c 3.0"});
  EXPECT_EQ(dependency_of(*uv.units.at(0), "c").line, 7u);
}

}  // namespace
}  // namespace assay
