// What a place does, in the few words that stand behind it in a report.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/analysis/model.h"

namespace assay {

// `store.save() in a loop`
std::string call_words(const Model& model, const facts::Call& call, std::string_view what = {});
// `makes a Point in a loop`
std::string site_words(const Model& model, const facts::Site& site, std::string_view where = {});

bool is_allocation(facts::SiteKind kind);

}  // namespace assay
