// Where reports go: standard output or a file, whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"

namespace assay {

// A file under a temporary name in its folder until commit() renames it; without commit() nothing is left behind. A path
// that is a device or a pipe already, or lies below /dev, is written to as it is.
class OutputFile {
 public:
  // Refuses to write through a symbolic link.
  static Result<OutputFile> create(const std::string& path);
  static OutputFile standard_output();
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  // False: it takes no more, commit() tells why.
  bool write(std::string_view piece);
  // Everything is on disk under its name. On standard output it is no error when the reader wanted no more (`| head`).
  Result<bool> commit();

 private:
  OutputFile() = default;

  std::string path_, temporary_;  // no path: standard output
  int fd_ = -1;
  int error_ = 0;
};

// Whether a file can be made there, as far as can be told without making it.
Result<bool> can_create(const std::string& path);

// Colour on this stream? `--color` wins, then NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR, CLICOLOR, TERM=dumb, the terminal.
bool wants_color(int fd, int color_option);  // −1 never, 0 auto, 1 always

// Of the terminal, at least 60 and at most 120; 80 where there is none.
std::size_t columns_of_terminal(int fd);

// Whether the terminal is one of those that are known to understand OSC 8, by what they put into the environment.
bool has_links(int fd);

// "file://host/absolute/path/" of a folder; empty: there is no such folder.
std::string file_url(const std::string& folder);

}  // namespace assay
