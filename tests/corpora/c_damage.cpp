// What do macros cost where C and C++ are parsed without a compiler? The input of c_damage.py.
//
// usage: c_damage LIST [--functions FILE] [--errors FILE] [--prepared PART], where LIST holds lines of LANGUAGE<tab>PATH; those that are not
// C or C++ are passed over. Each file is parsed plainly and again as a scan does it, alternately one or the other first.
// Prints one JSON object with the figures of both; seconds are CPU time of learning macros, preparing and parsing, not of
// reading the files and of extraction.
//   --functions  PATH<tab>NAME<tab>FIRST<tab>LINE of each function that a scan finds: where it begins, where its name stands
//   --prepared   the texts of files with PART in their path as the parser sees them, to standard error
//   --errors     PATH:LINE<tab>FUNCTION<tab>TEXT of the first error inside each function that a scan finds damaged, and of
//                each file's largest one from 1,000 bytes on
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/syntax/arena.h"
#include "parsers/syntax/extractor.h"
#include "parsers/tree_parser.h"

namespace {

using assay::FactsBuilder;
using assay::facts::FunctionFlag;

constexpr std::size_t max_bytes = 2'000'000;  // as a scan
constexpr std::uint32_t large_error = 1'000;  // bytes of an error node that are worth a line of their own
constexpr std::size_t max_memory = 1'500'000'000;

struct Figures {
  std::uint64_t files = 0, bytes = 0, given_up = 0, files_with_error = 0, error_bytes = 0;
  std::uint64_t functions = 0, functions_with_error = 0;
  double seconds = 0;
};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

bool has(const assay::facts::Function& function, FunctionFlag flag) {
  return (function.flags() & static_cast<std::uint32_t>(flag)) != 0;
}

// By row: is it a function with a name and a body, and does an error lie inside it or a closure of its own?
struct Named {
  bool counted = false, damaged = false;
};
std::vector<Named> named_functions(const FactsBuilder& facts) {
  std::vector<Named> found(facts.functions.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& function = facts.functions[i];
    found[i].counted = !has(function, FunctionFlag::Lambda) && !has(function, FunctionFlag::Module) &&
                       !has(function, FunctionFlag::Abstract);
    if (!has(function, FunctionFlag::HasError)) continue;
    std::size_t at = i;
    while (has(facts.functions[at], FunctionFlag::Lambda) && facts.functions[at].parent() != 0)
      at = facts.functions[at].parent() - 1;
    found[at].damaged = true;
  }
  return found;
}

std::size_t line_at(const std::string& text, std::size_t byte) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n'));
}

struct Place {
  std::uint32_t begin, end, row;
};
std::vector<Place> errors_of(const TSTree* tree) {
  std::vector<Place> places;
  std::unique_ptr<AssayWalk, void (*)(AssayWalk*)> walk(assay_walk_new(), &assay_walk_delete);
  assay_walk_start(walk.get(), tree, nullptr);
  AssayNode node;
  std::uint32_t tag = 0;
  while (assay_walk_next(walk.get(), &node, &tag) != ASSAY_WALK_END) {
    if (node.missing || node.symbol == static_cast<TSSymbol>(-1)) places.push_back({node.begin, node.end, node.row});
  }
  return places;
}

class Measurement {
 public:
  Measurement(const assay::MacroTable& macros, const char* functions, const char* errors)
      : trees_(assay::ParseLimits{}, macros) {
    if (functions != nullptr) functions_.open(functions);
    if (errors != nullptr) errors_.open(errors);
    plain_c_.prepare = nullptr;
    plain_cpp_.prepare = nullptr;
  }

  void file(assay::Language language, const std::string& path, const std::string& text) {
    const assay::LanguageSpec& spec = *assay::find_language(language);
    const assay::LanguageSpec& plain = language == assay::Language::C ? plain_c_ : plain_cpp_;
    const bool plain_first = before.files % 2 == 0;
    if (plain_first) parse(plain, path, text, before, false);
    parse(spec, path, text, now, true);
    if (!plain_first) parse(plain, path, text, before, false);
  }

  Figures before, now;
  const char* print_prepared = nullptr;  // part of a path

 private:
  void parse(const assay::LanguageSpec& spec, const std::string& path, const std::string& text, Figures& figures,
             bool listed) {
    const double begin = cpu_seconds();
    const assay::ParsedTree parsed = trees_.parse(spec, text);
    figures.seconds += cpu_seconds() - begin;
    if (listed && print_prepared != nullptr && path.find(print_prepared) != std::string::npos)
      std::fputs(trees_.prepared().c_str(), stderr);
    ++figures.files;
    figures.bytes += text.size();
    if (parsed.tree == nullptr) {
      ++figures.given_up;
    } else {
      facts_.clear();
      extractor_.extract(*parsed.spec, *parsed.grammar, parsed.tree, path, text, facts_);
      count(parsed, path, text, figures, listed);
    }
    assay_arena_reset();
  }

  void count(const assay::ParsedTree& parsed, const std::string& path, const std::string& text, Figures& figures,
             bool listed) {
    figures.error_bytes += facts_.error_bytes;
    figures.files_with_error += facts_.error_bytes > 0 || facts_.missing_nodes > 0 ? 1 : 0;
    const std::vector<Named> named = named_functions(facts_);
    std::vector<Place> places;
    if (listed && errors_.is_open() && facts_.functions_with_error + facts_.missing_nodes + facts_.error_bytes > 0)
      places = errors_of(parsed.tree);
    for (std::size_t i = 0; i < named.size(); ++i) {
      if (!named[i].counted) continue;
      ++figures.functions;
      const auto& function = facts_.functions[i];
      std::string name(facts_.names.text(function.name()));
      std::replace_if(
          name.begin(), name.end(), [](unsigned char c) { return std::isspace(c) != 0; }, ' ');
      if (listed && functions_.is_open()) {
        functions_ << path << '\t' << name << '\t' << line_at(text, function.begin()) << '\t' << function.line()
                   << '\n';
      }
      if (!named[i].damaged) continue;
      ++figures.functions_with_error;
      const auto place = std::find_if(places.begin(), places.end(), [&](const Place& error) {
        return error.begin >= function.begin() && error.begin <= function.end();
      });
      if (place != places.end()) print(path, name, text, *place);
    }
    const auto worst = std::max_element(
        places.begin(), places.end(), [](const Place& a, const Place& b) { return a.end - a.begin < b.end - b.begin; });
    if (worst != places.end() && worst->end - worst->begin >= large_error) print(path, "(large)", text, *worst);
  }

  void print(const std::string& path, const std::string& name, const std::string& text, const Place& place) {
    const std::size_t line = text.rfind('\n', place.begin == 0 ? 0 : place.begin - 1) + 1;
    errors_ << path << ':' << place.row + 1 << '\t' << name << '\t'
            << std::string_view(text).substr(line, std::min(text.find('\n', place.begin), line + 200) - line) << '\n';
  }

  assay::LanguageSpec plain_c_ = *assay::find_language(assay::Language::C);
  assay::LanguageSpec plain_cpp_ = *assay::find_language(assay::Language::Cpp);
  assay::TreeParser trees_;
  assay::Extractor extractor_;
  FactsBuilder facts_;
  std::ofstream functions_, errors_;
};

struct Source {
  assay::Language language;
  std::string path;
};

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(0, file.tellg()));
  if (size > max_bytes) return std::string(max_bytes + 1, ' ');
  std::string text(size, '\0');
  file.seekg(0);
  file.read(text.data(), static_cast<std::streamsize>(size));
  return text;
}

std::string as_json(const Figures& f) {
  return fmt::format(
      "{{\"files\": {}, \"bytes\": {}, \"given_up\": {}, \"files_with_error\": {}, \"error_bytes\": {}, \"functions\": "
      "{}, "
      "\"functions_with_error\": {}, \"seconds\": {:.3f}}}",
      f.files, f.bytes, f.given_up, f.files_with_error, f.error_bytes, f.functions, f.functions_with_error, f.seconds);
}

}  // namespace

int main(int argc, char** argv) {
  const char *list = nullptr, *functions = nullptr, *errors = nullptr;
  const char* prepared = nullptr;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--functions" && i + 1 < argc) {
      functions = argv[++i];
    } else if (argument == "--errors" && i + 1 < argc) {
      errors = argv[++i];
    } else if (argument == "--prepared" && i + 1 < argc) {
      prepared = argv[++i];
    } else {
      list = argv[i];
    }
  }
  std::ifstream lines(list == nullptr ? "" : list);
  if (!lines) {
    std::fprintf(stderr, "usage: c_damage LIST [--functions FILE] [--errors FILE] [--prepared]\n");
    return 2;
  }
  assay_arena_install(max_memory, [] { std::abort(); });
  std::vector<Source> sources;
  for (std::string line; std::getline(lines, line);) {
    const bool c = line.starts_with("c\t");
    if (!c && !line.starts_with("cpp\t")) continue;
    sources.push_back({c ? assay::Language::C : assay::Language::Cpp, line.substr(line.find('\t') + 1)});
  }
  const double begin = cpu_seconds();
  assay::MacroTable macros = assay::repository_macros();
  for (const Source& source : sources) {
    if (assay::may_define_for_others(source.path)) macros.learn(text_of(source.path));
  }
  macros.settle();
  const double learnt = cpu_seconds() - begin;
  Measurement measurement(macros, functions, errors);
  measurement.print_prepared = prepared;
  for (const Source& source : sources) {
    const std::string text = text_of(source.path);
    if (text.size() <= max_bytes) measurement.file(source.language, source.path, text);
  }
  measurement.now.seconds += learnt;
  std::printf("{\"plain\": %s, \"prepared\": %s, \"macros\": %zu, \"learning_seconds\": %.3f}\n",
              as_json(measurement.before).c_str(), as_json(measurement.now).c_str(), macros.size(), learnt);
  return 0;
}
