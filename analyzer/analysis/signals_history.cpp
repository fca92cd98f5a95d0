// See signals_history.h.
#include "analyzer/analysis/signals_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace assay {
namespace {

constexpr std::size_t most_evidence = 5;
constexpr double seconds_of_day = 86'400;

struct FileChanges {
  FileId file;
  std::uint32_t changes = 0;
  std::set<std::uint32_t> authors;
  double cost = 0;
};

struct ComponentChanges {
  std::uint32_t changes = 0, shared = 0;  // shared: with another component
  std::map<std::uint32_t, std::uint32_t> by_author;
  std::map<std::uint32_t, std::uint32_t> with;  // other component → changes in common
  std::int64_t first = 0, last = 0;
  std::vector<FileChanges> files;
};

class HistoryMeasure {
 public:
  HistoryMeasure(const ChangeHistory& history, const Model& model, const Components& components,
                 const HotPaths& hot_paths)
      : history_(history), model_(model), components_(components), of_(components.list.size()) {
    add_files(hot_paths);
    for (const Change& change : history.changes) add(change);
    for (const FileChanges& file : files_) most_changed_ = std::max(most_changed_, file.changes);
    for (FileChanges& file : files_) {
      if (file.changes > 0) of_[components.of_file[file.file.index()].index()].files.push_back(std::move(file));
    }
  }

  std::vector<Signals> run() {
    std::vector<Signals> all;
    for (ComponentChanges& changes : of_) {
      Signals signals;
      if (changes.changes > 0) measure(changes, signals);
      all.push_back(std::move(signals));
    }
    return all;
  }

 private:
  void add_files(const HotPaths& hot_paths) {
    for (std::size_t i = 0; i < model_.files.size(); ++i) files_.push_back({FileId::of_index(i), 0, {}, 0});
    for (const HotFunction& f : hot_paths.functions)
      files_[model_.function_file[f.function.index()].index()].cost += f.self;
    std::map<std::string_view, std::size_t> by_path;
    for (std::size_t i = 0; i < model_.files.size(); ++i) by_path.emplace(model_.files[i].path, i);
    for (const std::string& path : history_.paths) {
      const auto at = by_path.find(path);
      file_of_.push_back(at == by_path.end() ? FileId() : FileId::of_index(at->second));
    }
  }

  void add(const Change& change) {
    std::set<std::uint32_t> touched;
    for (const std::uint32_t path : change.files) {
      const FileId file = file_of_[path];
      if (!file) continue;
      ++files_[file.index()].changes;
      files_[file.index()].authors.insert(change.author);
      touched.insert(static_cast<std::uint32_t>(components_.of_file[file.index()].index()));
    }
    for (const std::uint32_t c : touched) {
      ComponentChanges& changes = of_[c];
      ++changes.changes;
      ++changes.by_author[change.author];
      if (touched.size() > 1) ++changes.shared;
      for (const std::uint32_t other : touched) {
        if (other != c) ++changes.with[other];
      }
      changes.last = changes.changes == 1 ? change.time : std::max(changes.last, change.time);
      changes.first = changes.changes == 1 ? change.time : std::min(changes.first, change.time);
    }
  }

  static void set(Signals& signals, std::string id, double value, std::string unit,
                  std::vector<Evidence> evidence = {}) {
    if (value != 0) signals[id] = {id, value, std::move(unit), std::move(evidence)};
  }

  // The files that `weight` says most of, with `note`.
  template <class Weight, class Note>
  std::vector<Evidence> top(std::vector<FileChanges>& files, Weight weight, Note note) const {
    std::stable_sort(files.begin(), files.end(),
                     [&](const FileChanges& a, const FileChanges& b) { return weight(a) > weight(b); });
    std::vector<Evidence> evidence;
    for (const FileChanges& file : files) {
      if (evidence.size() == most_evidence || weight(file) <= 0) break;
      evidence.push_back({model_.files[file.file.index()].path, 0, note(file)});
    }
    return evidence;
  }

  void measure(ComponentChanges& c, Signals& signals) const {
    const auto changed = [](const FileChanges& f) { return static_cast<double>(f.changes); };
    const auto heat = [&](const FileChanges& f) { return f.cost * f.changes / most_changed_; };
    std::vector<FileChanges> files = c.files;
    std::sort(files.begin(), files.end(), [](const FileChanges& a, const FileChanges& b) { return a.file < b.file; });
    set(signals, "history.changes", c.changes, "count", top(files, changed, [](const FileChanges& f) {
          return fmt::format("changed {} times by {} authors", f.changes, f.authors.size());
        }));
    set(signals, "history.change_share", static_cast<double>(c.changes) / static_cast<double>(history_.changes.size()),
        "share");
    set(signals, "history.authors", static_cast<double>(c.by_author.size()), "count");
    set(signals, "history.bus_factor", bus_factor(c), "count");
    set(signals, "history.age", days_since(c.first), "count");
    set(signals, "history.quiet", days_since(c.last), "count");
    set(signals, "history.co_change", static_cast<double>(c.shared) / c.changes, "share", partners(c));
    double hotspot = 0;
    for (const FileChanges& file : files) hotspot += heat(file);
    set(signals, "history.hotspot", hotspot, "share", top(files, heat, [](const FileChanges& f) {
          return fmt::format("changed {} times, {:.1f} % of the cost", f.changes, 100 * f.cost);
        }));
  }

  static double bus_factor(const ComponentChanges& c) {
    std::vector<std::uint32_t> counts;
    for (const auto& [author, count] : c.by_author) counts.push_back(count);
    std::sort(counts.rbegin(), counts.rend());
    std::uint32_t sum = 0;
    std::size_t authors = 0;
    while (2 * sum < c.changes) sum += counts[authors++];
    return static_cast<double>(authors);
  }

  double days_since(std::int64_t time) const {
    return std::max(0.0, static_cast<double>(history_.newest - time) / seconds_of_day);
  }

  std::vector<Evidence> partners(const ComponentChanges& c) const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> list(c.with.begin(), c.with.end());
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<Evidence> evidence;
    for (const auto& [other, count] : list) {
      if (evidence.size() == most_evidence) break;
      const Component& partner = components_.list[other];
      evidence.push_back({partner.paths.empty() ? std::string() : partner.paths[0], 0,
                          fmt::format("changed {} times together with {}", count, partner.name)});
    }
    return evidence;
  }

  const ChangeHistory& history_;
  const Model& model_;
  const Components& components_;
  std::vector<FileId> file_of_;  // by row of history.paths
  std::vector<FileChanges> files_;
  std::vector<ComponentChanges> of_;
  std::uint32_t most_changed_ = 0;
};

}  // namespace

std::vector<Signals> measure_history(const ChangeHistory& history, const Model& model, const Components& components,
                                     const HotPaths& hot_paths) {
  return HistoryMeasure(history, model, components, hot_paths).run();
}

}  // namespace assay
