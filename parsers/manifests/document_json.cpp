// JSON text → document. The library's parser is iterative; depth is capped on the way in.

#include <cstddef>
#include <cstring>
#include <iterator>
#include <nlohmann/json.hpp>
#include <vector>

#include "parsers/manifests/document.h"

namespace assay::manifests {

namespace {

using Json = nlohmann::json;

// An input that tells how far the parser has come: the library's events carry no positions.
class Tracked {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Tracked(const char* at, const char** reached) : at_(at), reached_(reached) {}
  reference operator*() const { return *at_; }
  Tracked& operator++() {
    *reached_ = ++at_;
    return *this;
  }
  Tracked operator++(int) {
    const Tracked before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Tracked& other) const { return at_ == other.at_; }
  bool operator!=(const Tracked& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** reached_;
};

class Builder : public nlohmann::json_sax<Json> {
 public:
  Builder(Document& document, const char* begin) : document_(document), counted_(begin), reached_(begin) {}

  const char** reached() { return &reached_; }

  bool null() override { return scalar(Document::Kind::Null, {}); }
  bool boolean(bool value) override { return scalar(Document::Kind::Bool, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return scalar(Document::Kind::Number, std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    return scalar(Document::Kind::Number, std::to_string(value));
  }
  bool number_float(number_float_t, const string_t& written) override {
    return scalar(Document::Kind::Number, written);
  }
  bool string(string_t& value) override { return scalar(Document::Kind::Text, std::move(value)); }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return open(Document::Kind::Map); }
  bool start_array(std::size_t) override { return open(Document::Kind::List); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    key_ = std::move(name);
    key_line_ = line();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    document_.set_trouble("not valid JSON from line " + std::to_string(line()) + " on");
    return false;
  }

 private:
  std::uint32_t line() {
    for (; counted_ < reached_; ++counted_) line_ += *counted_ == '\n' ? 1 : 0;
    return line_;
  }

  std::uint32_t add(Document::Kind kind, std::string text) {
    const std::uint32_t at = key_line_ != 0 ? std::exchange(key_line_, 0) : line();
    return document_.add(open_.empty() ? 0 : open_.back(), kind, at, std::exchange(key_, {}), std::move(text));
  }
  bool scalar(Document::Kind kind, std::string text) { return add(kind, std::move(text)) != 0; }
  bool open(Document::Kind kind) {
    if (open_.size() == max_document_depth) {
      document_.set_trouble("nested too deeply, not read from line " + std::to_string(line()) + " on");
      return false;
    }
    const std::uint32_t node = add(kind, {});
    if (node == 0) return false;
    open_.push_back(node);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  Document& document_;
  const char* counted_;  // lines are counted up to here
  const char* reached_;  // the parser has read up to here
  std::uint32_t line_ = 1;
  std::uint32_t key_line_ = 0;
  std::string key_;
  std::vector<std::uint32_t> open_;
};

}  // namespace

Document load_json(std::string_view text) {
  Document document;
  try {
    Builder builder(document, text.data());
    Json::sax_parse(Tracked(text.data(), builder.reached()), Tracked(text.data() + text.size(), builder.reached()),
                    &builder, nlohmann::detail::input_format_t::json, /*strict=*/true, /*ignore_comments=*/true);
  } catch (const std::exception&) {
    document.set_trouble("not valid JSON");
  }
  return document;
}

}  // namespace assay::manifests
