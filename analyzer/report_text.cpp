// See report_text.h.
#include "analyzer/report_text.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "analyzer/base/text.h"
#include "analyzer/project/content.h"

namespace assay {
namespace {

constexpr std::uint64_t largest_logo = 200'000;     // bytes: it goes into the page as text a third longer
constexpr std::uint64_t largest_read = 20'000'000;  // bytes of any file that is called a logo

std::string_view image_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return "image/webp";
  const std::string_view text = trim(bytes.substr(0, 1000));
  if (text.starts_with("<svg") || (text.starts_with("<?xml") && text.find("<svg") != std::string_view::npos))
    return "image/svg+xml";
  return {};
}

// RFC 4648.
std::string base64(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = (bits << 8) | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= count ? letters[(bits >> (18 - 6 * k)) & 63U] : '=';
  }
  return out;
}

// Blank lines part paragraphs.
std::vector<std::string> paragraphs(std::string_view text) {
  std::vector<std::string> found;
  std::string current;
  for (const std::string_view line : split(text, '\n')) {
    if (!trim(line).empty()) {
      current.append(current.empty() ? "" : " ").append(trim(line));
    } else if (!current.empty()) {
      found.push_back(std::exchange(current, {}));
    }
  }
  if (!current.empty()) found.push_back(current);
  return found;
}

}  // namespace

ReportText read_report_text(const YamlNode& section, std::string_view path, Problems& problems) {
  ReportText text;
  YamlFields fields(section, path, problems);
  if (!fields.has_only({"title", "client", "author", "date", "introduction", "logo", "source"})) return text;
  text.title = fields.optional_text("title");
  text.client = fields.optional_text("client");
  text.author = fields.optional_text("author");
  text.date = fields.optional_text("date");
  text.introduction = paragraphs(fields.optional_text("introduction"));
  text.logo = fields.optional_text("logo");
  text.source_url = fields.optional_text("source");
  if (!text.source_url.empty() && !text.source_url.starts_with("https://"))
    fields.problem(fields.line_of("source"),
                   "`source` is where the code is shown, https://…/{revision}/{path}#L{line}");
  return text;
}

Result<std::string> image_url(std::string_view bytes) {
  if (bytes.size() > largest_logo) return failure(fmt::format("is larger than {} bytes", largest_logo));
  const std::string_view type = image_type(bytes);
  if (type.empty()) return failure("is no PNG, JPEG, WebP or SVG image");
  return fmt::format("data:{};base64,{}", type, base64(bytes));
}

Result<std::string> load_logo(const std::string& path, const std::string& root) {
  const std::filesystem::path place(path);
  const std::string folder = root.empty() ? place.parent_path().string() : root;
  const int fd = open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  Result<std::string> bytes = fd < 0 ? failure("its folder cannot be read")
                                     : read_beneath(fd, root.empty() ? place.filename().string() : path, largest_read);
  if (fd >= 0) close(fd);
  Result<std::string> url = bytes ? image_url(*bytes) : tl::unexpected(bytes.error());
  if (!url)
    return failure(
        fmt::format("the logo `{}` in the configuration's `report`: {}", printable(path), url.error().message));
  return url;
}

}  // namespace assay
