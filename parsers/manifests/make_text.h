// A makefile as variables and rules. Text functions and shell calls are not evaluated: they count as empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/manifests/manifests.h"

namespace assay::manifests {

class MakeText {
 public:
  struct Variable {
    std::string value;  // as written; += joined by blanks
    std::uint32_t line = 0;
  };
  struct Rule {
    std::string targets;        // as written
    std::string prerequisites;  // as written
    std::string recipe;         // lines, each with its end
    std::uint32_t line = 0;
  };

  explicit MakeText(std::string_view text);

  // Sorted by name.
  const std::map<std::string, Variable, std::less<>>& variables() const { return variables_; }
  const std::vector<Rule>& rules() const { return rules_; }

  // With $(NAME), ${NAME} and $(NAME:.x=.y) replaced; unknown names are empty, as make has it.
  std::string expand(std::string_view text) const;

  // The expanded words of a variable; none where it is not set.
  std::vector<std::string> words_of(std::string_view variable) const;

  // What follows -I in variables and recipes, seen from the makefile's folder; `top` is the project's as seen from there.
  std::vector<std::string> include_folders(std::string_view top) const;

 private:
  bool add_variable(std::string_view line, std::uint32_t number);
  void add_rule(std::string_view line, std::uint32_t number);
  std::string replaced(std::string_view reference) const;

  std::map<std::string, Variable, std::less<>> variables_;
  std::vector<Rule> rules_;
  mutable std::size_t work_ = 0;  // bytes that expansion wrote
};

// All of these, to the unit that stands for the makefile's folder.
void add_include_folders(UnitT& unit, const MakeText& make);

}  // namespace assay::manifests
