// Is a path left out by an ignore file, and by which rule?
//
// The rules are git's: the last matching line of a file decides, `!` takes back, and what lies in an ignored
// folder cannot be taken back (the walk does not enter it). Of several files, .assayignore decides before
// .ignore, that before .gitignore, that before .git/info/exclude; among files of one kind the deeper one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/text_table.h"
#include "analyzer/project/path_pattern.h"

namespace assay {

// The rules of one ignore file.
class IgnoreFile {
 public:
  struct Match {
    std::uint32_t line = 0;  // 0: no rule matches
    bool ignored = false;
  };

  // Uses at most `max_rules` rules, of which at most `max_wildcards` are no plain names.
  IgnoreFile(std::string_view text, std::size_t max_rules, std::size_t max_wildcards);

  // `path` is relative to the file's folder.
  Match match(std::string_view path, bool is_folder) const;

  std::size_t size() const { return rules_.size(); }
  std::size_t wildcards() const { return wildcards_; }
  bool truncated() const { return truncated_; }

 private:
  struct Rule {
    PathPattern pattern;
    std::uint32_t line;
    bool ignores;
  };
  using Rows = std::vector<std::uint32_t>;  // of rules_, ascending
  using Index = TextTable<Rows>;

  std::vector<Rule> rules_;
  Index by_name_;
  Index by_extension_;
  Rows others_;
  std::size_t wildcards_ = 0;
  bool truncated_ = false;
};

enum class IgnoreKind : std::uint8_t { Exclude, GitIgnore, Ignore, AssayIgnore };  // rising precedence

// The ignore files that are in force in one folder of a walk.
class IgnoreStack {
 public:
  struct Decision {
    bool ignored = false;
    bool kept = false;                      // a `!` rule decided
    IgnoreKind kind = IgnoreKind::Exclude;  // of the deciding rule
    std::string_view file;                  // name of the deciding file as given to push
    std::uint32_t line = 0;

    std::string reason() const;  // "ignored by `src/.gitignore`:3"
  };

  // `folder_length`: bytes of the folder's path with its last '/', which all paths asked for from now begin with.
  // False: a limit was met, and some or all rules of this file are not used.
  bool push(IgnoreKind kind, std::string name, std::size_t folder_length, std::string_view text);

  // Forgets the files pushed after the stack had `mark` of them.
  void pop_to(std::size_t mark);
  std::size_t mark() const { return entries_.size(); }

  Decision decide(std::string_view path, bool is_folder) const;

 private:
  struct Entry {
    IgnoreKind kind;
    std::string name;
    std::size_t folder_length;
    IgnoreFile file;
  };

  std::vector<Entry> entries_;
  std::array<std::vector<std::uint32_t>, 4> by_kind_;  // rows of entries_
  std::size_t rules_ = 0;
  std::size_t wildcards_ = 0;
};

}  // namespace assay
