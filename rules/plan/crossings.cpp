// See crossings.h.
#include "rules/plan/crossings.h"

#include "analyzer/analysis/signal_measures.h"
#include "rules/plan/model_file.h"

namespace assay {
namespace {

constexpr double longest = 1e9;  // ns

Crossing read_crossing(YamlFields& parent, std::string_view key, std::string_view path, Problems& problems) {
  Crossing crossing;
  const YamlNode* node = parent.map(key);
  if (node == nullptr) return crossing;
  YamlFields fields(*node, path, problems);
  fields.has_only({"name", "call", "argument", "callback", "byte", "date", "source"});
  crossing.name = fields.text("name");
  crossing.call = number_in(fields, "call", 0, longest);
  crossing.argument = number_in(fields, "argument", 0, longest);
  crossing.callback = number_in(fields, "callback", 0, longest);
  crossing.byte = number_in(fields, "byte", 0, longest);
  crossing.date = fields.text("date");
  crossing.source = fields.text("source");
  return crossing;
}

// Languages that share a runtime share its way out.
std::string_view runtime_of(facts::Language language) {
  switch (language) {
    case facts::Language::TypeScript:
    case facts::Language::Tsx: return "javascript";
    case facts::Language::Kotlin:
    case facts::Language::Scala: return "java";
    default: return language_folder(language);
  }
}

}  // namespace

Result<CrossingModel> read_crossings(std::span<const EmbeddedFile> files) {
  return read_model_file<CrossingModel>(
      files, "crossings.yaml", [](YamlFields& fields, std::string_view path, Problems& problems, CrossingModel& model) {
        fields.has_only({"operation", "bindings", "protocols", "bytes", "affordable"});
        const YamlNode* operation = fields.map("operation");
        const YamlNode* bindings = fields.map("bindings");
        for (const facts::Language language : facts::EnumValuesLanguage()) {
          if (language == facts::Language::None) continue;
          const auto at = static_cast<std::size_t>(language);
          if (operation != nullptr) {
            YamlFields times(*operation, path, problems);
            model.operation[at] = number_in(times, language_folder(language), 0.01, longest);
          }
          if (bindings != nullptr && language != facts::Language::Rust) {
            YamlFields ways(*bindings, path, problems);
            model.bindings[at] = read_crossing(ways, runtime_of(language), path, problems);
          }
        }
        if (bindings != nullptr) {
          YamlFields ways(*bindings, path, problems);
          ways.has_only({"python", "javascript", "java", "csharp", "go", "ruby", "php", "c", "cpp", "browser"});
          model.browser = read_crossing(ways, "browser", path, problems);
        }
        if (const YamlNode* protocols = fields.map("protocols")) {
          YamlFields ways(*protocols, path, problems);
          ways.has_only({"socket", "process"});
          model.socket = read_crossing(ways, "socket", path, problems);
          model.process = read_crossing(ways, "process", path, problems);
        }
        if (const YamlNode* bytes = fields.map("bytes")) {
          YamlFields sizes(*bytes, path, problems);
          sizes.has_only({"number", "text", "container", "object", "unknown"});
          model.bytes = {number_in(sizes, "number", 0, 1e6), number_in(sizes, "text", 0, 1e6),
                         number_in(sizes, "container", 0, 1e6), number_in(sizes, "object", 0, 1e6),
                         number_in(sizes, "unknown", 0, 1e6)};
        }
        model.affordable = number_in(fields, "affordable", 0.001, 1);
      });
}

}  // namespace assay
