// What git's history says about files: who changed which of them together, and when.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

// A commit that is no merge.
struct Change {
  std::int64_t time = 0;             // seconds since 1970, as committed
  std::uint32_t author = 0;          // who wrote it, numbered in order of first appearance
  std::vector<std::uint32_t> files;  // rows of ChangeHistory::paths, ascending
};

struct ChangeHistory {
  std::vector<std::string> paths;  // from the repository's root; a file that was renamed since bears its present name
  std::vector<Change> changes;     // newest first
  std::uint32_t authors = 0;       // how many
  std::uint32_t sweeping = 0;      // changes that touch more files than `largest_change`: not among `changes`
  std::int64_t newest = 0;         // time of the commit that is scanned
  std::string end;                 // why it goes back no further, in words; empty: no history was read
};

// A change of more files than this is an import or a reformatting: it says nothing of who knows what.
inline constexpr std::size_t largest_change = 200;

}  // namespace assay
