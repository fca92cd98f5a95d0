// The code around a place, as the scan saw it: read again from the repository, left out where the file has changed since.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/model.h"

namespace assay {

struct ExcerptLine {
  std::uint32_t number = 0;
  std::string text;  // without the blanks that all lines of the excerpt begin with
};

class Excerpts {
 public:
  // `root` empty: there is no code to show.
  Excerpts(const std::string& root, const Model& model);
  ~Excerpts();
  Excerpts(const Excerpts&) = delete;
  Excerpts& operator=(const Excerpts&) = delete;

  // The line with up to `before` and `after` others around it; empty: not to be had.
  std::vector<ExcerptLine> around(std::string_view file, std::uint32_t line, std::uint32_t before, std::uint32_t after);

 private:
  const std::vector<std::string>& lines_of(std::string_view file);

  const Model& model_;
  int root_ = -1;
  std::map<std::string, std::vector<std::string>, std::less<>> read_;
};

}  // namespace assay
