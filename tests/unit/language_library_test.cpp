// Which files are of the library that their language comes with: analyzer/analysis/language_library.h.
#include "analyzer/analysis/language_library.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "rules/engine/catalog.h"
#include "rules/engine/embedded.h"
#include "tests/support/literal_model.h"

namespace assay {
namespace {

using facts::Language;

std::map<std::string, bool> held(const Sources& sources, std::string package = {}) {
  const Model model = model_of(sources);
  std::map<Language, Catalog> loaded;
  Catalogs catalogs{};
  for (const FileRow& file : model.files) {
    const auto [at, is_new] = loaded.try_emplace(file.language);
    if (is_new) at->second = load_catalog(embedded_files(), file.language).value();
    catalogs[static_cast<std::size_t>(file.language)] = &at->second;
  }
  Components components = discover_components(model, {}, {}, "repository");
  for (Component& component : components.list) component.package = package;
  const LanguageLibrary library(model, catalogs, components);
  std::map<std::string, bool> result;
  for (std::size_t i = 0; i < model.files.size(); ++i) result[model.files[i].path] = library.holds(FileId::of_index(i));
  return result;
}

TEST(LanguageLibrary, FilesSayTheirPackage) {
  const auto files = held({{"a/List.java", "package java.util;\nclass List {}\n"},
                           {"b/Shop.java", "package com.example.java;\nclass Shop {}\n"}});
  EXPECT_TRUE(files.at("a/List.java"));
  EXPECT_FALSE(files.at("b/Shop.java"));
}

TEST(LanguageLibrary, APackageIsOneWholeInItsSecondLanguage) {
  const Sources sources = {{"cgo/a.go", "package cgo\n"}, {"cgo/gcc.c", "int a;\n"}};
  EXPECT_TRUE(held(sources, "std").at("cgo/gcc.c"));
  EXPECT_FALSE(held(sources, "example.org/std").at("cgo/gcc.c"));
}

TEST(LanguageLibrary, AFolderOfManyOfItsModulesIsItsRoot) {
  Sources sources = {{"Lib/email/mime/text.py", "x = 1\n"}, {"tools/http.py", "x = 1\n"}, {"Lib/helper.c", "int a;\n"}};
  for (const char* module :
       {"abc", "argparse", "ast", "bisect", "cmd", "copy", "csv", "enum", "glob", "heapq", "queue"})
    sources["Lib/" + std::string(module) + ".py"] = "x = 1\n";
  EXPECT_FALSE(held(sources).at("Lib/abc.py")) << "a project may have eleven of such names";
  sources["Lib/http/__init__.py"] = "x = 1\n";
  const auto files = held(sources);
  EXPECT_TRUE(files.at("Lib/abc.py"));
  EXPECT_TRUE(files.at("Lib/http/__init__.py"));
  EXPECT_TRUE(files.at("Lib/email/mime/text.py"));
  EXPECT_FALSE(files.at("tools/http.py"));
  EXPECT_FALSE(files.at("Lib/helper.c")) << "in another language";
}

}  // namespace
}  // namespace assay
