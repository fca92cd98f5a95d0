// Finds and reads one of the model's files among the rule files.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "rules/engine/yaml_tree.h"

namespace assay {

// Calls read(fields, path) on the file whose path is or ends in `model/NAME`; what is wrong with it is a failure.
template <class Model, class Read>
Result<Model> read_model_file(std::span<const EmbeddedFile> files, std::string_view name, Read read) {
  const std::string ending = fmt::format("model/{}", name);
  for (const EmbeddedFile& file : files) {
    if (file.path != ending && !file.path.ends_with("/" + ending)) continue;
    const Result<YamlNode> root = parse_yaml(file);
    if (!root) return tl::unexpected(root.error());
    Problems problems;
    Model model;
    YamlFields fields(*root, file.path, problems);
    read(fields, file.path, problems, model);
    if (problems.any()) return tl::unexpected(problems.error());
    return model;
  }
  return failure(fmt::format("rules/{}: the file is missing, add it", ending));
}

// A number that must lie in a range; `least` where it does not.
inline double number_in(YamlFields& fields, std::string_view key, double least, double most) {
  const auto value = fields.number(key);
  if (value && (*value < least || *value > most))
    fields.problem(fields.line_of(key), fmt::format("`{}` must lie in [{}, {}], correct it", key, least, most));
  return value ? std::clamp(*value, least, most) : least;
}

}  // namespace assay
