// Is a `.h` file more likely C or C++, to judge by the files around it?
//
// First by a source file of the same name beside it, then by which of the two has more source files in the
// nearest folder, upward from the header's own, that holds any.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "analyzer/project/inventory.h"

namespace assay {

class HeaderHints {
 public:
  // Folders are added before those below them; `parent` of the first does not count.
  std::uint32_t add_folder(std::uint32_t parent);
  // Called in the order in which the files enter the inventory.
  void add_file(std::uint32_t folder, const SourceFile& file);
  // Sets header_of_cpp by folders; `files` as they were added.
  void settle(std::vector<SourceFile>& files);

 private:
  struct FolderCount {
    std::uint32_t parent = 0;
    std::uint32_t c = 0;  // with all folders below, once settled
    std::uint32_t cpp = 0;
  };
  std::vector<FolderCount> folders_;
  std::vector<std::pair<std::size_t, std::uint32_t>> headers_;  // row of the file, its folder
  std::size_t files_ = 0;
};

// Sets header_of_cpp of headers that have a source file of the same name beside them; `files` sorted by path.
void match_headers_with_sources(std::vector<SourceFile>& files);

}  // namespace assay
