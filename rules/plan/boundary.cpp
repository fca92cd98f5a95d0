// See boundary.h.
#include "rules/plan/boundary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analyzer/facts/languages.h"

namespace assay {
namespace {

using facts::Language;
using facts::UnitKind;

constexpr std::uint32_t largest_batch = 1'000'000;
// A program of its own that is called less often by the rest of the repository is not used as a library.
constexpr double used_as_library = 0.5;  // calls per unit of work

// "38 % of the work", "12 times the work".
std::string of_the_work(double share) {
  return share < 2 ? fmt::format("{:.0f} % of the work", share * 100) : fmt::format("{:.0f} times the work", share);
}

BoundaryCost cost_of(const Crossing& way, const Traffic& traffic) {
  BoundaryCost cost{way, 0, 0};
  cost.time = way.call + way.argument * traffic.arguments + way.byte * traffic.bytes;
  const double callbacks_per_call = traffic.calls > 0 ? traffic.callbacks / traffic.calls : 0;
  cost.time += way.callback * callbacks_per_call;
  if (traffic.seen && traffic.work > 0) cost.share = cost.time / traffic.work;
  return cost;
}

Language main_language(const Work& work, const Component& component) {
  std::map<Language, std::uint64_t> lines;
  for (const FileId file : component.files) {
    const FileRow& row = work.source().model.files[file.index()];
    if (!row.test) lines[row.language] += row.code_lines;
  }
  const auto most =
      std::max_element(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == lines.end() ? Language::None : most->first;
}

bool in_browser(const Component& component, Language language) {
  return component.kind == UnitKind::Ui && is_script(language);
}

BoundaryKind kind_of_binding(const Component& component, Language language) {
  if (in_browser(component, language)) return BoundaryKind::WebAssembly;
  return is_c_family(language) ? BoundaryKind::CAbi : BoundaryKind::Binding;
}

const Crossing& binding_of(const Work& work, const Component& component, Language language) {
  return in_browser(component, language) ? work.crossings().browser : work.crossings().binding_of(language);
}

// By function index.
std::vector<bool> members_of(const Work& work, const std::vector<FunctionId>& functions) {
  std::vector<bool> members(work.source().model.functions.size(), false);
  for (const FunctionId f : functions) members[f.index()] = true;
  return members;
}

// Global variables that are written inside and outside.
std::vector<std::string> state_shared_by(const Work& work, const Component& component,
                                         const std::vector<FunctionId>& inside) {
  const std::vector<bool> members = members_of(work, inside);
  std::vector<std::string> names;
  for (const SharedState& state : work.state_of(component)) {
    const auto in =
        std::count_if(state.users.begin(), state.users.end(), [&](FunctionId user) { return members[user.index()]; });
    if (in > 0 && in < static_cast<std::ptrdiff_t>(state.users.size())) names.push_back(state.name);
  }
  return names;
}

void judge_binding(Boundary& boundary, double affordable) {
  if (boundary.cost.share <= affordable) return;
  const double batch = std::ceil(boundary.cost.share / affordable);
  boundary.batch = batch < largest_batch ? static_cast<std::uint32_t>(batch) : largest_batch;
  boundary.reason += fmt::format("; call by call it would cost {}, so hand over {} at a time",
                                 of_the_work(boundary.cost.share), boundary.batch);
}

Boundary by_process(const Work& work, BoundaryKind kind, Traffic traffic, std::string reason) {
  Boundary boundary;
  boundary.kind = kind;
  boundary.traffic = traffic;
  boundary.cost = cost_of(kind == BoundaryKind::Files ? work.crossings().process : work.crossings().socket, traffic);
  boundary.reason = std::move(reason);
  return boundary;
}

}  // namespace

std::string_view boundary_kind_name(BoundaryKind kind) {
  switch (kind) {
    case BoundaryKind::Protocol: return "protocol";
    case BoundaryKind::Files: return "files";
    case BoundaryKind::Binding: return "binding";
    case BoundaryKind::CAbi: return "c-abi";
    case BoundaryKind::WebAssembly: return "webassembly";
  }
  return "";
}

Traffic measure_traffic(const Work& work, const std::vector<FunctionId>& inside) {
  Traffic traffic;
  const std::vector<bool> members = members_of(work, inside);
  const CallFlows& flows = work.flows();
  const std::vector<double>& frequency = work.source().hot_paths.frequency;
  std::vector<FunctionId> entered;
  double time = 0;
  for (const FunctionId f : inside) {
    time += frequency[f.index()] * (work.own_time(f) + work.native(f));
    double calls = 0;
    for (const std::uint32_t row : flows.into(f)) {
      const Flow& flow = flows.rows[row];
      if (!members[flow.caller.index()] && !work.is_test(flow.caller)) calls += flow.runs;
    }
    for (const Flow& flow : flows.from(f)) {
      if (!members[flow.callee.index()]) traffic.callbacks += flow.runs;
    }
    if (calls <= 0) continue;
    entered.push_back(f);
    traffic.calls += calls;
    traffic.arguments += calls * work.source().model.function(f).parameters();
    traffic.bytes += calls * work.bytes_of_call(f);
  }
  traffic.seen = traffic.calls > 0;
  if (!traffic.seen) {
    traffic.callbacks = 0;
    return traffic;
  }
  traffic.arguments /= traffic.calls;
  traffic.bytes /= traffic.calls;
  traffic.work = time / traffic.calls;
  const double units = work.units_behind(entered);
  if (units > 0) {
    traffic.calls /= units;
    traffic.callbacks /= units;
  }
  return traffic;
}

std::optional<Boundary> bind_part(const Work& work, const Component& component, const std::vector<FunctionId>& inside) {
  if (inside.empty()) return std::nullopt;
  const Language language = work.language(inside.front());
  const Crossing& way = binding_of(work, component, language);
  if (way.name.empty()) return std::nullopt;
  Boundary boundary;
  boundary.kind = kind_of_binding(component, language);
  boundary.traffic = measure_traffic(work, inside);
  boundary.cost = cost_of(way, boundary.traffic);
  boundary.shared_state = state_shared_by(work, component, inside);
  boundary.reason = "a part of a component stays in its process";
  judge_binding(boundary, work.crossings().affordable);
  boundary.others.push_back(cost_of(work.crossings().socket, boundary.traffic));
  return boundary;
}

std::optional<Boundary> find_boundary(const Work& work, const Component& component, Answer verdict, bool listens) {
  const std::vector<FunctionId> inside = work.functions_of(component);
  if (verdict == Answer::Keep || inside.empty()) return std::nullopt;
  const Language language = main_language(work, component);
  const Traffic traffic = measure_traffic(work, inside);
  const bool own_process = listens || !component.started.empty() || !component.container.first.empty();

  const bool alone = !traffic.seen || traffic.calls < used_as_library;
  if (listens && alone)
    return by_process(work, BoundaryKind::Protocol, traffic,
                      "it is spoken to over the network already: its protocol stays, what is behind it changes");
  if (component.kind == UnitKind::Cli && alone)
    return by_process(work, BoundaryKind::Files, traffic,
                      "it is a program of its own already: arguments, files and streams stay as they are");
  if ((component.kind == UnitKind::Worker || own_process) && alone)
    return by_process(work, BoundaryKind::Protocol, traffic,
                      "it is a process of its own already: what it takes its work from stays");
  const BoundaryCost socket = cost_of(work.crossings().socket, traffic);
  const bool cheap_enough = traffic.seen && socket.share <= work.crossings().affordable;
  if (verdict == Answer::Go) {
    Boundary boundary = by_process(work, BoundaryKind::Protocol, traffic,
                                   "a Go service is a process of its own: two runtimes in one share neither memory nor "
                                   "threads well");
    if (traffic.seen && !cheap_enough) {
      const double batch = std::ceil(socket.share / work.crossings().affordable);
      boundary.batch = batch < largest_batch ? static_cast<std::uint32_t>(batch) : largest_batch;
      boundary.reason += fmt::format(
          "; one message for each of today's calls would cost {}, so ask for whole results, {} "
          "calls' worth at a time",
          of_the_work(socket.share), boundary.batch);
    }
    boundary.shared_state = state_shared_by(work, component, inside);
    return boundary;
  }
  const Crossing& way = binding_of(work, component, language);
  if (way.name.empty()) return std::nullopt;  // it is Rust already
  if (cheap_enough)
    return by_process(
        work, BoundaryKind::Protocol, traffic,
        "a call brings over so much work that a message is affordable, and a protocol keeps the two apart");
  Boundary boundary;
  boundary.kind = kind_of_binding(component, language);
  boundary.traffic = traffic;
  boundary.cost = cost_of(way, traffic);
  boundary.others.push_back(socket);
  boundary.shared_state = state_shared_by(work, component, inside);
  if (!traffic.seen) {
    boundary.reason = "nothing in the repository calls it: those who use it as a library keep doing so";
  } else {
    boundary.reason =
        fmt::format("a message for each call would cost {} that it brings over", of_the_work(socket.share));
    judge_binding(boundary, work.crossings().affordable);
  }
  return boundary;
}

}  // namespace assay
