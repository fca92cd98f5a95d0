// Every signal that a rule may name, with its unit and the words for it in a sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct SignalName {
  std::string id;
  std::string unit;   // "share", "per kloc", "per 1000 operations", "count", "lines", "flag"
  std::string label;  // "the share of …": can stand before "is 0.4"
};

// Those that follow from the catalogue's and the facts' own lists: effect.*, fact.*, domain.*, dependency.*, kind.*,
// language.*; in no particular order.
std::vector<SignalName> family_signals();

// For a reader: "35 %" for a share, "4.2 per 1000 lines", "12", "yes".
std::string show_value(double value, std::string_view unit);

}  // namespace assay
