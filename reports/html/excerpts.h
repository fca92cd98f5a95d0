// The code around a place, as the scan saw it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/model.h"
#include "reports/scanned_folder.h"

namespace assay {

struct ExcerptLine {
  std::uint32_t number = 0;
  std::string text;  // without the blanks that all lines of the excerpt begin with
};

class Excerpts {
 public:
  // `root`: the scanned folder; empty: there is no code to show.
  Excerpts(const std::string& root, const Model& model) : model_(model), folder_(root) {}

  // The line with up to `before` and `after` others around it; empty: not to be had.
  std::vector<ExcerptLine> around(std::string_view file, std::uint32_t line, std::uint32_t before, std::uint32_t after);

 private:
  const std::vector<std::string>& lines_of(std::string_view file);

  const Model& model_;
  ScannedFolder folder_;
  std::map<std::string, std::vector<std::string>, std::less<>> read_;
};

}  // namespace assay
