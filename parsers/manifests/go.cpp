// go.mod and go.work: modules and what they require.

#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

// Both files are lines of `verb arguments`, or `verb (` and lines of arguments up to `)`.
template <class Visit>
void for_each_directive(std::string_view text, Visit visit) {
  std::string_view block;
  for (Lines lines(text); lines.next();) {
    const Cut line = cut(lines.line(), "//");
    const std::string_view content = trim(line.head);
    if (content.empty()) continue;
    if (content == ")") {
      block = {};
    } else if (!block.empty()) {
      visit(block, content, trim(line.tail), lines.number());
    } else {
      const Cut directive = cut(content, " ");
      const std::string_view arguments = trim(directive.tail);
      if (arguments == "(") {
        block = directive.head;
      } else {
        visit(directive.head, arguments, trim(line.tail), lines.number());
      }
    }
  }
}

}  // namespace

void read_go_mod(const Input& input, Draft& draft) {
  UnitT& unit = draft.unit(input.directory);
  for_each_directive(input.bytes, [&](std::string_view verb, std::string_view arguments, std::string_view comment,
                                      std::uint32_t line) {
    const auto parts = words(arguments);
    if (parts.empty()) return;
    if (verb == "module") unit.name = unquote(parts[0]);
    if (verb != "require") return;
    // What is only needed by requirements stands here so that its version is fixed: that part is a lock file.
    const bool indirect = comment.starts_with("indirect");
    draft.depend(unit, {unquote(parts[0]), parts.size() > 1 ? parts[1] : std::string_view(), "go",
                        DependencyScope::Runtime, indirect, line});
  });
}

void read_go_work(const Input& input, Draft& draft) {
  UnitT& unit = draft.unit(input.directory);
  for_each_directive(input.bytes,
                     [&](std::string_view verb, std::string_view arguments, std::string_view, std::uint32_t) {
                       std::string_view folder = unquote(arguments);
                       if (verb != "use") return;
                       consume(folder, "./");
                       add_once(unit.members, folder.empty() ? "." : folder);
                     });
}

}  // namespace assay::manifests
