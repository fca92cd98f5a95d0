// Which files does the binary carry? A tool of the build: embed_files ROOT LIST OUTPUT [FUNCTION]
//
// Writes OUTPUT, a C++ source that holds every file named in LIST (one path below ROOT a line, sorted) as a literal, rule
// files that the general YAML reader reads also as packed trees; FUNCTION, else `embedded_files`, gives them. A rule file that is no YAML fails the build here.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

#include "rules/engine/yaml_pack.h"

namespace {

constexpr std::string_view end_mark = ")~assay~\"";

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string literal(std::string_view text) { return fmt::format("R\"~assay~({}{}", text, end_mark); }

// Catalogues have a faster reader of their own.
bool is_packed(std::string_view path) { return path.ends_with(".yaml") && !path.starts_with("rules/catalog/"); }

}  // namespace

int main(int count, char** arguments) {
  if (count != 4 && count != 5) {
    fmt::print(stderr, "usage: embed_files ROOT LIST OUTPUT [FUNCTION]\n");
    return 2;
  }
  const std::string root = arguments[1];
  std::string entries;
  std::size_t files = 0;
  std::ifstream list(arguments[2]);
  for (std::string path; std::getline(list, path);) {
    if (path.empty()) continue;
    const std::string content = content_of(root + '/' + path);
    std::string packed;
    if (is_packed(path)) {
      const assay::Result<assay::YamlNode> tree = assay::parse_yaml({path, content, {}});
      if (!tree) {
        fmt::print(stderr, "{}\n", tree.error().message);
        return 1;
      }
      packed = assay::pack(*tree);
    }
    if (content.empty() || content.find(end_mark) != std::string::npos) {
      fmt::print(stderr, "{}: empty, or holds the end mark of the literal that should hold it\n", path);
      return 1;
    }
    // Lengths spare the compiler a constant evaluation of each.
    entries += fmt::format("    EmbeddedFile{{\"{}\", {{{}, {}}}, {{{}, {}}}}},\n", path, literal(content),
                           content.size(), literal(packed), packed.size());
    ++files;
  }
  std::ofstream output(arguments[3], std::ios::binary);
  output << "#include \"rules/engine/embedded.h\"\n\n#include <array>\n\nnamespace assay {\nnamespace {\n\n"
         << fmt::format("constexpr std::array<EmbeddedFile, {}> kFiles = {{{{\n", files) << entries
         << "}};\n\n}  // namespace\n\n"
         << fmt::format("std::span<const EmbeddedFile> {}() {{ return kFiles; }}\n\n",
                        count == 5 ? arguments[4] : "embedded_files")
         << "}  // namespace assay\n";
  output.close();
  return output.good() && files > 0 ? 0 : 1;
}
