// V8's .cpuprofile: a tree of frames, and for each sample its node and the time before it.
#include <algorithm>
#include <unordered_map>
#include <vector>

#include "parsers/profiles/frame_text.h"
#include "parsers/profiles/json_text.h"
#include "parsers/profiles/readers.h"

namespace assay {
namespace {

using simdjson::dom::element;

struct Node {
  std::uint32_t frame = 0;
  std::size_t parent = 0;  // its index; its own for the root
  double self = 0, hits = 0;
  bool counts = true;  // idle time is no cost
};

// Lines and columns are 0-based there; -1: unknown.
std::uint32_t one_based(element frame, std::string_view key) {
  const double number = number_member(frame, key, -1);
  return number >= 0 && number < 4e9 ? static_cast<std::uint32_t>(number) + 1 : 0;
}

ProfileFrame frame_of(element node) {
  ProfileFrame frame;
  element call;
  if (node["callFrame"].get(call)) return frame;
  frame.name = text_member(call, "functionName");
  frame.file = path_of_url(text_member(call, "url"));
  frame.line = frame.start_line = one_based(call, "lineNumber");
  frame.column = one_based(call, "columnNumber");
  if (frame.name.empty()) frame.name = "(anonymous)";
  return frame;
}

class CpuProfileReader {
 public:
  explicit CpuProfileReader(ProfileBuilder& out) : out_(out) {}

  Read run(element root) {
    read_nodes(root);
    if (nodes_.empty()) return failure("it has no `nodes`");
    give_times(root);
    std::vector<std::uint32_t> stack;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].self <= 0 || !nodes_[i].counts) continue;
      stack.clear();
      const std::size_t most = out_.depth_left();
      for (std::size_t at = i; stack.size() <= most; at = nodes_[at].parent) {  // a cycle ends here, too
        const bool is_root = nodes_[at].parent == at;
        if (!is_root || at == i) stack.push_back(nodes_[at].frame);
        if (is_root) break;
      }
      std::reverse(stack.begin(), stack.end());
      out_.add_stack(stack, nodes_[i].self);
    }
    if (out_.empty()) return failure("it holds no samples");
    return true;
  }

 private:
  void read_nodes(element root) {
    each(root, "nodes", [&](element node) {
      const ProfileFrame frame = frame_of(node);
      Node own;
      own.parent = nodes_.size();
      own.hits = number_member(node, "hitCount");
      own.counts = !(frame.file.empty() && frame.name == "(idle)");
      own.frame = out_.frame(frame);
      by_id_.emplace(id_of(node["id"]), nodes_.size());
      nodes_.push_back(own);
    });
    std::size_t index = 0;
    each(root, "nodes", [&](element node) {
      each(node, "children", [&](element child) {
        const auto found = by_id_.find(id_of(child));
        if (found != by_id_.end() && found->second != index) nodes_[found->second].parent = index;
      });
      const auto parent = by_id_.find(id_of(node["parent"]));
      if (parent != by_id_.end()) nodes_[index].parent = parent->second;
      ++index;
    });
  }

  static std::uint64_t id_of(element id) {
    std::uint64_t number = 0;
    return id.get(number) ? no_id : number;
  }
  static std::uint64_t id_of(const simdjson::simdjson_result<element>& member) {
    element id;
    return member.get(id) ? no_id : id_of(id);
  }

  void give_times(element root) {
    std::vector<std::size_t> samples;  // indices of nodes; none: of no known one
    each(root, "samples", [&](element id) {
      const auto node = by_id_.find(id_of(id));
      samples.push_back(node == by_id_.end() ? none : node->second);
    });
    std::size_t at = 0;
    bool timed = false;
    each(root, "timeDeltas", [&](element delta) {
      if (at == samples.size()) return;
      const std::size_t node = samples[at++];
      double time = 0;
      if (node == none || delta.get(time)) {
        out_.damaged();
      } else if (time > 0) {  // clocks of several cores may run backwards
        nodes_[node].self += time;
        timed = true;
      }
    });
    out_.set_unit(timed ? "microseconds" : "samples");
    if (timed) return;
    for (Node& node : nodes_) node.self = node.hits;
    for (const std::size_t node : samples) {
      if (node != none && nodes_[node].hits == 0) nodes_[node].self += 1;
    }
  }

  static constexpr std::size_t none = ~std::size_t{0};
  static constexpr std::uint64_t no_id = ~std::uint64_t{0};
  ProfileBuilder& out_;
  std::vector<Node> nodes_;
  std::unordered_map<std::uint64_t, std::size_t> by_id_;
};

}  // namespace

Read read_cpuprofile(std::string_view text, ProfileBuilder& out) {
  return read_json(text, [&](element root) { return CpuProfileReader(out).run(root); });
}

}  // namespace assay
