// See signal_vocabulary.h.
#include "analyzer/analysis/signal_vocabulary.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace assay {
namespace {

constexpr std::array<std::string_view, topic_count> words = {
    "parse lex token scan grammar syntax ast",
    "encode decode codec compress inflate deflate marshal unmarshal pack unpack",
    "encrypt decrypt cipher hmac digest hash sign verify nonce merkle",
    "page segment wal journal btree compact snapshot bucket shard replica posting",
    "proxy route listen accept socket forward upstream broker relay gateway tunnel",
    "agent daemon watch poll tail collect ship probe heartbeat supervise execute",
    "render widget view layout style theme form component screen page template",
};

constexpr std::size_t longest_word = 16;  // of the lists with their endings

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

using Lexicon = std::unordered_map<std::string_view, Topics>;

struct Forms {
  std::unordered_map<std::string, Topics> texts;
  Lexicon lexicon;  // views into `texts`

  Forms() {
    for (std::size_t topic = 0; topic < topic_count; ++topic) {
      std::string_view list = words[topic];
      while (!list.empty()) {
        const std::size_t space = std::min(list.find(' '), list.size());
        add(list.substr(0, space), bit_of(static_cast<Topic>(topic)));
        list.remove_prefix(std::min(space + 1, list.size()));
      }
    }
    for (const auto& [text, topics] : texts) lexicon.emplace(text, topics);
  }

  void add(std::string_view word, Topics topic) {
    texts[std::string(word)] |= topic;
    texts[std::string(word) + "s"] |= topic;
    for (const std::string& stem : stems_of(word)) {
      for (const char* ending : {"es", "er", "ers", "or", "ors", "ing", "ed", "ize", "izer", "izers"})
        texts[stem + ending] |= topic;
    }
  }
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

}  // namespace

Topics topics_of(std::string_view name) {
  static const Forms forms;
  Topics topics = 0;
  std::array<char, longest_word> word{};
  std::size_t size = 0;
  const auto end_word = [&] {
    if (size >= 3 && size <= longest_word) {
      const auto found = forms.lexicon.find(std::string_view(word.data(), size));
      if (found != forms.lexicon.end()) topics |= found->second;
    }
    size = 0;
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_letter(c)) {
      end_word();
      continue;
    }
    // A capital begins a word unless it continues an acronym: parseHTTPHeader → parse http header.
    const bool after_capital = i > 0 && is_upper(name[i - 1]);
    const bool before_small = i + 1 < name.size() && is_letter(name[i + 1]) && !is_upper(name[i + 1]);
    if (is_upper(c) && (!after_capital || before_small)) end_word();
    if (size < longest_word) word[size] = lower(c);
    ++size;
  }
  end_word();
  return topics;
}

}  // namespace assay
