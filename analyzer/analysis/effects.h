// What each function does to the world, itself and through what it calls.
//
// A function that calls a function that waits on the network waits too; a task that is spawned does not block its spawner.
// Strongly connected groups share their effects. An estimate where a call has several candidates: all of them count.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "analyzer/analysis/call_order.h"

namespace assay {

class EffectSet {
 public:
  // Exactly these, without their families: for questions.
  static constexpr EffectSet of(std::initializer_list<Effect> effects) {
    EffectSet set;
    for (const Effect effect : effects) set.bits_ |= bit(effect);
    return set;
  }
  void insert(Effect effect) { bits_ |= bit(effect) | bit(family_of(effect)); }
  void insert(EffectSet other) { bits_ |= other.bits_; }
  bool contains(Effect effect) const { return (bits_ & bit(effect)) != 0; }
  bool meets(EffectSet other) const { return (bits_ & other.bits_) != 0; }
  bool empty() const { return bits_ == 0; }

 private:
  static constexpr std::uint64_t bit(Effect effect) { return std::uint64_t{1} << static_cast<unsigned>(effect); }
  std::uint64_t bits_ = 0;
};

struct Effects {
  std::vector<EffectSet> own;      // by function index: library calls in its own body
  std::vector<EffectSet> reached;  // own and those of everything it calls and waits for
};

Effects find_effects(const Model& model, const CallGraph& graph, const CallOrder& order);

}  // namespace assay
