// What units begin with is asked of a project that stands in the test: path → text, below /r.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "parsers/cxx/shared_prefix.h"

namespace assay {

// Refers to both.
inline PrefixQuestion question_of(const std::vector<CompileUnit>& units,
                                  const std::map<std::string, std::string>& files) {
  PrefixQuestion question;
  question.units = &units;
  question.root = "/r";
  question.is_source = [&files](const std::string& path) { return files.contains(path); };
  question.text = [&files](const std::string& path) { return files.at(path); };
  return question;
}

}  // namespace assay
