// CMake, Meson, make, Kbuild and the Autotools.

#include "tests/unit/manifests_support.h"

namespace assay {
namespace {

using facts::DependencyScope;
using facts::UnitKind;

TEST(ManifestsCMake, TargetsWithSources) {
  const ManifestT manifest = read_manifest("engine/CMakeLists.txt", R"(cmake_minimum_required(VERSION 3.20)
#[[ add_executable(commented out.c) ]]
PROJECT(Engine VERSION 1.0 LANGUAGES CXX)
set(CORE_SOURCES core/a.cpp core/b.cpp)
list(APPEND CORE_SOURCES "core/c.cpp")
file(GLOB_RECURSE IO_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/io/*.cpp)
add_library(core STATIC ${CORE_SOURCES})
add_library(${PROJECT_NAME}-io ${IO_SOURCES})
add_library(Engine::core ALIAS core)
add_library(ext SHARED IMPORTED)
add_executable(run WIN32 main.cpp $<TARGET_OBJECTS:core> ${UNKNOWN})
target_sources(run PRIVATE more.cpp PUBLIC ../shared/s.cpp)
target_link_libraries(run PRIVATE core)
add_executable(run_test test.cpp)
add_test(NAME run COMMAND $<TARGET_FILE:run_test> --fast)
add_executable(${UNSET_NAME} x.cpp)
add_llvm_library(LLVMThing thing.cpp)
engine_unittest(unit/one_test.cc)
add_subdirectory(plugins)
find_package(OpenSSL 1.1 REQUIRED)
find_package(Doxygen)
pkg_check_modules(GLIB REQUIRED glib-2.0>=2.40 gio-2.0)
)");
  const UnitT& project = unit_of(manifest, "Engine");
  EXPECT_EQ(project.directory, "engine");
  EXPECT_EQ(project.members, Texts{"plugins"});
  EXPECT_EQ(dependencies_of(project), (Texts{"OpenSSL 1.1", "glib-2.0 >=2.40", "gio-2.0 "}));
  EXPECT_EQ(dependencies_of(project, DependencyScope::Optional), Texts{"Doxygen "});
  EXPECT_EQ(unit_of(manifest, "core").kind, UnitKind::Library);
  EXPECT_EQ(unit_of(manifest, "core").sources, (Texts{"engine/core/a.cpp", "engine/core/b.cpp", "engine/core/c.cpp"}));
  EXPECT_EQ(unit_of(manifest, "Engine-io").sources, Texts{"engine/io"});
  EXPECT_EQ(unit_of(manifest, "run").kind, UnitKind::Cli);
  EXPECT_EQ(unit_of(manifest, "run").reason, "`add_executable(run)` in CMakeLists.txt");
  EXPECT_EQ(unit_of(manifest, "run").sources, (Texts{"engine/main.cpp", "engine/more.cpp", "shared/s.cpp"}));
  EXPECT_EQ(unit_of(manifest, "run_test").kind, UnitKind::Tests);
  EXPECT_EQ(unit_of(manifest, "LLVMThing").kind, UnitKind::Library);
  EXPECT_EQ(unit_of(manifest, "one_test").kind, UnitKind::Tests);
  EXPECT_EQ(unit_of(manifest, "one_test").sources, Texts{"engine/unit/one_test.cc"});
  EXPECT_EQ(manifest.units.size(), 7u);
}

Texts links_of(const UnitT& unit) {
  Texts links;
  for (const auto& link : unit.links) links.push_back(link->name + ":" + std::to_string(link->line));
  return links;
}

TEST(ManifestsCMake, LinksAndIncludeFolders) {
  const ManifestT manifest = read_manifest("src/net/CMakeLists.txt", R"(add_library(net net.cc)
add_library(app::net ALIAS net)
target_link_libraries(net PUBLIC util debug m ${EXTRA}
  PRIVATE app::log -lz $<$<BOOL:X>:x> -pthread)
target_include_directories(net SYSTEM PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>
  ${PROJECT_SOURCE_DIR}/src .. $<INSTALL_INTERFACE:include>)
include_directories(${CMAKE_SOURCE_DIR} /usr/include)
absl_cc_library(NAME strings SRCS a.cc HDRS a.h DEPS app::base core COPTS fast)
target_link_libraries(other PRIVATE net)
)");
  const UnitT& net = unit_of(manifest, "net");
  EXPECT_EQ(net.aliases, Texts{"app::net"});
  EXPECT_EQ(links_of(net), (Texts{"util:3", "m:3", "app::log:4", "z:4"}));
  EXPECT_EQ(net.includes, (Texts{"src/net/include", "src"}));
  EXPECT_EQ(unit_of(manifest, "").includes, Texts{"."});
  EXPECT_EQ(links_of(unit_of(manifest, "strings")), (Texts{"app::base:8", "core:8"}));
  EXPECT_EQ(unit_of(manifest, "strings").sources, (Texts{"src/net/a.cc", "src/net/a.h"}));
  EXPECT_EQ(links_of(unit_of(manifest, "other")), Texts{"net:9"});
  EXPECT_EQ(unit_of(manifest, "other").kind, UnitKind::Unknown);
}

TEST(ManifestsMeson, LinksAndIncludeFolders) {
  const ManifestT manifest = read_manifest("lib/meson.build", R"(inc = include_directories('include', '..')
core = static_library('core', 'core.c', include_directories: inc)
core_dep = declare_dependency(link_with: core, include_directories: inc)
app = executable('app', 'main.c',
  link_with: [core, extra], dependencies: [log_dep, dependency('zlib')])
)");
  EXPECT_EQ(unit_of(manifest, "").includes, (Texts{"lib/include", "."}));
  EXPECT_EQ(unit_of(manifest, "core").aliases, (Texts{"core", "core_dep"}));
  EXPECT_EQ(links_of(unit_of(manifest, "app")), (Texts{"core:5", "extra:5", "log_dep:5"}));
}

TEST(ManifestsMake, LinksAndIncludeFolders) {
  const ManifestT manifest = read_manifest("src/Makefile", R"(LIBS=-lm -ldl
CFLAGS+= -I../deps/hiredis -I $(top_srcdir)/include
server: net.o ../deps/hiredis/libhiredis.a
	$(CC) -o $@ $^ -I../deps/lua $(LIBS)
libstore.a: net.o
	$(AR) rcs $@ $^
)");
  EXPECT_EQ(unit_of(manifest, "").includes, (Texts{"deps/hiredis", "include", "deps/lua"}));
  EXPECT_EQ(links_of(unit_of(manifest, "server")), (Texts{"deps/hiredis/libhiredis.a:3", "m:3", "dl:3"}));
  EXPECT_TRUE(unit_of(manifest, "libstore.a").links.empty());
  const ManifestT automake = read_manifest("tools/Makefile.am", R"(bin_PROGRAMS = get
get_SOURCES = get.c
get_LDADD = ../lib/libfetch.la $(Z_LIBS) -lm
AM_CPPFLAGS = -I$(top_srcdir)/lib
)");
  EXPECT_EQ(links_of(unit_of(automake, "get")), (Texts{"lib/libfetch.la:3", "m:3"}));
  EXPECT_EQ(unit_of(automake, "").includes, Texts{"lib"});
}

TEST(ManifestsMeson, Targets) {
  const ManifestT manifest = read_manifest("meson.build", R"(project(
  'player', 'c', version: '1.0')
sources = files('a.c', 'b.c')
sources += ['c.c']
glib = dependency('glib-2.0', version: '>= 2.40')
x11 = dependency('x11', required: get_option('x11'))
lib = static_library('playcore', sources, dependencies: [glib])
exe = executable('player', 'main.c', link_with: lib, c_args: ['-DNAME="x.c"'])
check = executable('check', 'check.c')
test('check', check)
subdir('docs')
)");
  const UnitT& project = *manifest.units.at(0);
  EXPECT_EQ(project.name, "player");
  EXPECT_EQ(project.members, Texts{"docs"});
  EXPECT_EQ(dependencies_of(project), Texts{"glib-2.0 >= 2.40"});
  EXPECT_EQ(dependencies_of(project, DependencyScope::Optional), Texts{"x11 "});
  EXPECT_EQ(unit_of(manifest, "playcore").sources, (Texts{"a.c", "b.c", "c.c"}));
  EXPECT_EQ(unit_of(manifest, "playcore").kind, UnitKind::Library);
  EXPECT_EQ(manifest.units.at(2)->sources, Texts{"main.c"});
  EXPECT_EQ(manifest.units.at(2)->kind, UnitKind::Cli);
  EXPECT_EQ(unit_of(manifest, "check").kind, UnitKind::Tests);
}

TEST(ManifestsMake, ProgramsAndLibraries) {
  const ManifestT manifest = read_manifest("src/Makefile", R"(PROG_SUFFIX?=
SERVER=store-server$(PROG_SUFFIX)
SERVER_OBJ=net.o \
  disk.o
LINK=$(QUIET)$(CC) $(LDFLAGS)
all: $(SERVER) libstore.a
	@echo done
$(SERVER): $(SERVER_OBJ)
	$(LINK) -o $@ $^
libstore.a: net.o
	$(AR) rcs $@ $^
tool: tool.c util.c
	gcc -O2 -o tool tool.c util.c
%.o: %.c .prerequisites
	$(CC) -o $@ -c $<
special.o: other/special.c
	$(CC) -c $< -o $@
clean:
	rm -f *.o
SUBDIRS = client bench
)");
  EXPECT_EQ(unit_of(manifest, "store-server").kind, UnitKind::Cli);
  EXPECT_EQ(unit_of(manifest, "store-server").reason, "rule `store-server` in Makefile links a program");
  EXPECT_EQ(unit_of(manifest, "store-server").sources, (Texts{"src/net.c", "src/disk.c"}));
  EXPECT_EQ(unit_of(manifest, "libstore.a").kind, UnitKind::Library);
  EXPECT_EQ(unit_of(manifest, "tool").sources, (Texts{"src/tool.c", "src/util.c"}));
  EXPECT_EQ(unit_of(manifest, "").members, (Texts{"client", "bench"}));
  EXPECT_EQ(manifest.units.size(), 4u);
}

TEST(ManifestsMake, KernelBuild) {
  const ManifestT manifest = read_manifest("drivers/block/Makefile", R"(# SPDX
obj-y += core.o
obj-m := extra.o
obj-$(CONFIG_LOOP) += loop.o
obj-$(CONFIG_SWIM)	+= swim_mod.o
obj-$(CONFIG_DRBD)     += drbd/
swim_mod-y	:= swim.o swim_asm.o
hostprogs := gen
)");
  const UnitT& unit = unit_of(manifest, "");
  EXPECT_EQ(unit.directory, "drivers/block");
  EXPECT_EQ(unit.kind, UnitKind::Library);
  Texts sources = unit.sources;
  std::sort(sources.begin(), sources.end());
  EXPECT_EQ(sources, (Texts{"drivers/block/core.c", "drivers/block/extra.c", "drivers/block/loop.c",
                            "drivers/block/swim.c", "drivers/block/swim_asm.c"}));
  EXPECT_EQ(unit.members, Texts{"drbd"});
  EXPECT_EQ(unit.entries, Texts{"extra"});
  EXPECT_EQ(unit_of(manifest, "gen").kind, UnitKind::Infrastructure);
  EXPECT_EQ(unit_of(manifest, "gen").sources, Texts{"drivers/block/gen.c"});
}

TEST(ManifestsAutotools, TargetsAndChecks) {
  const ManifestT automake = read_manifest("Makefile.am", R"(SUBDIRS = . lib
bin_PROGRAMS = http-get
http_get_SOURCES = main.c fetch.c \
	fetch.h
lib_LTLIBRARIES = libfetch.la
libfetch_la_SOURCES = fetch.c
check_PROGRAMS = t1
)");
  EXPECT_EQ(unit_of(automake, "").members, Texts{"lib"});
  EXPECT_EQ(unit_of(automake, "http-get").kind, UnitKind::Cli);
  EXPECT_EQ(unit_of(automake, "http-get").sources, (Texts{"main.c", "fetch.c", "fetch.h"}));
  EXPECT_EQ(unit_of(automake, "libfetch.la").kind, UnitKind::Library);
  EXPECT_EQ(unit_of(automake, "t1").kind, UnitKind::Tests);
  const ManifestT configure = read_manifest("configure.ac", R"(AC_INIT([fetch], [1.0], [bugs@example.org])
dnl PKG_CHECK_MODULES([NO], [commented])
PKG_CHECK_MODULES([GLIB], [glib-2.0 >= 2.40 gio-2.0])
AC_CHECK_LIB([z], [inflate], [AC_DEFINE([HAVE_Z], 1)])
)");
  EXPECT_EQ(dependencies_of(unit_of(configure, "fetch")), (Texts{"glib-2.0 >= 2.40", "gio-2.0 ", "z "}));
}

}  // namespace
}  // namespace assay
