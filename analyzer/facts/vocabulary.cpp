// See vocabulary.h. Borders between words are found for 64 bytes at once, a bit per byte; each word is then three numbers of
// eight letters, which a filter of one bit per hash nearly always says is in no list, without a look at the table.
#include "analyzer/facts/vocabulary.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "analyzer/base/check.h"

namespace assay {
namespace {

constexpr std::size_t longest_word = 24;        // of the lists with their endings
constexpr std::uint32_t slot_count = 1U << 15;  // more than twice the forms
constexpr std::uint32_t filter_bits = 1U << 18;

constexpr std::uint64_t ones = 0x0101010101010101U, high_bits = 0x8080808080808080U;

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

// A word's letters, zeros behind them: small, though capitals may have been given.
struct Letters {
  std::array<std::uint64_t, 3> eights{};
  // Without a branch or a call, as a comparison of arrays would have.
  bool operator==(const Letters& other) const {
    return ((eights[0] ^ other.eights[0]) | (eights[1] ^ other.eights[1]) | (eights[2] ^ other.eights[2])) == 0;
  }

  std::uint32_t hash() const {
    const std::uint64_t mixed =
        (eights[0] * 0x9E3779B97F4A7C15U) ^ (eights[1] * 0xC2B2AE3D27D4EB4FU) ^ (eights[2] * 0x165667B19E3779F9U);
    return static_cast<std::uint32_t>(mixed >> 32U) ^ static_cast<std::uint32_t>(mixed >> 47U);
  }
};

constexpr std::uint64_t small_letters = ones * 0x20U;  // the bit that tells them from capitals

// Of a word that eight bytes may be read from: the text goes on, or `word` is a copy in a larger buffer.
Letters letters_of(const char* word, std::size_t size) {
  Letters letters;
  for (std::size_t i = 0; i * 8 < size; ++i) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, word + i * 8, sizeof eight);
    eight |= small_letters;
    if (const std::size_t left = size - i * 8; left < 8) eight &= (std::uint64_t{1} << (left * 8)) - 1;
    letters.eights[i] = eight;
  }
  return letters;
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
    CHECK(forms_.size() < slot_count / 2, "the table of word forms is too small");
  }

  TopicSet find(const Letters& word) const {
    const std::uint32_t hash = word.hash(), bit = hash % filter_bits;
    if (((filter_[bit / 64] >> (bit % 64)) & 1U) == 0) return 0;
    const std::uint16_t slot = slots_[slot_of(word, hash)];
    return slot == 0 ? 0 : forms_[slot - 1].topics;
  }

 private:
  struct Form {
    Letters word;
    TopicSet topics = 0;
  };

  // Where the word is, or would be.
  std::uint32_t slot_of(const Letters& word, std::uint32_t hash) const {
    std::uint32_t at = hash % slot_count;
    while (slots_[at] != 0 && forms_[slots_[at] - 1].word != word) at = (at + 1) % slot_count;
    return at;
  }

  void add_forms(std::string_view word, TopicSet topic) {
    add(word, "", topic);
    add(word, "s", topic);
    for (const std::string& stem : stems_of(word)) {
      for (const char* ending : {"es", "er", "ers", "or", "ors", "ing", "ed", "ize", "izer", "izers"})
        add(stem, ending, topic);
    }
  }

  void add(std::string_view stem, std::string_view ending, TopicSet topic) {
    std::array<char, longest_word> buffer{};
    const std::size_t size = stem.size() + ending.size();
    CHECK(size <= longest_word, "a word of the vocabulary is too long");
    ending.copy(buffer.data() + stem.copy(buffer.data(), stem.size()), ending.size());
    const Letters word = letters_of(buffer.data(), size);
    const std::uint32_t hash = word.hash();
    filter_[hash % filter_bits / 64] |= std::uint64_t{1} << (hash % 64);
    std::uint16_t& slot = slots_[slot_of(word, hash)];
    if (slot == 0) {
      forms_.push_back({word, 0});
      slot = static_cast<std::uint16_t>(forms_.size());
    }
    forms_[slot - 1].topics |= topic;
  }

  std::vector<Form> forms_;
  std::vector<std::uint16_t> slots_;  // open addressing; positions in forms_ plus one, 0: none
  std::vector<std::uint64_t> filter_;
};

const Forms& known_forms() {
  static const Forms forms;
  return forms;
}

// The highest bits of eight bytes, the first byte's lowest.
std::uint64_t gathered(std::uint64_t bytes) { return ((bytes & high_bits) * 0x0002040810204081U) >> 56U; }

// The highest bit of each byte that lies in [first, last], of bytes below 128.
std::uint64_t within(std::uint64_t bytes, char first, char last) {
  const std::uint64_t from = bytes + ones * (128U - static_cast<unsigned char>(first));
  const std::uint64_t above = bytes + ones * (127U - static_cast<unsigned char>(last));
  return from & ~above & high_bits;
}

// A bit per byte of 64, the first byte's lowest.
struct Block {
  std::uint64_t letters = 0, capitals = 0;
};

Block block_at(std::string_view text, std::size_t at) {
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte is a number's lowest");
  Block block;
  if (at >= text.size()) return block;
  std::array<char, 64> bytes{};
  const std::size_t size = std::min(bytes.size(), text.size() - at);
  std::memcpy(bytes.data(), text.data() + at, size);
  for (unsigned i = 0; i < 8; ++i) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes.data() + std::size_t{i} * 8, sizeof eight);
    const std::uint64_t low = eight & ~high_bits, ascii = ~eight & high_bits;
    const std::uint64_t capital = within(low, 'A', 'Z') & ascii, small = within(low, 'a', 'z') & ascii;
    block.letters |= gathered(capital | small) << (i * 8);
    block.capitals |= gathered(capital) << (i * 8);
  }
  return block;
}

// Where words begin in 64 bytes, and where something begins that ends a word: the next one, or what is no letter. A capital
// begins a word unless it continues an acronym; `before` and `after` are the bytes around.
struct Borders {
  std::uint64_t begins = 0, ends = ~std::uint64_t{0};
};

Borders borders_of(const Block& before, const Block& block, const Block& after) {
  const std::uint64_t letter_before = (block.letters << 1U) | (before.letters >> 63U);
  const std::uint64_t capital_before = (block.capitals << 1U) | (before.capitals >> 63U);
  const std::uint64_t small = block.letters & ~block.capitals;
  const std::uint64_t small_after = (small >> 1U) | ((after.letters & ~after.capitals) << 63U);
  const std::uint64_t begins = block.letters & (~letter_before | (block.capitals & (~capital_before | small_after)));
  return {begins, begins | ~block.letters};
}

// Calls `on_word(set)` for each word of at least two letters with the topics that it speaks of.
template <class OnWord>
void each_word(std::string_view text, OnWord on_word) {
  const Forms& forms = known_forms();
  Block block = block_at(text, 0), after = block_at(text, 64);
  Borders here = borders_of({}, block, after);
  for (std::size_t at = 0; at < text.size(); at += 64) {
    const Block further = block_at(text, at + 128);
    const Borders next = borders_of(block, after, further);
    // Two letters at least: the byte behind the first ends nothing.
    std::uint64_t words = here.begins & ~((here.ends >> 1U) | (next.ends << 63U));
    for (; words != 0; words &= words - 1) {
      const auto begin = static_cast<unsigned>(__builtin_ctzll(words));
      // The bits behind the first letter, 64 of them.
      const std::uint64_t ends = begin == 63 ? next.ends : (here.ends >> (begin + 1)) | (next.ends << (63 - begin));
      const std::size_t size = ends == 0 ? longest_word + 1 : 1 + static_cast<std::size_t>(__builtin_ctzll(ends));
      if (size > longest_word) {
        on_word(TopicSet{0});
        continue;
      }
      const char* word = text.data() + at + begin;
      std::array<char, longest_word> copy{};
      if (text.size() - (at + begin) < longest_word) word = static_cast<char*>(std::memcpy(copy.data(), word, size));
      on_word(forms.find(letters_of(word, size)));
    }
    block = after;
    after = further;
    here = next;
  }
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
