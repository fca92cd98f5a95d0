// YAML text → document. Built from the library's events: an alias stays a reference, so nothing multiplies, and the
// handler stops the library's recursion at the depth limit by throwing.

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <istream>
#include <map>
#include <stdexcept>
#include <streambuf>
#include <vector>

#include "parsers/manifests/document.h"

namespace assay::manifests {

namespace {

constexpr std::size_t max_yaml_bytes = 2'000'000;
constexpr std::size_t max_aliases = 10'000;

class Stop : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Reads from memory without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // the get area is never written
    setg(begin, begin, begin + text.size());
  }
};

class Builder : public YAML::EventHandler {
 public:
  explicit Builder(Document& document) : document_(document) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    scalar(mark, Document::Kind::Null, anchor, {});
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    const bool quoted = tag == "!";
    const bool truth = !quoted && (text == "true" || text == "false");
    scalar(mark, truth ? Document::Kind::Bool : Document::Kind::Text, anchor, text);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (++aliases_ > max_aliases) throw Stop("too many aliases");
    const auto known = anchors_.find(anchor);
    if (takes_key({})) return;
    const auto node = add(mark, known == anchors_.end() ? Document::Kind::Null : Document::Kind::Alias, {});
    if (known != anchors_.end() && node != 0) document_.refer(node, known->second);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, Document::Kind::List, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, Document::Kind::Map, anchor);
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapEnd() override { open_.pop_back(); }

 private:
  struct Frame {
    std::uint32_t node = 0;
    bool map = false;
    bool has_key = false;  // the next event is the value of `key`
    std::string key;
    std::uint32_t line = 0;  // of the key
  };

  // Events of a map alternate: is this one a key? A key that is no scalar becomes the empty text.
  bool takes_key(const std::string& text) {
    if (open_.empty() || !open_.back().map || open_.back().has_key) return false;
    open_.back().has_key = true;
    open_.back().key = text;
    return true;
  }

  static std::uint32_t line_of(const YAML::Mark& mark) { return static_cast<std::uint32_t>(mark.line + 1); }

  std::uint32_t add(const YAML::Mark& mark, Document::Kind kind, std::string text) {
    if (open_.empty()) return document_.add(0, kind, line_of(mark), {}, std::move(text));
    Frame& frame = open_.back();
    const std::uint32_t line = frame.map && frame.line != 0 ? frame.line : line_of(mark);
    frame.has_key = false;
    frame.line = 0;
    if (frame.node == 0) return 0;  // below a key that is no scalar
    return document_.add(frame.node, kind, line, std::exchange(frame.key, {}), std::move(text));
  }
  void scalar(const YAML::Mark& mark, Document::Kind kind, YAML::anchor_t anchor, const std::string& text) {
    if (takes_key(text)) {
      open_.back().line = line_of(mark);
      return;
    }
    remember(anchor, add(mark, kind, text));
  }
  void open(const YAML::Mark& mark, Document::Kind kind, YAML::anchor_t anchor) {
    if (open_.size() == max_document_depth) throw Stop("nested too deeply");
    if (document_.full()) throw Stop("too many values");
    const std::uint32_t node = takes_key({}) ? 0 : add(mark, kind, {});
    remember(anchor, node);
    open_.push_back(Frame{node, kind == Document::Kind::Map, false, {}, 0});
  }
  void remember(YAML::anchor_t anchor, std::uint32_t node) {
    if (anchor != 0 && node != 0) anchors_[anchor] = node;
  }

  Document& document_;
  std::vector<Frame> open_;
  std::map<YAML::anchor_t, std::uint32_t> anchors_;
  std::size_t aliases_ = 0;
};

}  // namespace

Document load_yaml(std::string_view text) {
  Document document;
  if (text.size() > max_yaml_bytes) {
    document.set_trouble("larger than 2 MB, not read");
    return document;
  }
  try {
    ViewBuffer buffer(text);
    std::istream in(&buffer);
    YAML::Parser parser(in);
    Builder builder(document);
    parser.HandleNextDocument(builder);
  } catch (const Stop& stop) {
    document.set_trouble(std::string(stop.what()) + ", the rest is not read");
  } catch (const YAML::Exception& error) {
    document.set_trouble("not valid YAML from line " + std::to_string(error.mark.line + 1) + " on");
  } catch (const std::exception&) {
    document.set_trouble("not valid YAML");
  }
  return document;
}

}  // namespace assay::manifests
