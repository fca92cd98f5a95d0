// See content.h (read_beneath is in read_beneath.cpp).
#include "analyzer/project/content.h"

#include <utility>

#include "analyzer/project/dialect.h"
#include "analyzer/project/encoding.h"
#include "analyzer/project/generated.h"
#include "analyzer/project/text_shape.h"

namespace assay {

SourceText decode_source(std::string_view path, std::string bytes, Language guess, bool header_of_cpp,
                         std::span<const LanguageMarks> languages) {
  SourceText source;
  const auto classify = [&](ContentClass content, std::string reason) {
    if (reason.empty()) return false;
    source.content = content;
    source.reason = std::move(reason);
    return true;
  };

  DecodedText decoded = decode_text(std::move(bytes));
  source.encoding = decoded.encoding;
  if (decoded.has_zero_bytes) {
    classify(ContentClass::Binary, "binary: holds zero bytes");
    return source;
  }
  const bool is_utf8 = decoded.encoding != facts::Encoding::Latin1;
  if (classify(ContentClass::Binary, binary_reason(decoded.text, is_utf8))) return source;
  source.text = std::move(decoded.text);

  Dialect dialect = decide_dialect(path, source.text, guess, header_of_cpp, languages);
  source.language = dialect.language;
  if (dialect.language == Language::None) {
    classify(ContentClass::Unknown, std::move(dialect.reason));
    return source;
  }
  if (classify(ContentClass::Generated, generated_reason(source.text, source.language))) return source;
  if (classify(ContentClass::Minified, bundle_reason(path))) return source;
  if (classify(ContentClass::Minified, minified_reason(source.text, source.language))) return source;
  classify(ContentClass::Prose, prose_reason(source.text, source.language));
  return source;
}

}  // namespace assay
