// See compile_flags.h.
#include "parsers/cxx/compile_flags.h"

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"

namespace assay {
namespace {

enum class Kind : std::uint8_t {
  Dropped,
  Kept,          // by itself
  Path,          // names a folder or a file
  Text,          // a macro
  Word,          // a name of letters, digits and `+-._:=`
  Ignored,       // means nothing for the text
  IgnoredValue,  // the same, with a value
};

struct Row {
  std::string_view name;
  Kind kind;
  bool joined, separate;  // whether its value may stand in the same word, in the next
};

// The longest name that a word begins with counts; a row that is neither joined nor separate is the whole word.
constexpr Row rows[] = {
    {"-I", Kind::Path, true, true},
    {"-isystem", Kind::Path, true, true},
    {"-iquote", Kind::Path, true, true},
    {"-idirafter", Kind::Path, true, true},
    {"-include", Kind::Path, false, true},
    {"-D", Kind::Text, true, true},
    {"-U", Kind::Word, true, true},
    {"-std=", Kind::Word, true, false},
    {"--std=", Kind::Word, true, false},
    {"-target", Kind::Word, false, true},
    {"--target=", Kind::Word, true, false},
    {"-march=", Kind::Word, true, false},
    {"-mcpu=", Kind::Word, true, false},
    {"-m32", Kind::Kept, false, false},
    {"-m64", Kind::Kept, false, false},
    {"-msse", Kind::Kept, true, false},
    {"-mssse3", Kind::Kept, false, false},
    {"-mavx", Kind::Kept, true, false},
    {"-mbmi", Kind::Kept, true, false},
    {"-mfma", Kind::Kept, false, false},
    {"-mf16c", Kind::Kept, false, false},
    {"-maes", Kind::Kept, false, false},
    {"-mpclmul", Kind::Kept, false, false},
    {"-mpopcnt", Kind::Kept, false, false},
    {"-mlzcnt", Kind::Kept, false, false},
    {"-mcrc32", Kind::Kept, false, false},
    {"-fexceptions", Kind::Kept, false, false},
    {"-fno-exceptions", Kind::Kept, false, false},
    {"-frtti", Kind::Kept, false, false},
    {"-fno-rtti", Kind::Kept, false, false},
    {"-fsigned-char", Kind::Kept, false, false},
    {"-funsigned-char", Kind::Kept, false, false},
    {"-fshort-enums", Kind::Kept, false, false},
    {"-fshort-wchar", Kind::Kept, false, false},
    {"-fchar8_t", Kind::Kept, false, false},
    {"-fno-char8_t", Kind::Kept, false, false},
    {"-fms-extensions", Kind::Kept, false, false},
    {"-ffreestanding", Kind::Kept, false, false},
    {"-fopenmp", Kind::Kept, false, false},
    {"-pthread", Kind::Kept, false, false},
    {"-ansi", Kind::Kept, false, false},
    {"-nostdinc", Kind::Kept, false, false},
    {"-nostdinc++", Kind::Kept, false, false},
    {"-c", Kind::Ignored, false, false},
    {"-pipe", Kind::Ignored, false, false},
    {"-pedantic", Kind::Ignored, false, false},
    {"-o", Kind::IgnoredValue, true, true},
    {"-O", Kind::Ignored, true, false},
    {"-g", Kind::Ignored, true, false},
    {"-W", Kind::Ignored, true, false},
    {"-w", Kind::Ignored, false, false},
};

bool is_plain(std::string_view value) {
  return !value.empty() && value.size() < 80 && std::all_of(value.begin(), value.end(), [](char c) {
    return is_word(c) || c == '+' || c == '-' || c == '.' || c == ':' || c == '=';
  });
}

bool is_cpp_source(std::string_view file) {
  const std::size_t dot = file.rfind('.');
  return dot == std::string_view::npos || file.substr(dot) != ".c";
}

// A macro's value is text for the text: but for a zero byte, nothing of it can do harm.
bool is_macro(std::string_view value) {
  return !value.empty() && is_word(value.front()) && value.find('\0') == std::string_view::npos;
}

class Filter {
 public:
  Filter(std::string_view directory, std::string_view file, const std::function<std::string(std::string)>& place)
      : directory_(directory), file_(file), place_(place) {}

  AllowedFlags run(const std::vector<std::string>& words) {
    const bool driver = !words.empty() && !words.front().starts_with('-');
    out_.cpp = is_cpp_source(file_) || (driver && words.front().find("++") != std::string::npos);
    for (std::size_t i = driver ? 1 : 0; i < words.size(); ++i) {
      const std::string* next = i + 1 < words.size() ? &words[i + 1] : nullptr;
      if (take(words[i], next)) ++i;
    }
    out_.arguments.insert(out_.arguments.begin(), {"-x", out_.cpp ? "c++" : "c"});
    return std::move(out_);
  }

 private:
  static const Row* row_of(std::string_view word) {
    const Row* best = nullptr;
    for (const Row& row : rows) {
      const bool fits = row.joined ? word.starts_with(row.name) : word == row.name;
      if (fits && (best == nullptr || row.name.size() > best->name.size())) best = &row;
    }
    return best;
  }

  // True: the next word is this one's value.
  bool take(std::string_view word, const std::string* next) {
    if (!word.starts_with('-') || word == "-") {
      if (absolute_path(word, directory_) != file_) ++out_.dropped;
      return false;
    }
    if (word == "-x" && next != nullptr) {
      set_language(*next);
      return true;
    }
    if (word.starts_with("-x")) {
      set_language(word.substr(2));
      return false;
    }
    const Row* row = row_of(word);
    if (row == nullptr) {
      ++out_.dropped;
      // Its value is no file name or flag of ours.
      return next != nullptr &&
             (word == "-Xclang" || word == "-MF" || word == "-MT" || word == "-MQ" || word == "-MJ" || word == "-B" ||
              word == "-Xpreprocessor" || word == "-mllvm" || word == "-imacros" || word == "-include-pch" ||
              word == "-isysroot" || word == "-arch" || word == "--param" || word == "-serialize-diagnostics");
    }
    const bool own_value = row->joined && word.size() > row->name.size();
    const bool next_value = !own_value && row->separate;
    if (next_value && next == nullptr) {
      ++out_.dropped;
      return false;
    }
    const std::string_view value = own_value ? word.substr(row->name.size()) : next_value ? *next : std::string_view{};
    keep(*row, word, value);
    return next_value;
  }

  void set_language(std::string_view language) {
    if (language == "c" || language == "c++") {
      out_.cpp = language == "c++";
    } else {
      ++out_.dropped;
    }
  }

  void keep(const Row& row, std::string_view word, std::string_view value) {
    switch (row.kind) {
      case Kind::Ignored:
      case Kind::IgnoredValue: return;
      case Kind::Kept:
        if (is_plain(word)) return add(std::string(word));
        break;
      case Kind::Text:
        if (is_macro(value)) return add(std::string(row.name) + std::string(value));
        break;
      case Kind::Word:
        if (!is_plain(value)) break;
        if (!row.joined) {
          add(std::string(row.name));
          return add(std::string(value));
        }
        return add(std::string(row.name) + std::string(value));
      case Kind::Path: {
        if (value.empty() || value.find('\0') != std::string_view::npos) break;
        const std::string path = place_(absolute_path(value, directory_));
        if (path.empty()) break;
        add(std::string(row.name));
        return add(path);
      }
      case Kind::Dropped: break;
    }
    ++out_.dropped;
  }

  void add(std::string word) { out_.arguments.push_back(std::move(word)); }

  std::string_view directory_, file_;
  const std::function<std::string(std::string)>& place_;
  AllowedFlags out_;
};

}  // namespace

std::string absolute_path(std::string_view path, std::string_view directory) {
  std::vector<std::string_view> parts;
  const auto walk = [&](std::string_view text) {
    for (const std::string_view part : split(text, '/')) {
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (!parts.empty()) {
        parts.pop_back();
      }
    }
  };
  if (!path.starts_with('/')) walk(directory);
  walk(path);
  std::string all;
  for (const std::string_view part : parts) all.append("/").append(part);
  return all.empty() ? "/" : all;
}

bool lies_in_folder(std::string_view path, std::string_view folder) {
  if (folder == "/") return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

AllowedFlags allowed_flags(const std::vector<std::string>& words, std::string_view directory, std::string_view file,
                           const std::function<std::string(std::string path)>& place) {
  return Filter(directory, file, place).run(words);
}

}  // namespace assay
