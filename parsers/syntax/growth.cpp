// See extractor_pass.h: what grows over the rounds of a loop, a text or a container that began empty.
#include "analyzer/base/text.h"
#include "parsers/syntax/callee.h"
#include "parsers/syntax/extractor_pass.h"

namespace assay {
namespace {

using facts::SiteKind;

// What is assigned to, as far as that is of interest.
constexpr std::size_t longest_target = 60;

struct Sides {
  std::string_view target;
  bool adds_to_itself = false;  // text = text + …
};

Sides sides_of(const Node& assignment) {
  const Node left = assignment.child(Field::Left) ? assignment.child(Field::Left) : assignment.named_child(0);
  const Node right = assignment.child(Field::Right) ? assignment.child(Field::Right) : assignment.named_child(1);
  const std::string_view target = left.text(), value = right.text();
  return {target, value.size() > target.size() && value.starts_with(target) && value[target.size()] == ' '};
}

bool is_of_name(char c) { return is_word_byte(c) || c == '$'; }

// Does a comment begin on the line that `before` ends in?
bool opens_comment(std::string_view before) {
  constexpr std::size_t in_view = 300;  // bytes
  before.remove_prefix(before.size() - std::min(before.size(), in_view));
  const std::string_view line = before.substr(before.find_last_of('\n') + 1);
  for (std::size_t at = line.find("//"); at != std::string_view::npos; at = line.find("//", at + 1)) {
    if (at == 0 || line[at - 1] != ':') return true;  // no URL
  }
  return line.find("# ") != std::string_view::npos;
}

// Calls `visit(before, after)` with what stands around the first places where `name` stands as a word of its own, line
// comments apart.
template <class Visit>
void for_each_mention(std::string_view text, std::string_view name, Visit visit) {
  int left = 300;
  if (name.empty()) return;
  for (std::size_t at = text.find(name); at != std::string_view::npos && left > 0;
       at = text.find(name, at + name.size()), --left) {
    const std::size_t end = at + name.size();
    if ((at > 0 && is_of_name(text[at - 1])) || (end < text.size() && is_of_name(text[end]))) continue;
    if (at > 0 && (text[at - 1] == '%' || text[at - 1] == '\\')) continue;  // "%s", "\n"
    if (!opens_comment(text.substr(0, at))) visit(text.substr(0, at), text.substr(end));
  }
}

// Is what grows handed on while it grows, `use(text)`, `x = text;`? Asking for its length does not count.
bool is_handed_on(std::string_view loop, std::string_view name) {
  bool found = false;
  for_each_mention(loop, name, [&](std::string_view before, std::string_view after) {
    const std::size_t next = after.find_first_not_of(' ');
    if (next == std::string_view::npos || std::string_view("),;]\n").find(after[next]) == std::string_view::npos)
      return;
    found = found || (!before.ends_with("len(") && !before.ends_with("IsNullOrEmpty("));
  });
  return found;
}

}  // namespace

// A text that is put together. Where it is added to itself, `text += …` or `text = text + …`, it grows.
void Extractor::Pass::add_text(const AssayNode& node) {
  constexpr unsigned furthest = 6;
  std::string_view grown;
  for (unsigned up = 1; up <= furthest && grown.empty(); ++up) {
    const Role around = role(up);
    if (around == Role::None || around == Role::Binary || around == Role::String) continue;
    if (around != Role::AugmentedAssign && around != Role::Assign) break;
    const Sides assignment = sides_of(this->node(up));
    if (around == Role::Assign && !assignment.adds_to_itself) break;
    if (assignment.target.size() > longest_target || assignment.target.find_first_of("[( \n") != std::string_view::npos)
      break;
    grown = assignment.target;
  }
  const std::uint32_t name = grown.empty() ? 0 : out_.names.intern(grown);
  add_site(SiteKind::AllocString, node, name);
  if (name == 0) return;
  const bool literal =
      role(1) == Role::AugmentedAssign && here(node).role() == Role::String && here(node).named_child_count() <= 1;
  std::string_view loop;
  for (unsigned up = 1; up <= depth_ && region().loop != 0 && loop.empty(); ++up) {
    if (role(up) == Role::Loop) loop = this->node(up).text();
  }
  functions_.back().grown.push_back(
      {name, region().loop, static_cast<std::uint32_t>(out_.sites.size() - 1), literal, loop});
}

// x = await f(x): what is set is among what is awaited, so that each round needs the one before.
bool Extractor::Pass::feeds_itself(const AssayNode& await) const {
  if (role(1) != Role::Assign) return false;
  const std::string_view target = sides_of(node(1)).target;
  bool found = false;
  if (!target.empty() && target.size() <= longest_target)
    for_each_mention(here(await).text(400), target, [&](std::string_view, std::string_view) { found = true; });
  return found;
}

// Remembers `x = …`, which is not made of x itself: what grows in a round and is set in it does not grow over the rounds.
void Extractor::Pass::add_setting(const Node& node) {
  const Sides assignment = sides_of(node);
  if (assignment.target.empty() || assignment.target.size() > longest_target || region().loop == 0 ||
      assignment.adds_to_itself)
    return;
  functions_.back().settings.push_back({out_.names.intern(assignment.target), region().loop});
}

// At the end of a function: texts that are set, declared or walked to in the round in which they are added to, and such
// as are needed in every length.
void Extractor::Pass::settle_texts() {
  FunctionState& state = functions_.back();
  const auto is_set = [&](const std::vector<Local>& names, const Grown& grown) {
    return std::any_of(names.begin(), names.end(),
                       [&](const Local& l) { return l.name == grown.name && l.loop == grown.loop; });
  };
  constexpr std::size_t most = 1000;            // questions: a function of so many is made by a machine
  constexpr std::size_t longest_loop = 10'000;  // bytes
  if (state.grown.size() > most) state.grown.resize(most);
  for (const Grown& grown : state.grown) {
    const bool declared = !spec_.assignment_declares && is_set(state.locals, grown);
    // Indentation, a counter in strokes: what is only ever added to by a literal stays small.
    const bool small = std::all_of(state.grown.begin(), state.grown.end(),
                                   [&](const Grown& g) { return g.name != grown.name || g.literal; });
    if (declared || small || is_set(state.settings, grown) ||
        (grown.around.size() <= longest_loop && is_handed_on(grown.around, out_.names.text(grown.name))))
      out_.sites[grown.site].mutate_detail(0);
  }
}

// A container that begins empty: how often its name stands up to the end of the first loop that names it tells whether
// anything but its growth happens to it there.
void Extractor::Pass::watch_container(std::uint32_t variable, const Node& declaration) {
  constexpr std::size_t most = 16;
  std::vector<Watched>& watched = functions_.back().watched;
  if (watched.size() < most) watched.push_back({variable, region().loop, declaration.end()});
}

// Is what the loop walks to used behind it, where a language lets it, or a global? Then the loop does more than to fill something.
bool Extractor::Pass::outlives_loop(std::uint32_t loop, std::uint32_t end) const {
  if (!spec_.assignment_declares) return false;
  const std::vector<Local>& set = functions_.back().settings;
  const auto item = std::find_if(set.rbegin(), set.rend(), [&](const Local& local) { return local.loop == loop; });
  if (item == set.rend()) return false;
  const std::vector<std::string_view>& shared = functions_.back().shared;
  if (std::find(shared.begin(), shared.end(), out_.names.text(item->name)) != shared.end()) return true;
  constexpr std::size_t in_view = 2000;  // bytes
  const std::uint32_t last = function(functions_.back().row).end();
  bool used = false, set_again = false;
  for_each_mention(text_.substr(end, std::min<std::size_t>(in_view, last - std::min(last, end))),
                   out_.names.text(item->name), [&](std::string_view before, std::string_view after) {
                     set_again = set_again || before.ends_with("for ") || after.starts_with(" = ");
                     used = used || !set_again;
                   });
  return used;
}

void Extractor::Pass::settle_containers(const Frame& loop) {
  std::vector<Watched>& watched = functions_.back().watched;
  if (watched.empty()) return;
  constexpr std::uint32_t in_view = 20'000;  // bytes: what is further apart has other uses, or nobody sees
  const std::uint32_t end = Node(path_[loop.depth].node, grammar_, text_).end();
  const std::uint32_t outer = out_.loops[loop.row - 1].parent();
  std::erase_if(watched, [&](Watched& container) {
    if (container.loop != outer) return false;
    const std::string_view between = text_.substr(container.seen, end - std::min(end, container.seen));
    facts::Variable& variable = out_.variables[container.variable - 1];
    std::uint32_t mentions = 0;
    if (between.size() <= in_view)
      for_each_mention(between, out_.names.text(variable.name()),
                       [&](std::string_view, std::string_view) { ++mentions; });
    container.seen = end;
    if (mentions > 0 && outlives_loop(loop.row, end)) mentions = 255;
    variable.mutate_mentions(narrow8(mentions));
    return mentions > 0 || between.size() > in_view;
  });
}

}  // namespace assay
