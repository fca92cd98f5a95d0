// See finding_examples.h.
#include "analyzer/finding_examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/call_order.h"
#include "analyzer/analysis/handlers.h"
#include "analyzer/facts/builder.h"
#include "analyzer/facts/view.h"
#include "parsers/cxx/unit_parser.h"
#include "parsers/file_parser.h"
#include "parsers/language.h"
#include "parsers/syntax/arena.h"
#include "rules/engine/catalog.h"
#include "rules/engine/findings.h"

namespace assay {
namespace {

constexpr std::string_view example_date = "2026-01-01";  // of comments that expire
constexpr std::size_t arena_bytes = 1'000'000'000;

std::set<std::uint32_t> marked_lines(std::string_view code) {
  std::set<std::uint32_t> lines;
  std::uint32_t line = 1;
  while (!code.empty()) {
    const std::size_t end = std::min(code.find('\n'), code.size());
    const std::string_view text = code.substr(0, end);
    if (text.ends_with("# finds") || text.ends_with("// finds")) lines.insert(line);
    code.remove_prefix(std::min(end + 1, code.size()));
    ++line;
  }
  return lines;
}

// Names under which a file is nobody's test.
std::string file_name(const LanguageSpec& spec, std::string_view stem) {
  return fmt::format("{}{}", stem, spec.marks.extensions.front());
}

// Kinds of sites that only a compiler sees: the examples of rules about them are compiled.
constexpr std::uint32_t bit_of(facts::SiteKind kind) { return 1U << static_cast<unsigned>(kind); }
constexpr std::uint32_t compiler_sites = bit_of(facts::SiteKind::ValueCopy) | bit_of(facts::SiteKind::CopiedParameter) |
                                         bit_of(facts::SiteKind::ReferenceCount) |
                                         bit_of(facts::SiteKind::SharedCacheLine);

class Runner {
 public:
  explicit Runner(std::span<const FindingRule> rules) : rules_(rules) {}

  std::vector<std::string> run() {
    for (std::size_t r = 0; r < rules_.size(); ++r) {
      for (const FindingExample& example : rules_[r].examples) check(rules_.subspan(r, 1), example);
    }
    return std::move(failed_);
  }

 private:
  void fail(const FindingRule& rule, const FindingExample& example, std::string_view text) {
    failed_.push_back(fmt::format("{}:{}: example of `{}`: {}", rule.path, example.line, rule.id, text));
  }

  // What the compiler says of a file that lies nowhere; empty: it has errors.
  static std::string compile(const std::string& path, const std::string& code) {
    UnitParser parser(*load_libclang(), "/example", [](const std::string&) { return true; });
    const bool c = path.ends_with(".c");
    const Result<CompiledUnitBuilder> unit =
        parser.parse({path, {"-x", c ? "c" : "c++", c ? "-std=c17" : "-std=c++20"}}, 0, &code);
    return unit && unit->errors == 0 && !unit->files.empty() ? pack_unit(*unit) : std::string{};
  }

  void check(std::span<const FindingRule> one, const FindingExample& example) {
    const FindingRule& rule = one.front();
    const LanguageSpec* spec = find_language(example.language);
    const bool compiled = (rule.where.site & compiler_sites) != 0;
    if (compiled && load_libclang() == nullptr) return;  // nothing can be said of it here
    if (spec == nullptr) return fail(rule, example, "its language has no front end, name another");
    Model model;
    std::vector<NamedComponent> named;
    const auto add = [&](std::string_view stem, const std::string& code) {
      const std::string path = file_name(*spec, stem);
      FactsBuilder facts;
      const std::string answer = compiled ? compile(path, code) : std::string{};
      const facts::Blob* said = answer.empty() ? nullptr : open_blob(answer);
      if (compiled && said == nullptr) return fail(rule, example, "the code cannot be compiled");
      const CompilerNotes notes{said != nullptr ? said->compiled()->files()->Get(0) : nullptr, 0};
      if (parser_.parse(*spec, path, code, facts, notes) != ParseStatus::Ok)
        return fail(rule, example, "the code cannot be parsed");
      if (facts.error_bytes > 0 || facts.missing_nodes > 0) fail(rule, example, "the code has a syntax error");
      const std::string blob = pack_blob(&facts, nullptr);
      const facts::FileFacts& file = *open_blob(blob)->facts();
      merge_file(model, path, file, FileNames(file));
    };
    add("example", example.code);
    if (!example.elsewhere.empty()) {
      add("other", example.elsewhere);
      named.push_back({"other", {file_name(*spec, "other")}});
    }
    const Result<Catalog> catalog = load_catalog(embedded_files(), example.language);
    if (!catalog) return fail(rule, example, catalog.error().message);
    Catalogs catalogs{};
    catalogs[static_cast<std::size_t>(example.language)] = &*catalog;
    const Symbols symbols(model);
    const CallGraph graph = resolve_calls(model, symbols, catalogs, "example");
    mark_handlers(model, graph, catalogs);
    const CallOrder order = order_calls(model, graph);
    const Effects effects = find_effects(model, graph, order);
    const HotPaths hot_paths =
        rank_hot_paths(model, measure_costs(model, graph), order, find_entries(model, order, {}));
    const Components components = discover_components(model, {}, named, "example");
    const HeldLocks locks(model, graph);
    const LibraryDomains libraries(model, catalogs, components);
    const LanguageLibrary language_library(model, catalogs, components);
    const ComponentCallers callers(model, graph, components);
    std::set<std::uint32_t> found;
    for (const Finding& f : find_findings({model, graph, order, effects, hot_paths, catalogs, components, locks,
                                           libraries, language_library, callers},
                                          one, example_date)) {
      if (f.file.index() == 0) found.insert(f.line);
    }
    const std::set<std::uint32_t> marked = marked_lines(example.code);
    for (const std::uint32_t line : marked) {
      if (!found.contains(line)) fail(rule, example, fmt::format("line {} is marked and not found", line));
    }
    for (const std::uint32_t line : found) {
      if (!marked.contains(line)) fail(rule, example, fmt::format("line {} is found and not marked", line));
    }
  }

  std::span<const FindingRule> rules_;
  FileParser parser_{ParseLimits{}};
  std::vector<std::string> failed_;
};

}  // namespace

std::vector<std::string> failed_finding_examples(std::span<const FindingRule> rules) {
  assay_arena_install(arena_bytes, [] { std::abort(); });
  return Runner(rules).run();
}

}  // namespace assay
