// Where reports go: standard output or a file, whole or not at all.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace assay {

// A file under a temporary name in its folder until commit() renames it; without commit() nothing is left behind. A path
// that is a device or a pipe already is written to as it is.
class OutputFile {
 public:
  // Refuses to write through a symbolic link.
  static Result<OutputFile> create(const std::string& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  bool write(std::string_view piece);
  Result<bool> commit();

 private:
  OutputFile() = default;

  std::string path_, temporary_;
  int fd_ = -1;
  int error_ = 0;
};

// Writes to standard output. False: the reader closed it (a pipe into `head`), which is no error.
bool write_stdout(std::string_view piece);
// Everything arrived, or the reader wanted no more. An error: no space left and the like.
Result<bool> finish_stdout();

// Colour on this stream? `--color` wins, then NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR, CLICOLOR, TERM=dumb, the terminal.
bool wants_color(int fd, int color_option);  // −1 never, 0 auto, 1 always

}  // namespace assay
