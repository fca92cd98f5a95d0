// Measures a component's signals (signals.h) from the model and the analyses.
#pragma once

#include "analyzer/analysis/analysed_code.h"
#include "analyzer/analysis/signals.h"

namespace assay {

// Signals of one component. Test code is left out everywhere except in `test.share`. Decides the component's kind where no
// manifest did (Component::kind is Unknown), since `kind.*` is a signal. Only the signals in `shown`, which is sorted, get
// their evidence; null: all do. To put places into words is half of the work.
Signals measure_signals(const AnalysedCode& source, Component& component,
                        const std::vector<std::string>* shown = nullptr);

// The language's folder in parsers/languages, as in `language.*`: TSX is typescript; empty: none.
std::string_view language_folder(facts::Language language);

ComponentFacts component_facts(const AnalysedCode& source, const Component& component);

// The value of a signal; 0 where it is absent.
double value_of(const Signals& signals, std::string_view id);

}  // namespace assay
