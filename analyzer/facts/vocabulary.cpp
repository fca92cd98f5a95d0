// See vocabulary.h. The table of forms is open addressing over a hash that is computed while a word is read; nearly all
// words of a text are in no list, and a filter of one bit per hash says so without a look at the table.
#include "analyzer/facts/vocabulary.h"

#include <string>
#include <vector>

#include "analyzer/base/check.h"

namespace assay {
namespace {

constexpr std::size_t longest_word = 24;        // of the lists with their endings
constexpr std::uint32_t slot_count = 1U << 15;  // more than twice the forms
constexpr std::uint32_t filter_bits = 1U << 18;

// FNV-1a, 32 bits (Fowler, Noll, Vo).
constexpr std::uint32_t hash_begin = 2166136261U, hash_prime = 16777619U;

// Of a byte: its small letter, 0 for none; and whether it is a capital.
struct Letters {
  std::array<char, 256> small{};
  std::array<bool, 256> capital{};
  constexpr Letters() {
    for (char c = 'a'; c <= 'z'; ++c) small[static_cast<unsigned char>(c)] = c;
    for (char c = 'A'; c <= 'Z'; ++c) {
      small[static_cast<unsigned char>(c)] = static_cast<char>(c - 'A' + 'a');
      capital[static_cast<unsigned char>(c)] = true;
    }
  }
};
constexpr Letters letters;

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// What an ending is put behind: encode → encod, scan → scan and scann, proxy → proxi.
std::array<std::string, 2> stems_of(std::string_view word) {
  const std::string whole(word);
  const std::size_t n = word.size();
  if (word.ends_with('e')) return {whole.substr(0, n - 1), whole};
  if (word.ends_with('y') && n > 1 && !is_vowel(word[n - 2])) return {whole, whole.substr(0, n - 1) + "i"};
  const bool doubles = n >= 3 && !is_vowel(word[n - 1]) && is_vowel(word[n - 2]) && !is_vowel(word[n - 3]);
  return {whole, doubles ? whole + word.back() : whole};
}

class Forms {
 public:
  Forms() : slots_(slot_count), filter_(filter_bits / 64) {
    for (std::size_t i = 0; i < topic_count; ++i) {
      std::string_view list = topics()[i].words;
      while (!list.empty()) {
        const std::size_t space = std::min(list.find(' '), list.size());
        add_forms(list.substr(0, space), TopicSet{1} << i);
        list.remove_prefix(std::min(space + 1, list.size()));
      }
    }
    CHECK(used_ < slot_count / 2, "the table of word forms is too small");
  }

  TopicSet find(const char* word, std::size_t size, std::uint32_t hash) const {
    const std::uint32_t bit = hash % filter_bits;
    if (((filter_[bit / 64] >> (bit % 64)) & 1U) == 0) return 0;
    for (std::uint32_t at = hash % slot_count; slots_[at].size != 0; at = (at + 1) % slot_count) {
      if (slots_[at].text() == std::string_view(word, size)) return slots_[at].topics;
    }
    return 0;
  }

 private:
  struct Slot {
    std::array<char, longest_word> word{};
    std::size_t size = 0;
    TopicSet topics = 0;
    std::string_view text() const { return {word.data(), size}; }
  };

  void add_forms(std::string_view word, TopicSet topic) {
    add(std::string(word), topic);
    add(std::string(word) + "s", topic);
    for (const std::string& stem : stems_of(word)) {
      for (const char* ending : {"es", "er", "ers", "or", "ors", "ing", "ed", "ize", "izer", "izers"})
        add(stem + ending, topic);
    }
  }

  void add(const std::string& form, TopicSet topic) {
    CHECK(form.size() <= longest_word, "a word of the vocabulary is too long");
    std::uint32_t hash = hash_begin;
    for (const char c : form) hash = (hash ^ static_cast<unsigned char>(c)) * hash_prime;
    filter_[hash % filter_bits / 64] |= std::uint64_t{1} << (hash % 64);
    std::uint32_t at = hash % slot_count;
    while (slots_[at].size != 0 && slots_[at].text() != form) at = (at + 1) % slot_count;
    if (slots_[at].size == 0) ++used_;
    form.copy(slots_[at].word.data(), form.size());
    slots_[at].size = form.size();
    slots_[at].topics |= topic;
  }

  std::vector<Slot> slots_;
  std::vector<std::uint64_t> filter_;
  std::uint32_t used_ = 0;
};

// Calls `on_word(set)` for each word with the topics that it speaks of.
template <class OnWord>
void each_word(std::string_view text, OnWord on_word) {
  static const Forms forms;
  std::array<char, longest_word> word{};
  std::size_t size = 0;
  std::uint32_t hash = hash_begin;
  const auto end_word = [&] {
    if (size >= 2) on_word(size <= longest_word ? forms.find(word.data(), size, hash) : TopicSet{0});
    size = 0;
    hash = hash_begin;
  };
  bool after_capital = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char small = letters.small[byte];
    if (small == 0) {
      if (size != 0) end_word();
      after_capital = false;
      continue;
    }
    const bool capital = letters.capital[byte];
    if (capital && size != 0) {
      // A capital begins a word unless it continues an acronym.
      const unsigned char next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
      const bool before_small = letters.small[next] != 0 && !letters.capital[next];
      if (!after_capital || before_small) end_word();
    }
    if (size < longest_word) word[size] = small;
    ++size;
    hash = (hash ^ static_cast<unsigned char>(small)) * hash_prime;
    after_capital = capital;
  }
  if (size != 0) end_word();
}

}  // namespace

std::uint32_t count_words(std::string_view text, TopicCounts& counts) {
  std::uint32_t all = 0;
  each_word(text, [&](TopicSet found) {
    ++all;
    for (; found != 0; found &= found - 1) ++counts[static_cast<std::size_t>(__builtin_ctzll(found))];
  });
  return all;
}

TopicSet topics_of(std::string_view text) {
  TopicSet topics = 0;
  each_word(text, [&](TopicSet found) { topics |= found; });
  return topics;
}

}  // namespace assay
