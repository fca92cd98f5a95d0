// names.*: what the component's own names speak of.
#include <array>

#include "analyzer/analysis/signal_families.h"
#include "analyzer/analysis/signal_vocabulary.h"

namespace assay {
namespace {

constexpr std::array<std::string_view, topic_count> subjects = {
    "parsing", "encoding", "cryptography", "storage", "passing traffic on", "watching and running", "display"};

template <Topic topic>
Tally speaking_of(const Subject& s) {
  const auto words = [](std::string_view name) {
    return std::string(name).append(" speaks of ").append(subjects[static_cast<std::size_t>(topic)]);
  };
  Tally tally;
  for (const FunctionScan& f : s.scan.functions) {
    if ((f.topics & bit_of(topic)) != 0)
      tally.add(f.cost, f.file, s.row(f).line(), [&] { return words(s.model().qualified_name(f.id)); });
  }
  for (std::size_t i = 0; i < s.scan.types.size(); ++i) {
    if ((s.scan.type_topics[i] & bit_of(topic)) == 0) continue;
    const TypeId id = s.scan.types[i];
    const facts::Type& type = s.model().types[id.index()];
    tally.add(0, s.model().type_file[id.index()], type.line(),
              [&] { return words(s.model().names.text(type.name())); });
  }
  return share_of(std::move(tally), s.scan.functions.size() + s.scan.types.size());
}

constexpr std::array measures = {
    Measure{"names.parse", Unit::Share, speaking_of<Topic::Parse>},
    Measure{"names.codec", Unit::Share, speaking_of<Topic::Codec>},
    Measure{"names.crypto", Unit::Share, speaking_of<Topic::Crypto>},
    Measure{"names.storage", Unit::Share, speaking_of<Topic::Storage>},
    Measure{"names.network", Unit::Share, speaking_of<Topic::Network>},
    Measure{"names.agent", Unit::Share, speaking_of<Topic::Agent>},
    Measure{"names.render", Unit::Share, speaking_of<Topic::Render>},
};

}  // namespace

std::span<const Measure> names_measures() { return measures; }

}  // namespace assay
