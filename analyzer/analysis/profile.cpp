// See profile.h.
#include "analyzer/analysis/profile.h"

#include <fmt/format.h>

#include "analyzer/analysis/signal_measures.h"

namespace assay {
namespace {

constexpr std::array cpu_signals = {
    std::string_view{"compute.share"},         std::string_view{"compute.loop_share"},
    std::string_view{"compute.scanner_share"}, std::string_view{"compute.arithmetic_share"},
    std::string_view{"compute.native_share"},  std::string_view{"compute.serialize_share"},
};
constexpr std::array allocation_signals = {
    std::string_view{"alloc.per_operation"},  std::string_view{"alloc.hot_share"},
    std::string_view{"alloc.loop_density"},   std::string_view{"fact.alloc-object"},
    std::string_view{"fact.alloc-container"}, std::string_view{"fact.alloc-string"},
    std::string_view{"fact.alloc-copy"},      std::string_view{"fact.alloc-closure"},
    std::string_view{"fact.alloc-boxing"},    std::string_view{"effect.alloc.manual"},
    std::string_view{"effect.alloc.pool"},
};
constexpr std::array concurrency_signals = {
    std::string_view{"concurrency.spawn_density"},
    std::string_view{"effect.spawn.thread"},
    std::string_view{"effect.spawn.task"},
    std::string_view{"effect.spawn.process"},
    std::string_view{"concurrency.async_share"},
    std::string_view{"concurrency.event_loop_density"},
    std::string_view{"concurrency.actor_density"},
    std::string_view{"fact.channel"},
    std::string_view{"effect.sync.channel"},
    std::string_view{"concurrency.lock_density"},
    std::string_view{"concurrency.lock_across_wait_density"},
    std::string_view{"concurrency.shared_write_density"},
    std::string_view{"concurrency.fan_out_density"},
    std::string_view{"concurrency.blocking_in_async_density"},
    std::string_view{"concurrency.cpu_in_async_density"},
};
constexpr std::array io_signals = {
    std::string_view{"io.reach_share"},    std::string_view{"io.hot_share"},
    std::string_view{"io.blocking_share"}, std::string_view{"io.in_loop_density"},
    std::string_view{"effect.io.net"},     std::string_view{"effect.io.db"},
    std::string_view{"effect.io.file"},    std::string_view{"effect.io.process"},
    std::string_view{"effect.io.console"}, std::string_view{"effect.wait.sleep"},
    std::string_view{"effect.wait.event"}, std::string_view{"effect.wait.lock"},
};

template <std::size_t N>
ProfilePart part(const Signals& signals, std::string_view name, double score,
                 const std::array<std::string_view, N>& ids) {
  ProfilePart part{name, score, {}};
  for (const std::string_view id : ids) {
    if (value_of(signals, id) > 0) part.signals.emplace_back(id);
  }
  return part;
}

double saturated(double density, double half) { return density / (density + half); }

struct Kind {
  std::string_view signal, words;
};

// The words of those kinds whose signal is not zero, most first.
template <std::size_t N>
std::string kinds(const Signals& signals, const std::array<Kind, N>& all) {
  std::vector<std::pair<double, std::string_view>> found;
  for (const Kind& kind : all) {
    if (const double value = value_of(signals, kind.signal); value > 0) found.emplace_back(-value, kind.words);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string words;
  for (const auto& [value, text] : found) words.append(words.empty() ? "" : ", ").append(text);
  return words;
}

}  // namespace

Profile summarise(const Signals& signals) {
  const auto value = [&](std::string_view id) { return value_of(signals, id); };
  Profile profile;
  profile.parts = {
      part(signals, "cpu", value("compute.share"), cpu_signals),
      part(signals, "allocation", saturated(value("alloc.per_operation"), 50), allocation_signals),
      part(signals, "concurrency",
           saturated(value("concurrency.spawn_density") + value("concurrency.lock_density") + value("fact.channel") +
                         value("fact.atomic"),
                     3),
           concurrency_signals),
      part(signals, "io", value("io.reach_share"), io_signals),
  };
  const auto model = [&](std::string_view name, double size) {
    if (size > 0) profile.models.push_back(name);
  };
  model("threads", value("effect.spawn.thread"));
  model("tasks", value("effect.spawn.task") + value("fact.spawn") + value("concurrency.async_share"));
  model("processes", value("effect.spawn.process"));
  model("channels", value("fact.channel") + value("effect.sync.channel"));
  model("actors", value("concurrency.actor_density"));
  model("event loop", value("concurrency.event_loop_density"));
  return profile;
}

std::string profile_words(const Signals& signals, const Profile& profile) {
  constexpr std::array waits = {Kind{"effect.io.net", "network"},      Kind{"effect.io.db", "database"},
                                Kind{"effect.io.file", "files"},       Kind{"effect.io.process", "processes"},
                                Kind{"effect.wait.sleep", "sleeping"}, Kind{"effect.wait.event", "events"}};
  constexpr std::array makes = {
      Kind{"fact.alloc-object", "objects"},         Kind{"fact.alloc-container", "containers"},
      Kind{"fact.alloc-string", "texts"},           Kind{"fact.alloc-copy", "copies"},
      Kind{"fact.alloc-closure", "closures"},       Kind{"fact.alloc-boxing", "boxed numbers"},
      Kind{"effect.alloc.manual", "memory by hand"}};
  const auto value = [&](std::string_view id) { return value_of(signals, id); };
  const auto in_brackets = [](const std::string& text) { return text.empty() ? text : " (" + text + ")"; };
  std::string text = fmt::format("computes in {:.0f} % of its cost", 100 * value("compute.share"));
  if (const double native = value("compute.native_share"); native >= 0.005)
    text += fmt::format(", {:.0f} % of it in native libraries", 100 * native);
  text += fmt::format("; {:.0f} % of the functions come to wait{}", 100 * value("io.reach_share"),
                      in_brackets(kinds(signals, waits)));
  if (const double blocking = value("io.blocking_share"); blocking >= 0.005)
    text += fmt::format(", {:.0f} % of these calls block their thread", 100 * blocking);
  text += fmt::format("; {:.3g} allocations per 1000 operations{}", value("alloc.per_operation"),
                      in_brackets(kinds(signals, makes)));
  std::string models;
  for (const std::string_view model : profile.models) models.append(models.empty() ? "" : ", ").append(model);
  text += "; " + (models.empty() ? std::string("nothing at the same time") : models);
  if (const double held = value("concurrency.lock_across_wait_density"); held > 0)
    text += fmt::format(", locks held across waits ({:.2g} per 1000 lines)", held);
  return text;
}

}  // namespace assay
