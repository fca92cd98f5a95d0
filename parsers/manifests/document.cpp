#include "parsers/manifests/document.h"

namespace assay::manifests {

namespace {

// Aliases and merge keys may form rings; real files chain two or three.
constexpr int max_links = 16;

}  // namespace

Value Document::root() const { return Value(*this, nodes_.size() > 1 ? 1 : 0); }

std::uint32_t Document::add(std::uint32_t parent, Kind kind, std::uint32_t line, std::string key, std::string text) {
  if (full() || (parent == 0 && nodes_.size() > 1)) {
    if (full()) set_trouble("too many values, the rest is not read");
    return 0;
  }
  const auto id = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back(Node{kind, line, 0, 0, 0, 0, std::move(key), std::move(text)});
  if (parent != 0) {
    Node& above = nodes_[parent];
    if (above.last != 0) {
      nodes_[above.last].next = id;
    } else {
      above.first = id;
    }
    above.last = id;
    ++above.count;
  }
  return id;
}

void Document::set_trouble(std::string reason) {
  if (trouble_.empty()) trouble_ = std::move(reason);
}

const Document::Node& Value::target() const {
  std::uint32_t at = node_;
  for (int links = 0; document_->nodes_[at].kind == Kind::Alias; ++links) {
    if (links == max_links) return document_->nodes_[0];
    at = document_->nodes_[at].first;
  }
  return document_->nodes_[at];
}

Value Value::operator[](std::string_view key) const {
  Value map = *this;
  for (int links = 0; links < max_links && map.is_map(); ++links) {
    Value merged(*document_, 0);
    for (const Value member : map) {
      if (member.key() == key) return member;
      if (member.key() == "<<") merged = member;
    }
    map = merged;
  }
  return Value(*document_, 0);
}

Value::Iterator Value::begin() const { return Iterator(*document_, is_map() || is_list() ? target().first : 0); }

Value::Iterator& Value::Iterator::operator++() {
  node_ = document_->nodes_[node_].next;
  return *this;
}

}  // namespace assay::manifests
