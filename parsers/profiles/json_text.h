// JSON of foreign origin: parsed whole, at most 256 MiB and 1,024 levels.
#pragma once

#include <simdjson.h>

#include <string_view>

#include "analyzer/base/result.h"

namespace assay {

// What `read(root)` makes of the document, which lives as long as the call. Failure: its own, or what is wrong with the text.
template <class Reader>
Result<bool> read_json(std::string_view text, Reader read) {
  if (text.size() > (std::size_t{256} << 20))
    return failure("its JSON is larger than 256 MiB: convert it to collapsed stacks");
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  const simdjson::error_code error = parser.parse(text.data(), text.size()).get(root);
  if (error) return failure(std::string("its JSON is damaged: ") + simdjson::error_message(error));
  return read(root);
}

// Members that are missing or of another type are empty or 0.
inline std::string_view text_member(simdjson::dom::element object, std::string_view key) {
  std::string_view text;
  return object[key].get(text) ? std::string_view{} : text;
}
inline double number_member(simdjson::dom::element object, std::string_view key, double otherwise = 0) {
  double number = 0;
  return object[key].get(number) ? otherwise : number;
}
// Calls `visit(element)` for each item of an array member.
template <class Visit>
void each(simdjson::dom::element object, std::string_view key, Visit visit) {
  simdjson::dom::array items;
  if (object[key].get(items)) return;
  for (const simdjson::dom::element item : items) visit(item);
}
// A line or column: 0 where it is none.
inline std::uint32_t place_member(simdjson::dom::element object, std::string_view key) {
  const double number = number_member(object, key);
  return number >= 1 && number < 4e9 ? static_cast<std::uint32_t>(number) : 0;
}

}  // namespace assay
