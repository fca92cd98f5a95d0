// See held_locks.h.
#include "analyzer/analysis/held_locks.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace assay {
namespace {

using facts::CallFlag;
using facts::FunctionFlag;

// Calls that take a lock, and those that give it back; on C's functions the lock is the first argument.
struct Pair {
  std::string_view take, release;
};
constexpr std::array pairs = {
    Pair{"Lock", "Unlock"},
    Pair{"RLock", "RUnlock"},
    Pair{"lock", "unlock"},
    Pair{"lockInterruptibly", "unlock"},
    Pair{"acquire", "release"},
    Pair{"Enter", "Exit"},
    Pair{"EnterReadLock", "ExitReadLock"},
    Pair{"EnterWriteLock", "ExitWriteLock"},
    Pair{"WaitOne", "ReleaseMutex"},
    Pair{"pthread_mutex_lock", "pthread_mutex_unlock"},
    Pair{"pthread_rwlock_rdlock", "pthread_rwlock_unlock"},
    Pair{"pthread_rwlock_wrlock", "pthread_rwlock_unlock"},
    Pair{"mtx_lock", "mtx_unlock"},
    Pair{"mutex_lock", "mutex_unlock"},
    Pair{"spin_lock", "spin_unlock"},
    Pair{"spin_lock_irq", "spin_unlock_irq"},
    Pair{"spin_lock_bh", "spin_unlock_bh"},
    Pair{"spin_lock_irqsave", "spin_unlock_irqrestore"},
};

// Calls that run a closure under the lock.
constexpr std::array around = {std::string_view{"synchronize"}, std::string_view{"synchronized"},
                               std::string_view{"withLock"}};

class Finder {
 public:
  Finder(const Model& model, const CallGraph& graph) : model_(model), graph_(graph) {
    for (const Pair& pair : pairs) {
      take_.push_back(model.names.find(pair.take));
      release_.push_back(model.names.find(pair.release));
    }
    for (const std::string_view name : around) around_.push_back(model.names.find(name));
  }

  std::vector<LockSpan> run() {
    for (std::size_t i = 0; i < model_.functions.size(); ++i) {
      const facts::Function& f = model_.functions[i];
      if ((f.flags() & static_cast<std::uint32_t>(FunctionFlag::Synchronized)) != 0)
        spans_.push_back({FunctionId::of_index(i), f.line(), f.end_line()});
    }
    for (const facts::Site& site : model_.sites) {
      if (site.kind() == facts::SiteKind::Lock)
        spans_.push_back({FunctionId{site.function()}, site.line(), site.reach()});
    }
    for (const FileRow& file : model_.files) {
      closures_.clear();
      for (std::uint32_t call = file.calls.begin; call < file.calls.end; ++call) look_at(call, file);
    }
    std::sort(spans_.begin(), spans_.end(), [](const LockSpan& a, const LockSpan& b) {
      return std::tie(a.function, a.begin, a.end) < std::tie(b.function, b.begin, b.end);
    });
    std::vector<LockSpan> apart;
    for (const LockSpan& span : spans_) {
      if (!apart.empty() && apart.back().function == span.function && span.begin <= apart.back().end) {
        apart.back().end = std::max(apart.back().end, span.end);
      } else {
        apart.push_back(span);
      }
    }
    return apart;
  }

 private:
  static bool is_one_of(const std::vector<NameId>& names, std::uint32_t name) {
    return std::any_of(names.begin(), names.end(), [&](NameId id) { return id && id.value == name; });
  }

  void look_at(std::uint32_t index, const FileRow& file) {
    const CallEffect* effect = graph_.effect_of(index);
    const facts::Call& call = model_.calls[index];
    if ((call.flags() & static_cast<std::uint16_t>(CallFlag::PassesFunction)) != 0 && is_one_of(around_, call.name()))
      add_closures(call, file);
    if (effect == nullptr || (effect->effect != Effect::SyncLock && effect->effect != Effect::WaitLock)) return;
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
      if (take_[pair] && take_[pair].value == call.name()) add_pair(index, pair, file);
    }
  }

  void add_closures(const facts::Call& call, const FileRow& file) {
    if (closures_.empty()) {
      for (std::uint32_t f = file.functions.begin; f < file.functions.end; ++f) {
        const facts::Function& closure = model_.functions[f];
        if (model_.has(FunctionId::of_index(f), FunctionFlag::Lambda))
          closures_.push_back({closure.parent(), closure.line(), f});
      }
      std::sort(closures_.begin(), closures_.end());
    }
    const Closure wanted{call.caller(), call.line(), 0};
    for (auto at = std::lower_bound(closures_.begin(), closures_.end(), wanted); at != closures_.end(); ++at) {
      if (at->parent != wanted.parent || at->line != wanted.line) break;
      spans_.push_back({FunctionId::of_index(at->function), at->line, model_.functions[at->function].end_line()});
    }
  }

  // From the call that takes the lock to the first that gives it back; a deferred one gives it back at the function's end.
  void add_pair(std::uint32_t index, std::size_t pair, const FileRow& file) {
    const facts::Call& taken = model_.calls[index];
    const facts::Function& f = model_.functions[taken.caller() - 1];
    constexpr std::uint32_t furthest = 2000;  // calls; a lock that is held for longer is not seen
    const std::uint32_t end = std::min(file.calls.end, index + furthest);
    for (std::uint32_t i = index + 1; i < end && model_.calls[i].line() <= f.end_line(); ++i) {
      const facts::Call& call = model_.calls[i];
      if (!release_[pair] || call.name() != release_[pair].value || call.caller() != taken.caller() ||
          call.receiver() != taken.receiver() || (taken.receiver() == 0 && call.argument() != taken.argument()))
        continue;
      const bool deferred = (call.flags() & static_cast<std::uint16_t>(CallFlag::Deferred)) != 0;
      const std::uint32_t last = deferred ? f.end_line() : call.line() - 1;
      if (last > taken.line()) spans_.push_back({FunctionId{taken.caller()}, taken.line() + 1, last});
      return;
    }
  }

  const Model& model_;
  const CallGraph& graph_;
  struct Closure {
    std::uint32_t parent, line, function;  // function: index
    auto operator<=>(const Closure&) const = default;
  };
  std::vector<Closure> closures_;  // of the file, once they are asked for
  std::vector<NameId> take_, release_, around_;
  std::vector<LockSpan> spans_;
};

}  // namespace

HeldLocks::HeldLocks(const Model& model, const CallGraph& graph) : spans_(Finder(model, graph).run()) {}

bool HeldLocks::held(FunctionId function, std::uint32_t line) const {
  // The first span that does not end before the line.
  const auto span = std::partition_point(spans_.begin(), spans_.end(), [&](const LockSpan& s) {
    return std::tie(s.function, s.end) < std::tie(function, line);
  });
  return span != spans_.end() && span->function == function && span->begin <= line;
}

}  // namespace assay
