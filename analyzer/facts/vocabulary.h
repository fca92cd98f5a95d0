// What does a text speak of? It is split into words, and each word looked up in the lists of vocabulary_topics.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace assay {

// A topic of a program and the words that tell it. A listed word also stands for its forms in -s, -es, -er, -or, -ing, -ed
// and -ize (parse: parser, parsing; scan: scanner).
struct Topic {
  std::string_view id;
  std::string_view label;  // the words are "words of …"
  std::string_view words;  // separated by spaces
};

inline constexpr std::size_t topic_count = 60;
using TopicCounts = std::array<std::uint32_t, topic_count>;  // by position in topics()
using TopicSet = std::uint64_t;                              // a bit per topic, likewise
static_assert(topic_count <= 64);

std::span<const Topic, topic_count> topics();

// Words of a text: runs of at least two letters, split before capitals and at digits, case folded; parseHTTPHeader is parse,
// http, header. Adds to `counts` how many speak of each topic; the number of all words. A word may speak of several.
// Thread-safe.
std::uint32_t count_words(std::string_view text, TopicCounts& counts);

// All topics that some word of the text speaks of.
TopicSet topics_of(std::string_view text);

}  // namespace assay
