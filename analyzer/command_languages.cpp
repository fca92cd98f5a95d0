// `assay languages` and `assay facts FILE`: what the front ends provide, and what they see in one file.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <span>

#include "analyzer/base/text.h"
#include "analyzer/commands.h"
#include "analyzer/facts/dump.h"
#include "analyzer/facts/view.h"
#include "analyzer/output.h"
#include "analyzer/project/content.h"
#include "parsers/file_parser.h"
#include "parsers/language.h"
#include "parsers/syntax/arena.h"
#include "reports/json_writer.h"
#include "reports/terminal.h"

namespace assay {

namespace {

std::string languages_as_json() {
  std::string out;
  JsonWriter json(out);
  const auto strings = [&](std::string_view key, std::span<const std::string_view> values) {
    json.key(key).inline_next().begin_array();
    for (const std::string_view value : values) json.value(value);
    json.end_array();
  };
  json.begin_object().key("languages").begin_array();
  for (const LanguageSpec* language : languages()) {
    json.begin_object().field("name", language->marks.name);
    strings("extensions", language->marks.extensions);
    strings("filenames", language->marks.filenames);
    strings("interpreters", language->marks.interpreters);
    json.key("absences").begin_array();
    for (const LanguageSpec::Absence& absence : language->absences) {
      json.inline_next().begin_object().field("fact", absence.fact).field("reason", absence.reason).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace

int run_languages(const Options& options) {
  if (!options.formats.empty() && options.formats[0] == "json") {
    return print(languages_as_json());
  }
  std::string out;
  for (const LanguageSpec* language : languages()) {
    std::string names;
    for (const std::string_view extension : language->marks.extensions)
      names += fmt::format("{}{}", names.empty() ? "" : " ", extension);
    for (const std::string_view name : language->marks.filenames) names += fmt::format(" {}", name);
    out += fmt::format("{}\n  {}\n", language->marks.name, wrapped("files: " + names, 2, 4));
    out += language->absences.empty() ? "  all facts\n" : "  all facts but:\n";
    for (const LanguageSpec::Absence& absence : language->absences) {
      out += fmt::format("    {:<22}{}\n", absence.fact, wrapped(absence.reason, 26, 26));
    }
  }
  return print(out);
}

int run_facts(const Options& options) {
  const int folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::size_t slash = options.path.find_last_of('/');
  const int root = slash == std::string::npos
                       ? folder
                       : open(options.path.substr(0, slash + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::string name = slash == std::string::npos ? options.path : options.path.substr(slash + 1);
  Result<std::string> bytes =
      root < 0 ? Result<std::string>(failure("no such folder")) : read_beneath(root, name, options.max_file_size);
  if (root >= 0 && root != folder) close(root);
  if (folder >= 0) close(folder);
  if (!bytes) return complain(fmt::format("cannot read `{}`: {}", options.path, bytes.error().message), exit_not_done);

  Language guess = Language::None;
  for (const LanguageMarks& marks : language_marks()) {
    for (const std::string_view extension : marks.extensions) {
      if (guess == Language::None && lower_ascii(name).ends_with(extension)) guess = marks.id;
    }
  }
  const SourceText source = decode_source(name, std::move(*bytes), guess, false, language_marks());
  const LanguageSpec* spec = find_language(source.language);
  if (spec == nullptr)
    return complain(fmt::format("`{}` is not analysed: {}", options.path, source.reason), exit_not_done);
  assay_arena_install(std::size_t{options.worker_memory_mb} * 1'000'000, [] { _exit(exit_not_done); });
  FileParser parser({options.file_timeout_ms, std::size_t{options.worker_memory_mb} * 1'000'000});
  FactsBuilder facts;
  if (parser.parse(*spec, options.path, source.text, facts) != ParseStatus::Ok) {
    return complain(fmt::format("the parser gave `{}` up", options.path), exit_not_done);
  }
  facts.encoding = source.encoding;
  const std::string blob = pack_blob(&facts, nullptr);
  return print(dump_facts(*open_blob(blob)->facts()));
}

}  // namespace assay
