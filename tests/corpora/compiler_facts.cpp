// What the compiler added to the syntax tree's facts of a repository. usage: compiler_facts ROOT [DATABASE] [--dump FILE]
//
// Prints units, functions known to the syntax tree, to the compiler and to both (code that #if excludes and functions that
// have no text of their own, since a macro makes them, apart), calls by how their target is known, how many calls through
// pointers come to functions, and what only one side has. With --dump, the facts of one file.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/packed.h"
#include "analyzer/facts/dump.h"
#include "analyzer/facts/view.h"
#include "analyzer/pipeline.h"
#include "analyzer/project/work_tree.h"

namespace {

using namespace assay;

struct Counts {
  std::size_t both = 0, syntax_only = 0, compiler_only = 0, inactive = 0, macro_made = 0;
  std::map<std::string, std::size_t> calls;
  std::vector<std::string> examples;
};

bool has(const facts::Function& f, facts::FunctionFlag flag) {
  return (f.flags() & static_cast<std::uint32_t>(flag)) != 0;
}

void note(Counts& counts, std::string example) {
  constexpr std::size_t most = 2'000;
  if (counts.examples.size() < most) counts.examples.push_back(std::move(example));
}

// `TEST(a, b)` defines what is in no text.
bool has_body(const std::string& text, const facts::Function& f) { return text.find('{', f.begin()) < f.end(); }

void add_functions(const std::string& path, const facts::FileFacts& file, const std::string& text, Counts& counts) {
  std::vector<bool> known(file.functions()->size() + 1);
  for (const auto* s : *file.symbols()) known[s->function()] = true;
  for (std::uint32_t i = 0; i < file.functions()->size(); ++i) {
    const facts::Function& f = *file.functions()->Get(i);
    if (has(f, facts::FunctionFlag::Module) || has(f, facts::FunctionFlag::Lambda)) continue;
    const bool made = f.operations() == 1 && f.arithmetic() == 0 && f.parameters() == 0 && known[i + 1] &&
                      f.branches() == 0 && f.assignments() == 0 && f.parent() == 0 && f.type() == 0 && f.loops() == 0;
    if (has(f, facts::FunctionFlag::Inactive)) {
      ++counts.inactive;
    } else if (!known[i + 1]) {
      ++counts.syntax_only;
      note(counts, fmt::format("syntax only: {}:{} {}", path, f.line(), name_of(file, f.qualified())));
    } else if (made && !has_body(text, f)) {
      ++counts.macro_made;
    } else if (made) {
      ++counts.compiler_only;
      note(counts, fmt::format("compiler only: {}:{} {}", path, f.line(), name_of(file, f.qualified())));
    } else {
      ++counts.both;
    }
  }
}

void add_calls(const std::string& path, const facts::FileFacts& file, Counts& counts) {
  std::vector<int> kinds(file.calls()->size() + 1, -1);
  for (const auto* t : *file.targets()) {
    const bool unknown = t->kind() == facts::TargetKind::Dependent && t->symbol() == 0;
    kinds[t->call()] = unknown ? 99 : static_cast<int>(t->kind());
  }
  for (std::uint32_t i = 0; i < file.calls()->size(); ++i) {
    const facts::Call& call = *file.calls()->Get(i);
    const facts::Function& caller = *file.functions()->Get(call.caller() - 1);
    const int kind = kinds[i + 1];
    std::string name = kind == 99  ? "Dependent, unknown"
                       : kind >= 0 ? facts::EnumNameTargetKind(static_cast<facts::TargetKind>(kind))
                       : has(caller, facts::FunctionFlag::Inactive) ? "inactive"
                                                                    : "unknown";
    if (name == "unknown")
      note(counts,
           fmt::format("call unknown: {}:{}:{} {}", path, call.line(), call.column(), name_of(file, call.name())));
    ++counts.calls[name];
  }
}

// Which functions calls through pointers run, by the compiler's names of what holds them or by the flow of values.
void print_pointers(const Report& report, Counts& counts) {
  std::size_t calls = 0, compiler = 0, values = 0, functions = 0;
  for (const facts::Target& target : report.model.targets) {
    if (target.kind() != facts::TargetKind::Pointer) continue;
    ++calls;
    const std::uint32_t call = target.call() - 1;
    const std::span<const FunctionId> targets = report.calls.targets_of(call);
    const facts::Call& row = report.model.calls[call];
    const std::string place = fmt::format("{}:{}:{} {}", report.model.file_of(FunctionId{row.caller()}).path,
                                          row.line(), row.column(), report.model.names.text(row.name()));
    if (report.calls.evidence[call] == CallEvidence::Compiler) {
      ++compiler;
      functions += targets.size();
      std::string names;
      for (const FunctionId f : targets) names.append(" ").append(report.model.qualified_name(f));
      note(counts, fmt::format("pointer: {} →{}", place, names));
    } else {
      values += targets.empty() ? 0 : 1;
      note(counts, fmt::format("pointer unknown: {}", place));
    }
  }
  fmt::print("pointers: calls {} known {} ({} functions) by values or name {}\n", calls, compiler, functions, values);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  ScanRequest request;
  request.root = argv[1];
  std::string dumped;
  for (int i = 2; i < argc; ++i) {
    if (std::string(argv[i]) == "--dump" && i + 1 < argc) {
      dumped = argv[++i];
    } else {
      request.compile_commands = argv[i];
    }
  }
  Result<Place> place = find_place(request.root);
  if (!place) return 3;
  Result<std::unique_ptr<WorkTree>> tree = WorkTree::open(std::move(*place));
  if (!tree) return 3;
  Result<Gathered> gathered = gather(**tree, request, [](std::size_t, std::size_t) {});
  if (!gathered) {
    fmt::print(stderr, "{}\n", gathered.error().message);
    return 3;
  }
  Counts counts;
  std::size_t files = 0;
  for (std::size_t i = 0; i < gathered->outcomes.size(); ++i) {
    const std::string& path = gathered->inventory.files[i].path;
    const std::optional<std::string> bytes = unpack(gathered->outcomes[i].blob);
    const facts::Blob* blob = bytes ? open_blob(*bytes) : nullptr;
    if (blob == nullptr || blob->facts() == nullptr) continue;
    if (path == dumped) fmt::print("{}", dump_facts(*blob->facts()));
    if (!blob->facts()->compiled()) continue;
    ++files;
    std::ifstream source(request.root + '/' + path, std::ios::binary);
    add_functions(path, *blob->facts(), std::string(std::istreambuf_iterator<char>(source), {}), counts);
    add_calls(path, *blob->facts(), counts);
  }
  if (!dumped.empty()) return 0;
  const CompilerUse use = gathered->compiler;
  fmt::print("units {} parsed {} with errors {} files {}\n", use.units, use.parsed, use.with_errors, files);
  for (const SkippedFile& unit : use.failed) fmt::print("failed {}: {}\n", unit.path, unit.reason);
  fmt::print("functions both {} syntax only {} compiler only {} macro-made {} inactive {}\n", counts.both,
             counts.syntax_only, counts.compiler_only, counts.macro_made, counts.inactive);
  for (const auto& [kind, count] : counts.calls) fmt::print("calls {}: {}\n", kind, count);
  Result<RuleSet> rules = load_rules(request);
  Result<Report> report = rules ? analyse(std::move(*gathered), request, std::move(*rules)) : Result<Report>{};
  if (!report) return 3;
  print_pointers(*report, counts);
  for (const std::string& example : counts.examples) fmt::print("{}\n", example);
  return 0;
}
