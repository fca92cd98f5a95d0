// What do names speak of? A name is split into words, and each word looked up in short lists of telling ones.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace assay {

enum class Topic : std::uint8_t { Parse, Codec, Crypto, Storage, Network, Agent, Render };
inline constexpr std::size_t topic_count = 7;

// A bit per Topic.
using Topics = std::uint8_t;
constexpr Topics bit_of(Topic topic) { return static_cast<Topics>(1U << static_cast<unsigned>(topic)); }

// Topics of the words of `name`: split at '_' and other marks, before capitals and at digits, case folded. A listed word
// also stands for its forms in -s, -er, -or, -ing, -ed, -ize, -izer (parse: parser, parsing; scan: scanner).
Topics topics_of(std::string_view name);

}  // namespace assay
