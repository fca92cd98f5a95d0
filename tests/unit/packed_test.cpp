#include "analyzer/base/packed.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

std::string repeated() {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "a line of a report, " + std::to_string(i % 7) + "\n";
  return text;
}

TEST(Packed, BothWaysComeBackAsTheyWere) {
  for (const std::string& text : {std::string(), std::string("x"), std::string(3, '\0'), repeated()}) {
    EXPECT_EQ(unpack(pack(text)), text);
    EXPECT_EQ(unpack(pack_loosely(text)), text);
  }
  EXPECT_LT(pack(repeated()).size() * 4, pack_loosely(repeated()).size());
}

TEST(Packed, LooseBytesAreAlignedForFacts) {
  std::vector<char> buffer;
  const std::string packed = pack_loosely(repeated());
  const auto bytes = unpack(packed, buffer);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(bytes->data()) % 8, 0U);
  EXPECT_TRUE(buffer.empty());
}

TEST(Packed, WhatWasCutOrMarkedWronglyIsNothing) {
  for (const std::string& packed : {pack(repeated()), pack_loosely(repeated())}) {
    for (std::size_t size = 0; size < packed.size(); size += 1 + size / 3) {
      EXPECT_EQ(unpack(std::string_view(packed).substr(0, size)), std::nullopt) << size;
    }
    EXPECT_EQ(unpack(packed + "x"), std::nullopt);
    std::string other = packed;
    other[3] = static_cast<char>(other[3] ^ '\x80');  // says that it is of the other kind
    EXPECT_NE(unpack(other), repeated());
  }
}

}  // namespace
}  // namespace assay
