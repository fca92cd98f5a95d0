// `assay schema [NAME]`: the JSON Schemas of reports/schema, as the binary carries them.
#include <fmt/format.h>

#include "analyzer/base/text.h"
#include "analyzer/commands.h"
#include "rules/engine/embedded.h"

namespace assay {
namespace {

constexpr std::string_view before = "reports/schema/assay-", after = ".schema.json";

// "report" of reports/schema/assay-report.schema.json; empty: the file is no schema.
std::string_view name_of(const EmbeddedFile& file) {
  std::string_view path = file.path;
  if (!path.starts_with(before) || !path.ends_with(after)) return {};
  path.remove_prefix(before.size());
  path.remove_suffix(after.size());
  return path;
}

}  // namespace

std::string schema_names() {
  std::string names;
  for (const EmbeddedFile& file : embedded_files()) {
    if (const std::string_view name = name_of(file); !name.empty())
      names.append(names.empty() ? "" : ", ").append(name);
  }
  return names;
}

int run_schema(const Options& options) {
  const std::string_view wanted = options.subject.empty() ? "report" : std::string_view(options.subject);
  for (const EmbeddedFile& file : embedded_files()) {
    if (name_of(file) == wanted) return print(file.content);
  }
  return complain(fmt::format("there is no schema `{}`: choose from {}", printable(wanted), schema_names()),
                  exit_usage);
}

}  // namespace assay
