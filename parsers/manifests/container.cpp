// Dockerfiles, compose files and Procfiles: what runs as a process of its own, from which folder, on which port.

#include <map>
#include <string>

#include "parsers/manifests/document.h"
#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

// What a build stage passes on to those built FROM it.
struct Stage {
  std::string entrypoint;
  std::string command;
  std::string ports;      // separated by ", "
  std::size_t image = 0;  // row of the image that it starts from, plus one; 0: scratch
};

// ["node", "server.js"] → node server.js; the shell form stays as it is.
std::string command_text(std::string_view arguments) {
  arguments = trim(arguments);
  if (!arguments.starts_with('[')) return std::string(arguments.substr(0, max_text));
  const Document document = load_json(arguments.substr(0, 10'000));
  std::string text;
  for (const Value word : document.root()) {
    if (!text.empty()) text += ' ';
    text += word.text();
  }
  return text;
}

// A compose command is a text or a list of words.
std::string command_text(Value command) {
  std::string text(command.text());
  for (const Value word : command) {
    if (!text.empty()) text += ' ';
    text += word.text();
    if (text.size() > max_text) break;
  }
  return text;
}

// `registry:5000/team/image:1.2@sha256:…` → name, tag or digest
Cut split_image(std::string_view image) {
  const Cut digest = cut(image, "@");
  const auto colon = digest.head.rfind(':');
  if (colon == std::string_view::npos || digest.head.find('/', colon) != std::string_view::npos) return digest;
  return {digest.head.substr(0, colon), digest.head.substr(colon + 1)};
}

// Replaces $NAME and ${NAME} by the defaults of ARG instructions.
std::string with_arguments(std::string_view text, const std::map<std::string, std::string, std::less<>>& arguments) {
  std::string result;
  while (!text.empty() && result.size() < max_text) {
    const auto dollar = std::min(text.find('$'), text.size());
    result += text.substr(0, dollar);
    text.remove_prefix(dollar);
    if (text.empty()) break;
    const bool braces = text.starts_with("${");
    std::size_t end = braces ? 2 : 1;
    while (end < text.size() && is_word(text[end])) ++end;
    const auto known = arguments.find(text.substr(braces ? 2 : 1, end - (braces ? 2 : 1)));
    if (braces) end = std::min(text.find('}', end), text.size() - 1) + 1;
    result += known == arguments.end() ? std::string(text.substr(0, end)) : known->second;
    text.remove_prefix(end);
  }
  return result;
}

void add_image(Draft& draft, UnitT& unit, std::string_view image, DependencyScope scope, std::uint32_t line) {
  const Cut parts = split_image(image);
  draft.depend(unit, {parts.head, parts.tail, "docker", scope, false, line});
}

class DockerfileReader {
 public:
  DockerfileReader(const Input& input, Draft& draft)
      : draft_(draft), unit_(draft.unit(input.directory)), name_(input.name), bytes_(input.bytes) {}

  void read() {
    std::string until;  // inside a here-document
    for (ContinuedLines lines(bytes_); lines.next();) {
      const std::string_view line = trim(lines.line());
      if (!until.empty()) {
        if (line == until) until.clear();
        continue;
      }
      if (line.empty() || line.front() == '#') continue;
      const Cut parts = cut(line, " ");
      const std::string instruction = lower_ascii(parts.head);
      if ((instruction == "run" || instruction == "copy") && parts.tail.find("<<") != std::string_view::npos) {
        std::string_view mark = cut(parts.tail, "<<").tail;
        consume(mark, "-");
        const auto mark_words = words(mark);
        if (!mark_words.empty()) until = unquote(mark_words[0]);
        continue;
      }
      run(instruction, trim(parts.tail), lines.number());
    }
    finish();
  }

 private:
  void run(const std::string& instruction, std::string_view arguments, std::uint32_t line) {
    if (instruction == "arg") {
      const Cut argument = cut(arguments, "=");
      if (!argument.tail.empty()) arguments_.emplace(argument.head, unquote(argument.tail));
    } else if (instruction == "from") {
      start_stage(arguments, line);
    } else if (instruction == "entrypoint") {
      stage_.entrypoint = command_text(arguments);
    } else if (instruction == "cmd") {
      stage_.command = command_text(arguments);
    } else if (instruction == "expose") {
      for (const std::string_view port : words(arguments)) {
        if (stage_.ports.size() > 60) break;
        if (!stage_.ports.empty()) stage_.ports += ", ";
        stage_.ports += with_arguments(port, arguments_);
      }
    }
  }

  // FROM [--platform=…] image [AS name]
  void start_stage(std::string_view arguments, std::uint32_t line) {
    if (!stage_name_.empty()) stages_[stage_name_] = stage_;
    std::string image;
    stage_name_.clear();
    const auto parts = words(arguments);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].starts_with("--")) continue;
      if (image.empty()) {
        image = with_arguments(parts[i], arguments_);
      } else if (lower_ascii(parts[i]) == "as" && i + 1 < parts.size()) {
        stage_name_ = lower_ascii(parts[i + 1]);
      }
    }
    const auto earlier = stages_.find(lower_ascii(image));
    stage_ = earlier == stages_.end() ? Stage() : earlier->second;
    if (earlier == stages_.end() && image != "scratch") {
      images_.push_back({image, line});
      stage_.image = images_.size();
    }
  }

  // The last stage is what is shipped; images of the others only build.
  void finish() {
    for (std::size_t i = 0; i < images_.size(); ++i) {
      const bool shipped = i + 1 == stage_.image;
      add_image(draft_, unit_, images_[i].first, shipped ? DependencyScope::Runtime : DependencyScope::Build,
                images_[i].second);
    }
    std::string entry = stage_.entrypoint;
    if (!stage_.command.empty()) entry += (entry.empty() ? "" : " ") + stage_.command;
    add_once(unit_.entries, entry);
    if (!stage_.ports.empty()) {
      const bool several = stage_.ports.find(", ") != std::string::npos;
      state_kind(unit_, UnitKind::Service,
                 std::string(name_) + " exposes port" + (several ? "s " : " ") + stage_.ports);
    }
  }

  Draft& draft_;
  UnitT& unit_;
  std::string_view name_;
  std::string_view bytes_;
  std::map<std::string, std::string, std::less<>> arguments_;
  std::map<std::string, Stage> stages_;
  Stage stage_;
  std::string stage_name_;
  std::vector<std::pair<std::string, std::uint32_t>> images_;
};

}  // namespace

void read_dockerfile(const Input& input, Draft& draft) { DockerfileReader(input, draft).read(); }

void read_compose(const Input& input, Draft& draft) {
  const Document document = load_yaml(input.bytes);
  draft.note(document.trouble());
  const Value services = document.root()["services"];
  UnitT& all = draft.unit(input.directory);
  for (const Value service : services) {
    if (!service.is_map()) continue;
    const Value build = service["build"];
    const std::string_view context = build.is_map() ? build["context"].text() : build.text();
    if (!build.exists()) {
      add_image(draft, all, service["image"].text(), DependencyScope::Runtime, service.line());
      continue;
    }
    const auto directory = join_path(input.directory, context);
    if (!directory) continue;
    UnitT& unit = draft.unit(*directory, service.key());
    const std::string command = command_text(service["command"]);
    add_once(unit.entries, command_text(service["entrypoint"]));
    add_once(unit.entries, command);
    const std::string who = "`" + std::string(service.key()) + "` in " + std::string(input.name);
    if (service["ports"].size() > 0) {
      state_kind(unit, UnitKind::Service, who + " publishes " + counted(service["ports"].size(), "port"));
    }
    if (service["expose"].size() > 0) {
      state_kind(unit, UnitKind::Service, who + " exposes " + counted(service["expose"].size(), "port"));
    }
    const bool idles = command.starts_with("sleep ") || command.starts_with("tail ");  // only keeps the container up
    if (!command.empty() && !idles && services.size() > 1) {
      state_kind(unit, UnitKind::Worker, who + " runs `" + command.substr(0, 80) + "` and publishes no port");
    }
  }
  if (services.size() > 0) {
    state_kind(all, UnitKind::Infrastructure,
               std::string(input.name) + " wires up " + counted(services.size(), "service"));
  }
}

// `web: command` serves requests; other long-running processes work in the background; release runs once.
void read_procfile(const Input& input, Draft& draft) {
  for (Lines lines(input.bytes); lines.next();) {
    const Cut process = cut(lines.line(), ":");
    const std::string_view name = trim(process.head);
    const std::string_view command = trim(process.tail);
    if (name.empty() || name.front() == '#' || command.empty()) continue;
    UnitT& unit = draft.unit(input.directory, name);
    add_once(unit.entries, command);
    const std::string reason = "`" + std::string(name) + "` in " + std::string(input.name);
    if (name == "web") {
      state_kind(unit, UnitKind::Service, reason + " serves requests");
    } else if (name == "release" || name == "postdeploy") {
      state_kind(unit, UnitKind::Infrastructure, reason + " runs once per deployment");
    } else {
      state_kind(unit, UnitKind::Worker, reason + " runs in the background");
    }
  }
}

}  // namespace assay::manifests
