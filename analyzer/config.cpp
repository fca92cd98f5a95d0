// See config.h. JSON is read as the YAML that it is.
#include "analyzer/config.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "analyzer/base/text.h"
#include "analyzer/project/content.h"
#include "analyzer/report_text.h"
#include "rules/engine/yaml_tree.h"

namespace assay {
namespace {

constexpr std::uint64_t largest_config = 1'000'000;  // bytes

struct ConfigText {
  std::string path, text;
};

Result<std::optional<ConfigText>> find_config(const std::string& root, const std::string& file) {
  if (!file.empty()) {
    const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
      return failure(fmt::format("cannot read the configuration `{}`: {}", printable(file), std::strerror(errno)));
    struct stat info {};
    std::string text;
    const bool regular =
        fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && static_cast<std::uint64_t>(info.st_size) <= largest_config;
    if (regular) {
      text.resize(static_cast<std::size_t>(info.st_size));
      const ssize_t got = read(fd, text.data(), text.size());
      text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    }
    close(fd);
    if (!regular)
      return failure(
          fmt::format("the configuration `{}` is not a file of at most {} bytes", printable(file), largest_config));
    return ConfigText{file, std::move(text)};
  }
  const int root_fd = open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root_fd < 0) return std::optional<ConfigText>{};  // the scan itself will say what is wrong with the root
  std::optional<ConfigText> found;
  for (const char* name : {"assay.yaml", "assay.yml", "assay.json"}) {
    struct stat info {};
    if (fstatat(root_fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
    Result<std::string> text = read_beneath(root_fd, name, largest_config);
    close(root_fd);
    if (!text) return failure(fmt::format("cannot read `{}` in the repository's root: {}", name, text.error().message));
    return ConfigText{name, std::move(*text)};
  }
  close(root_fd);
  return found;
}

void read_components(const YamlNode& node, const std::string& path, Problems& problems, Config& config) {
  if (node.kind != YamlNode::Kind::Map) {
    problems.add(path, node.line, "`components` is a map of names to paths: `pricing: src/pricing`");
    return;
  }
  for (const YamlNode& entry : node.items) {
    NamedComponent component;
    component.name = entry.key;
    if (entry.kind == YamlNode::Kind::Scalar) component.paths.push_back(entry.text);
    for (const YamlNode& item : entry.items) {
      if (entry.kind == YamlNode::Kind::List && item.kind == YamlNode::Kind::Scalar)
        component.paths.push_back(item.text);
    }
    if (component.paths.empty())
      problems.add(path, entry.line,
                   fmt::format("component {} has no path; write `{}: folder` or a list", quoted(entry.key),
                               printable(entry.key)));
    config.components.push_back(std::move(component));
  }
}

void read_context(const YamlNode& node, const std::string& path, Problems& problems, Config& config) {
  for (const YamlNode& entry : node.items) {
    if (node.kind == YamlNode::Kind::Map && entry.kind == YamlNode::Kind::Scalar) {
      config.context.push_back({entry.key, entry.text, entry.line});
    } else {
      problems.add(path, entry.line, "`context` is a map of questions to answers: `latency: under-10ms`");
    }
  }
}

// Only blank lines and comments: as if there were no file.
bool says_nothing(std::string_view text) {
  const std::vector<std::string_view> lines = split(text, '\n');
  return std::all_of(lines.begin(), lines.end(), [](std::string_view line) {
    return trim(line).empty() || trim(line).starts_with('#') || trim(line) == "---";
  });
}

}  // namespace

Result<Config> load_config(const std::string& root, const std::string& file) {
  Result<std::optional<ConfigText>> source = find_config(root, file);
  if (!source) return tl::unexpected(source.error());
  Config config;
  if (!source->has_value()) return config;
  config.path = (*source)->path;
  config.text = (*source)->text;
  if (says_nothing(config.text)) return config;
  const Result<YamlNode> document = parse_yaml({config.path, (*source)->text});
  if (!document) return tl::unexpected(document.error());
  if (document->kind == YamlNode::Kind::Null) return config;
  Problems problems;
  YamlFields fields(*document, config.path, problems);
  if (fields.has_only({"$schema", "components", "include", "exclude", "packs", "report", "context"})) {
    if (const YamlNode* components = document->find("components");
        components != nullptr && components->kind != YamlNode::Kind::Null) {
      read_components(*components, config.path, problems, config);
    }
    config.include = fields.list("include");
    config.exclude = fields.list("exclude");
    config.packs = fields.list("packs");
    if (const YamlNode* report = document->find("report"); report != nullptr && report->kind != YamlNode::Kind::Null)
      config.report = read_report_text(*report, config.path, problems);
    if (const YamlNode* context = document->find("context");
        context != nullptr && context->kind != YamlNode::Kind::Null) {
      read_context(*context, config.path, problems, config);
    }
  }
  if (problems.any()) return tl::unexpected(problems.error());
  return config;
}

std::string context_section(std::span<const Question> questions, const TeamAnswers& team) {
  std::string text =
      "# What only the team knows. Without it the verdicts rest on the code alone. `assay ask` asks these questions.\n"
      "context:\n";
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    std::string choices;
    for (const QuestionOption& option : question.options)
      choices += fmt::format("{}{}", choices.empty() ? "" : " | ", option.id);
    text += fmt::format("  # {} {}\n", question.asks, choices);
    const std::uint32_t answer = i < team.size() ? team[i] : 0;
    text += answer == 0 ? fmt::format("  #{}:\n", question.id)
                        : fmt::format("  {}: {}\n", question.id, question.options[answer - 1].id);
  }
  return text;
}

std::string config_template(const std::vector<NamedComponent>& found, std::span<const Question> questions,
                            const TeamAnswers& team) {
  std::string text =
      "# assay reads this file from the root of the scanned repository. Every key may be left out.\n"
      "\n"
      "# Parts to judge as one. Without it, assay finds components from manifests and source folders;\n"
      "# these paths are then taken out of what it finds.\n"
      "components:\n";
  for (const NamedComponent& component : found) {
    std::string paths;
    for (const std::string& path : component.paths)
      paths += (paths.empty() ? "" : ", ") + fmt::format("\"{}\"", json_path(path));
    text += fmt::format("#  \"{}\": [{}]\n", json_path(component.name), paths);
  }
  text +=
      "\n"
      "# Only files that match one of these globs, where there are any.\n"
      "include: []\n"
      "\n"
      "# Not the files that match one of these. `.gitignore`, `.ignore` and `.assayignore` are honoured anyway.\n"
      "exclude: []\n"
      "\n"
      "# Own rules and catalogues of library calls: files below this root named catalog/<language>/X.yaml,\n"
      "# findings/<family>/X.yaml or verdicts/X.yaml in some folder. `assay rules check PATH` validates them.\n"
      "packs: []\n"
      "\n"
      "# What the HTML report bears: title, client, author, date, introduction, logo (an image below this root), and "
      "source,\n"
      "# where its places in the code lead: https://example.org/shop/blob/{revision}/{path}#L{line}\n"
      "report: {}\n";
  text += "\n" + context_section(questions, team);
  return text;
}

}  // namespace assay
