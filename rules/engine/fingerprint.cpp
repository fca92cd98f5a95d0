// See fingerprint.h.
#include "rules/engine/fingerprint.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace assay {
namespace {

constexpr std::size_t part = 8;  // digits: 32 bits, and two parts have to agree

// What is between tokens is no part of a snippet.
std::string normalised(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') result += c;
  }
  return result;
}

std::uint32_t hash_of(std::string_view text) {
  return static_cast<std::uint32_t>(XXH3_64bits(text.data(), text.size()) >> 32U);
}

}  // namespace

std::string fingerprint_of(std::string_view rule, std::string_view snippet, std::string_view function) {
  return fmt::format("{:08x}{:08x}", hash_of(fmt::format("{}\n{}", rule, normalised(snippet))), hash_of(function));
}

std::string with_occurrence(const std::string& fingerprint, std::uint32_t occurrence) {
  return occurrence == 0 ? fingerprint : fmt::format("{}-{}", fingerprint, occurrence);
}

std::string_view snippet_part(std::string_view fingerprint) { return fingerprint.substr(0, part); }

std::string_view function_part(std::string_view fingerprint) {
  return fingerprint.size() < 2 * part ? std::string_view() : fingerprint.substr(part, part);
}

std::string_view without_occurrence(std::string_view fingerprint) { return fingerprint.substr(0, 2 * part); }

}  // namespace assay
