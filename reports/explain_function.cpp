// See explain_function.h. Eighty columns; every foreign string goes through printable().
#include "reports/explain_function.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "analyzer/analysis/function_heat.h"
#include "analyzer/base/text.h"
#include "reports/json_writer.h"
#include "reports/terminal.h"

namespace assay {
namespace {

constexpr std::size_t functions_listed = 20;
constexpr std::size_t loops_shown = 10;
constexpr std::size_t places_shown = 3;
constexpr std::size_t places_told = 20;  // in JSON
constexpr std::size_t longest_name = 100;

// Where shares come from, as `hot_paths` in the JSON report says it.
std::string_view basis_of(const HotFunction& hot) { return hot.basis == Basis::Profile ? "profile" : "static"; }

FunctionHeat heat_of(const Report& report, FunctionId function) {
  const CallFlows flows = find_call_flows(report.model, report.order, report.entries, report.hot_paths);
  return explain_heat(report.model, report.calls, flows, report.hot_paths, function);
}

// Shares by function; those without one are missing.
std::unordered_map<std::uint32_t, const HotFunction*> shares_of(const Report& report) {
  std::unordered_map<std::uint32_t, const HotFunction*> shares;
  for (const HotFunction& hot : report.hot_paths.functions) shares.emplace(hot.function.value, &hot);
  return shares;
}

std::string name_of(const Model& model, FunctionId function) {
  const std::string name = printable(model.qualified_name(function));
  return name.empty() ? "(anonymous)" : fitted(name, std::min(columns(name), longest_name));
}

// Exactly so wide; the end of a qualified name tells most.
std::string fitted_name(const std::string& name, std::size_t width) {
  return fitted(columns(name) <= width ? name : fitted_path(name, width), width);
}

std::string place_of(const Model& model, FunctionId function, std::uint32_t line) {
  return fmt::format("{}:{}", printable(model.file_of(function).path), line);
}

const std::string& component_of(const Report& report, FunctionId function) {
  const FileId file = report.model.function_file[function.index()];
  return report.components.list[report.components.of_file[file.index()].index()].id;
}

// 0.1234 → "12.3 %"; what is small keeps two digits.
std::string percent(double share) {
  const double value = 100 * share;
  if (value >= 0.095) return fmt::format("{:.1f} %", value);
  return value < 0.0001 ? "0 %" : fmt::format("{:.1g} %", value);
}

// 1234.5 → "1,234"; what is small keeps two digits.
std::string counted(double number) {
  return number >= 100 ? grouped(static_cast<unsigned long long>(number)) : fmt::format("{:.2g}", number);
}

// Only "once" is sure.
std::string times(double per_run) { return per_run == 1 ? "×1" : "×~" + counted(per_run); }

std::string_view evidence_name(CallEvidence evidence) {
  switch (evidence) {
    case CallEvidence::Compiler: return "compiler";
    case CallEvidence::Resolved: return "resolved";
    case CallEvidence::Value: return "value";
    case CallEvidence::Name: return "name";
    case CallEvidence::Library: return "library";
    case CallEvidence::Unresolved: break;
  }
  return "unresolved";
}

std::string evidence_words(const CallPlace& place) {
  std::string words(place.evidence == CallEvidence::Name    ? "known by name only"
                    : place.evidence == CallEvidence::Value ? "through a variable"
                                                            : evidence_name(place.evidence));
  if (place.candidates > 1) words += fmt::format(", 1 of {} candidates", place.candidates);
  if (place.spawned) words += ", starts a task";
  return words;
}

// "line 35 ×1, line 40 ×~10 (resolved)": places that are known in the same way stand together.
std::string places_words(const std::vector<CallPlace>& places) {
  std::string words, known;
  for (std::size_t i = 0; i < std::min(places.size(), places_shown); ++i) {
    const std::string next = evidence_words(places[i]);
    if (i > 0) words += known == next ? ", " : fmt::format(" ({}), ", known);
    known = next;
    words += fmt::format("line {}", places[i].line);
    if (places.size() > 1) words += " " + times(places[i].per_run);
  }
  if (places.size() > places_shown) words += fmt::format(" and {} more", places.size() - places_shown);
  return places.empty() ? words : fmt::format("{} ({})", words, known);
}

// "main → run → parse ×~10": run once a run of main, parse about ten times a run of that.
std::string chain_words(const Model& model, const CallerHeat& caller) {
  std::string words(caller.chain_is_cut ? "… → " : "");
  for (std::size_t i = 0; i < caller.chain.size(); ++i) {
    const ChainStep& step = caller.chain[i];
    // Top-level code begins chains of many files: say which.
    const bool module = model.has(step.function, facts::FunctionFlag::Module);
    words += i == 0 ? "" : " → ";
    words += module ? printable(file_name(model.file_of(step.function).path)) : name_of(model, step.function);
    if (i > 0 && step.per_run != 1) words += " " + times(step.per_run);
  }
  return words;
}

class Explanation {
 public:
  Explanation(const Report& report, FunctionId function, bool color)
      : report_(report), model_(report.model), heat_(heat_of(report, function)), paint_(color) {}

  std::string run() {
    line(paint_(Style::Bold, name_of(model_, heat_.function)));
    line("");
    shares();
    work();
    callers();
    callees();
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text).append("\n"); }
  void part(std::string_view label, std::string_view text) {
    line(fmt::format("{:<12}{}", label, wrapped(text, 12, 12)));
  }
  void below(std::string_view text) { line(std::string(11, ' ') + wrapped(text, 11, 13)); }

  void shares() {
    part("place", fmt::format("{}, in {}", place_of(model_, heat_.function, model_.function(heat_.function).line()),
                              printable(component_of(report_, heat_.function))));
    if (heat_.rank == 0) {
      part("self", "0 %: nothing that runs is seen to call it");
    } else {
      part("self", fmt::format("{} of the {}, rank {} of {}", percent(heat_.hot.self),
                               basis_of(heat_.hot) == "static" ? "repository's own cost" : "profiled cost",
                               grouped(heat_.rank), grouped(report_.hot_paths.functions.size())));
      part("inclusive", percent(heat_.hot.inclusive) + " with what it calls");
      const std::string_view basis = basis_of(heat_.hot);
      part("basis", basis == "static" ? "estimated from the code" : "measured by a profile");
    }
    const std::vector<std::string>& why = report_.hot_paths.why(heat_.function);
    for (std::size_t i = 0; i < why.size(); ++i) part(i == 0 ? "why" : "", printable(why[i]));
  }

  // What one run is made of, and how many there are.
  void work() {
    const facts::Function& row = model_.function(heat_.function);
    part("size", fmt::format("{} lines; {} operations a run, {} of them arithmetic, bits or indices",
                             grouped(row.end_line() - row.line() + 1), grouped(rounded(row.operations())),
                             grouped(rounded(row.arithmetic() + row.bitwise() + row.indexing()))));
    if (heat_.runs > 0) {
      part("runs", fmt::format("about {} for one run of each entry point{}", counted(heat_.runs),
                               heat_.own_share > 0 && !heat_.callers.empty()
                                   ? fmt::format("; {} of them begin here", percent(heat_.own_share))
                                   : ""));
    }
    for (std::size_t i = 0; i < std::min(heat_.loops.size(), loops_shown); ++i) {
      const facts::Loop& loop = model_.loops[heat_.loops[i].index()];
      const std::size_t indent = 12 + 2 * std::min<std::size_t>(loop.depth() - 1U, 8);
      const std::string text = fmt::format(
          "line {}: over {}{}, reached {}", loop.line(), bound_words(loop.bound()),
          loop.bound() == facts::LoopBound::Constant ? "" : fmt::format(", about {:.3g} rounds", loop.rounds()),
          times(loop.frequency()));
      line(fmt::format("{:<{}}{}", i == 0 ? "loops" : "", indent, wrapped(text, indent, indent + 2)));
    }
    if (heat_.loops.size() > loops_shown) part("", fmt::format("and {} more", heat_.loops.size() - loops_shown));
  }

  static unsigned long long rounded(double count) { return static_cast<unsigned long long>(count + 0.5); }

  void entry(double share, FunctionId function, double per_run, const std::string& place) {
    line(fmt::format("{:>9}  ", percent(share)) + paint_(Style::Bold, fitted_name(name_of(model_, function), 29)) +
         " " + fitted(times(per_run), 7) + " " + paint_(Style::Dim, fitted_path(place, 31)));
  }

  void heading(std::string_view title, bool any, std::string_view legend) {
    line("");
    line(paint_(Style::Bold, title) + (any ? fmt::format(" ({})", wrapped(legend, columns(title) + 2, 0)) : ""));
    if (!any) line("  Nothing in the repository, as far as can be seen.");
  }

  void callers() {
    heading(
        "Called by", !heat_.callers.empty(),
        "share of its runs, calls per run of the caller, first place, the strongest chain from where runs begin; ×~10: "
        "about ten calls per run, else one");
    for (const CallerHeat& caller : heat_.callers) {
      const std::uint32_t at = caller.places.empty() ? model_.function(caller.function).line() : caller.places[0].line;
      entry(caller.share, caller.function, caller.per_run, place_of(model_, caller.function, at));
      const std::string chain = chain_words(model_, caller);
      if (caller.places.size() > 1) below(places_words(caller.places));
      below(caller.places.size() == 1 ? fmt::format("{}; {}", evidence_words(caller.places[0]), chain) : chain);
    }
    if (heat_.more_callers > 0)
      below(fmt::format("and {} more, with {} of its runs", grouped(heat_.more_callers), percent(heat_.more_share)));
  }

  void callees() {
    heading("Calls", !heat_.callees.empty(),
            "share of the repository's own cost that is spent there for it, calls per run, where it lies");
    for (const CalleeHeat& callee : heat_.callees) {
      entry(callee.cost, callee.function, callee.per_run,
            place_of(model_, callee.function, model_.function(callee.function).line()));
      const std::string back = callee.back ? "leads back: its cost is counted further up" : "";
      const std::string places = places_words(callee.places);
      if (!back.empty() || !places.empty()) below(places + (back.empty() || places.empty() ? "" : "; ") + back);
    }
    if (heat_.more_callees > 0) below(fmt::format("and {} more, each cheaper", grouped(heat_.more_callees)));
  }

  const Report& report_;
  const Model& model_;
  const FunctionHeat heat_;
  Painter paint_;
  std::string out_;
};

class ExplanationJson {
 public:
  explicit ExplanationJson(const Report& report) : report_(report), model_(report.model), json_(out_) {}

  std::string function(FunctionId function) {
    const FunctionHeat heat = heat_of(report_, function);
    json_.begin_object().field("schema", "assay-function/1");
    place(function, model_.function(function).line());
    json_.field("component", std::string_view(component_of(report_, function)));
    shares(heat.hot);
    json_.field("rank", heat.rank).field("runs", heat.runs).field("own_share", heat.own_share);
    json_.field("why", report_.hot_paths.why(function));
    loops(heat);
    callers(heat);
    callees(heat);
    json_.end_object();
    return std::move(out_);
  }

  std::string list(std::span<const FunctionId> functions) {
    const auto known = shares_of(report_);
    json_.begin_object().field("schema", "assay-function/1");
    json_.key("matches").begin_array();
    for (const FunctionId match : functions.first(std::min(functions.size(), functions_listed))) {
      json_.inline_next().begin_object();
      place(match, model_.function(match).line());
      json_.field("component", std::string_view(component_of(report_, match)));
      const auto share = known.find(match.value);
      shares(share == known.end() ? HotFunction{} : *share->second);
      json_.end_object();
    }
    json_.end_array();
    json_.field("more_matches", functions.size() - std::min(functions.size(), functions_listed)).end_object();
    return std::move(out_);
  }

 private:
  void place(FunctionId function, std::uint32_t line) {
    json_.field("function", model_.qualified_name(function));
    json_.path("file", model_.file_of(function).path).field("line", line);
  }

  void shares(const HotFunction& hot) {
    json_.field("self", hot.self).field("inclusive", hot.inclusive).field("basis", basis_of(hot));
  }

  void loops(const FunctionHeat& heat) {
    json_.key("loops").begin_array();
    for (const LoopId id : heat.loops) {
      const facts::Loop& loop = model_.loops[id.index()];
      json_.inline_next().begin_object().field("line", loop.line()).field("end_line", loop.end_line());
      json_.field("depth", std::uint32_t{loop.depth()}).field("over", bound_words(loop.bound()));
      json_.field("rounds", double{loop.rounds()}).field("frequency", double{loop.frequency()}).end_object();
    }
    json_.end_array();
  }

  void places(const std::vector<CallPlace>& all) {
    json_.key("places").begin_array();
    for (std::size_t i = 0; i < std::min(all.size(), places_told); ++i) {
      json_.inline_next().begin_object().field("line", all[i].line).field("per_run", all[i].per_run);
      json_.field("evidence", evidence_name(all[i].evidence)).field("candidates", all[i].candidates);
      json_.field("spawned", all[i].spawned).end_object();
    }
    json_.end_array().field("more_places", all.size() - std::min(all.size(), places_told));
  }

  void callers(const FunctionHeat& heat) {
    json_.key("called_by").begin_array();
    for (const CallerHeat& caller : heat.callers) {
      json_.begin_object();
      place(caller.function, model_.function(caller.function).line());
      json_.field("share", caller.share).field("per_run", caller.per_run);
      places(caller.places);
      json_.key("chain").begin_array();
      for (const ChainStep& step : caller.chain) {
        json_.inline_next().begin_object();
        place(step.function, model_.function(step.function).line());
        json_.field("per_run", step.per_run).end_object();
      }
      json_.end_array().field("chain_is_cut", caller.chain_is_cut).end_object();
    }
    json_.end_array().field("more_callers", heat.more_callers).field("more_callers_share", heat.more_share);
  }

  void callees(const FunctionHeat& heat) {
    json_.key("calls").begin_array();
    for (const CalleeHeat& callee : heat.callees) {
      json_.begin_object();
      place(callee.function, model_.function(callee.function).line());
      json_.field("cost", callee.cost).field("per_run", callee.per_run).field("leads_back", callee.back);
      places(callee.places);
      json_.end_object();
    }
    json_.end_array().field("more_callees", heat.more_callees);
  }

  const Report& report_;
  const Model& model_;
  std::string out_;
  JsonWriter json_;
};

}  // namespace

std::vector<FunctionId> functions_meant(const Report& report, std::string_view text) {
  std::vector<FunctionId> found = find_functions(report.model, text);
  const auto is_whole = [&](FunctionId f) {
    return text.ends_with(fmt::format(":{}", report.model.qualified_name(f)));
  };
  if (std::any_of(found.begin(), found.end(), is_whole))
    std::erase_if(found, [&](FunctionId f) { return !is_whole(f); });
  if (found.size() < 2) return found;
  const auto shares = shares_of(report);
  const auto self = [&](FunctionId f) {
    const auto share = shares.find(f.value);
    return share == shares.end() ? 0 : share->second->self;
  };
  std::stable_sort(found.begin(), found.end(), [&](FunctionId a, FunctionId b) { return self(a) > self(b); });
  return found;
}

std::string explain_function(const Report& report, FunctionId function, bool color) {
  return Explanation(report, function, color).run();
}

std::string explain_function_json(const Report& report, FunctionId function) {
  return ExplanationJson(report).function(function);
}

std::string list_functions(const Report& report, std::span<const FunctionId> functions, bool color) {
  const auto shares = shares_of(report);
  const Painter paint(color);
  std::string out = fmt::format("{} functions bear this name; FILE:NAME or FILE:LINE names one of them.\n\n",
                                grouped(functions.size())) +
                    paint(Style::Bold, "     SELF  INCLUSIVE  FUNCTION                   PLACE") + "\n";
  for (const FunctionId f : functions.first(std::min(functions.size(), functions_listed))) {
    const auto share = shares.find(f.value);
    const HotFunction hot = share == shares.end() ? HotFunction{} : *share->second;
    out += fmt::format("{:>9}  {:>9}  ", percent(hot.self), percent(hot.inclusive)) +
           fitted_name(name_of(report.model, f), 26) + " " +
           paint(Style::Dim, fitted_path(place_of(report.model, f, report.model.function(f).line()), 31)) + "\n";
  }
  if (functions.size() > functions_listed)
    out += fmt::format("and {} more, each with less\n", grouped(functions.size() - functions_listed));
  return out;
}

std::string list_functions_json(const Report& report, std::span<const FunctionId> functions) {
  return ExplanationJson(report).list(functions);
}

}  // namespace assay
