// What is a macro for, as far as the shape of the code goes? Learnt from `#define` lines alone: nothing is expanded.
//
//   #define API __attribute__((visibility("default")))        Annotation      API int f();
//   #define MUST(x) __attribute__((x))                        AnnotationCall  int f() MUST(hold);
//   #define VERSION "1.0"                                     Text            puts("v" VERSION);
//   #define each(p, l) for (p = l; p; p = p->next)            Loop            each(p, list) { … }
//   #define unless(x) if (x) {} else                          Condition       unless(x) { … }
//   #define CHECK(x) if (!(x)) return 0;                      Statement       CHECK(x) without a semicolon
//   #define REF(T) T const&                                   TypeCall        void f(REF(A) a);
//
// The table is an input of each file's analysis, so it is a pure function of the headers' bytes, and has a digest. Of a
// change of one definition, though, only the files know that hold the name: AskedNames.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/text_table.h"

namespace assay {

enum class MacroKind : std::uint8_t { None, Annotation, AnnotationCall, Text, Loop, Condition, Statement, TypeCall };

// The names that a preparation asked a table for, whatever the answer was. Not the names themselves: which of 65,536 sets of
// names they fall into. What comes of a file is the same under any table that answers alike for these sets.
class AskedNames {
 public:
  static constexpr std::size_t sets = 1U << 16U;

  void note(std::size_t set) { bits_[set / 64] |= std::uint64_t{1} << set % 64; }
  void clear() { bits_.fill(0); }
  // Numbers of the sets, ascending, two bytes each, the lower first.
  std::string packed() const;

 private:
  std::array<std::uint64_t, sets / 64> bits_{};
};

class MacroTable {
 public:
  // Definitions kept of one repository; the whole Linux kernel has some 20,000 that matter here.
  static constexpr std::size_t most_names = 50'000;

  // Takes in the definitions of one file. Those that do not change how a text is prepared are passed over.
  void learn(std::string_view text);
  // Names that are of this kind whatever the repository says, space-separated.
  void know(std::string_view names, MacroKind kind);
  // Takes in what another table has learnt, which is not settled either: as if its texts came behind those of this one.
  void add(MacroTable&& other);
  // The table, settled or not, for `read` of the same build.
  std::string written() const;
  static std::optional<MacroTable> read(std::string_view written);
  // Settles names that are defined by other names, for which `around` is asked, too. To be called once, after the last
  // definition.
  void settle(const MacroTable* around = nullptr);

  // None: nothing is known.
  MacroKind find(std::string_view name) const {
    const std::size_t number = slot(name);
    if (asked_ != nullptr) asked_->note(number % AskedNames::sets);
    if (filter_.empty()) return MacroKind::None;
    const std::size_t bit = number % (filter_.size() * 64);
    return (filter_[bit / 64] >> bit % 64 & 1U) == 0 ? MacroKind::None : look_up(name);
  }

  std::size_t size() const { return settled_.size(); }
  // Definitions that `most_names` kept out.
  std::size_t cut() const { return cut_; }
  // Of all that `find` can answer: the same for the same definitions in any order.
  std::uint64_t digest() const;
  // By set of names, a digest of what `find` answers for them.
  std::vector<std::uint64_t> digests() const;
  // Notes from now on for which names it is asked; null: no more. Whoever does so is alone with the table.
  void tell(AskedNames* asked) const { asked_ = asked; }

 private:
  // All that was seen of one name: kinds as bits, and what else it is another name for.
  struct Definition {
    std::uint16_t kinds = 0;
    std::vector<std::vector<std::string>> aliases;  // each: a sequence of names, all of which have to be annotations

    void add(std::vector<std::string> alias);
  };

  static std::size_t slot(std::string_view name) {
    const auto byte = [](char c) { return static_cast<unsigned char>(c); };
    const std::size_t size = name.size();
    if (size == 0) return 0;
    return size * 31U + byte(name.front()) * 257U + byte(name.back()) * 4099U + byte(name[size / 2]) * 16411U +
           byte(name[size / 4]) * 1031U;
  }
  void define(std::string_view line);
  void add(std::string_view name, MacroKind kind, std::vector<std::string> alias);
  // Of a name; null: it is new, and there are too many.
  Definition* definition_of(std::string_view name);
  void make_filter();
  MacroKind look_up(std::string_view name) const;

  std::map<std::string, Definition, std::less<>> definitions_;
  TextTable<MacroKind> settled_;       // never walked but for the digest, sorted
  std::vector<std::uint64_t> filter_;  // one bit per name, by `slot`
  std::size_t cut_ = 0;
  mutable AskedNames* asked_ = nullptr;
};

// Annotations of the Linux kernel, libc, the BSDs, Qt, Windows and other libraries whose headers a repository does not carry.
const MacroTable& known_macros();
// The same, to be added to and settled.
MacroTable repository_macros();
// Whether a file's definitions reach others: what only a source file defines holds in it alone.
bool may_define_for_others(std::string_view path);

}  // namespace assay
