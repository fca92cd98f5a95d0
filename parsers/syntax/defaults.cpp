// See defaults.h.
#include "parsers/syntax/defaults.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "analyzer/base/text.h"

namespace assay {
namespace {

// testRunner, testEncoding
bool is_test_and_word(std::string_view name) {
  return name.size() > 4 && name.starts_with("test") && is_upper(name[4]);
}

// Reads the decimal number at the start of `text` (blanks before it skipped); −1: none, or more than a number.
double leading_number(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '=')) text.remove_prefix(1);
  double value = 0;
  std::size_t digits = 0;
  while (digits < text.size() && (is_digit(text[digits]) || text[digits] == '_')) {
    if (text[digits] != '_') value = value * 10 + (text[digits] - '0');
    if (++digits > 9) return -1;
  }
  if (digits == 0) return -1;
  if (digits < text.size() && (std::isalpha(static_cast<unsigned char>(text[digits])) != 0 || text[digits] == '.'))
    return -1;
  return value;
}

double number_before(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  std::size_t begin = text.size();
  while (begin > 0 && is_digit(text[begin - 1])) --begin;
  return begin == text.size() ? -1 : leading_number(text.substr(begin));
}

}  // namespace

FunctionParts default_function(const Node& node, const Ancestors&) {
  FunctionParts parts;
  const Node name = node.child(Field::Name);
  parts.name = name.text();
  parts.line = name.line();
  parts.parameters = node.child(Field::Parameters);
  parts.body = node.child(Field::Body);
  return parts;
}

TypeParts default_type(const Node& node, const Ancestors&) {
  TypeParts parts;
  const Node name = node.child(Field::Name);
  parts.name = name.text();
  parts.line = name.line();
  for (Field field : {Field::Superclass, Field::Superclasses, Field::Interfaces}) {
    const Node bases = node.child(field);
    if (!bases) continue;
    std::size_t before = parts.bases.size();
    bases.for_each_child([&](const Node& child, Field) {
      const bool keyword = child.text(200).find('=') != std::string_view::npos;  // metaclass=M
      if (child.named() && child.role() != Role::Comment && !keyword) parts.bases.push_back(child.text(200));
      return parts.bases.size() < 64;
    });
    if (parts.bases.size() == before) parts.bases.push_back(bases.text(200));
  }
  return parts;
}

CallParts default_call(const Node& node, const Ancestors&) {
  CallParts parts;
  parts.arguments = node.child(Field::Arguments);
  Node callee = node.child(Field::Function);
  if (!callee) callee = node.child(Field::Constructor);
  if (callee) {
    parts.callee = callee.text();
    return parts;
  }
  if (const Node name = node.child(Field::Name)) {
    parts.callee = name.text();
  } else if (const Node method = node.child(Field::Method)) {
    parts.callee = method.text();
  } else if (const Node type = node.child(Field::Type)) {
    parts.callee = type.text();
  }
  for (Field field : {Field::Object, Field::Receiver, Field::Scope}) {
    if (const Node receiver = node.child(field)) {
      parts.receiver = receiver.text();
      break;
    }
  }
  return parts;
}

float constant_rounds(std::string_view header) {
  header = header.substr(0, 120);
  constexpr double most = 1000;  // a literal bound above this is a capacity more often than a round count
  auto clamp = [most](double value) { return value > 0 ? static_cast<float>(std::min(value, most)) : 0.0F; };
  for (std::string_view open : {"range(", "xrange(", "times("}) {
    const std::size_t at = header.find(open);
    if (at == std::string_view::npos) continue;
    std::string_view inside = header.substr(at + open.size());
    const double first = leading_number(inside);
    if (first < 0) return 0;
    const std::size_t comma = inside.find(','), close = inside.find(')');
    if (comma == std::string_view::npos || close < comma) return clamp(first);
    const double second = leading_number(inside.substr(comma + 1));
    return second < 0 ? 0 : clamp(second - first);
  }
  struct Range {
    std::string_view token;
    double extra;
  };
  for (const Range& range : {Range{"..=", 1}, Range{"...", 0}, Range{"..<", 0}, Range{"..", 0}, Range{" until ", 0},
                             Range{" downTo ", 1}, Range{" to ", 1}}) {
    const std::size_t at = header.find(range.token);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = header.substr(at + range.token.size());
    const double first = number_before(header.substr(0, at)), second = leading_number(rest);
    if (first < 0 || second < 0) return 0;
    double step = 1;
    for (std::string_view word : {" step ", " by "}) {
      const std::size_t found = rest.find(word);
      if (found != std::string_view::npos) step = std::max(leading_number(rest.substr(found + word.size())), 1.0);
    }
    const double distance = range.token == " downTo " ? first - second : second - first;
    return clamp(std::ceil((distance + range.extra) / step));
  }
  const std::size_t times = header.find(".times");
  if (times != std::string_view::npos) return clamp(number_before(header.substr(0, times)));
  for (std::string_view comparison : {"<", ">", "!="}) {
    const std::size_t at = header.find(comparison);
    if (at == std::string_view::npos) continue;
    const double bound = leading_number(header.substr(at + comparison.size()));
    if (bound > 0) return clamp(bound);
  }
  return 0;
}

LoopParts default_loop(const Node& node, facts::LoopBound guess) {
  LoopParts parts;
  parts.bound = guess;
  Node once = node.child(Field::Right);
  if (!once) once = node.child(Field::Value);
  if (!once) once = node.child(Field::Collection);
  if (guess == facts::LoopBound::Collection) {
    parts.once[0] = once;
    parts.rounds = constant_rounds(once.text(120));
    if (parts.rounds > 0) parts.bound = facts::LoopBound::Constant;
    return parts;
  }
  parts.once[0] = node.child(Field::Initializer);
  const Node condition = node.child(Field::Condition);
  std::string_view text = condition.text(120);
  while (text.starts_with("(") && text.ends_with(")")) text = text.substr(1, text.size() - 2);
  if (guess == facts::LoopBound::Endless || text == "true" || text == "True" || text == "1") {
    parts.bound = facts::LoopBound::Endless;
  } else if (parts.once[0]) {  // only a counted loop's literal bound is a number of rounds
    parts.rounds = constant_rounds(text);
    if (parts.rounds > 0) parts.bound = facts::LoopBound::Constant;
  }
  return parts;
}

Node given_value(const Node& declaration) {
  const Node right = declaration.child(Field::Right);
  return right ? right : declaration.child(Field::Value);
}

std::string_view constructed_type(const Node& value) {
  if (!value) return {};
  const Role role = value.role();
  if (role == Role::New) {
    Node type = value.child(Field::Type);
    if (!type) type = value.child(Field::Constructor);
    return type.text(200);
  }
  if (role != Role::Call) return {};
  const Node callee = value.child(Field::Function);
  std::string_view text = callee.text(200);
  if (!callee) {  // receiver and method apart: Foo.new
    if (value.child(Field::Method).text(4) == "new") return value.child(Field::Receiver).text(200);
    return {};
  }
  const std::size_t last = text.find_last_of(".:");
  const std::string_view name = last == std::string_view::npos ? text : text.substr(last + 1);
  if (text.find_first_of("([{ \n") != std::string_view::npos) return {};
  return !name.empty() && is_upper(name.front()) ? text : std::string_view{};
}

void default_variables(const Node& node, Role role, const Ancestors& ancestors, std::vector<VariableParts>& out) {
  VariableParts parts;
  Node name = node.child(Field::Name);
  if (!name) name = node.child(Field::Left);
  if (!name) name = node.child(Field::Pattern);
  if (!name) return;
  parts.name = name.text(200);
  parts.line = name.line();
  parts.type_name = node.child(Field::Type).text(200);
  if (parts.type_name.empty()) {
    parts.type_name = constructed_type(given_value(node));
    parts.source = facts::VariableSource::Constructed;
  }
  parts.kind = role == Role::Parameter   ? facts::VariableKind::Parameter
               : role == Role::Member    ? facts::VariableKind::Field
               : ancestors.in_function() ? facts::VariableKind::Local
               : ancestors.in_type()     ? facts::VariableKind::Field
                                         : facts::VariableKind::Global;
  out.push_back(parts);
}

std::pair<Node, Node> field_named_argument(const Node& argument) {
  const Node name = argument.child(Field::Name);
  return name ? std::pair{name, argument.named_child(1)} : std::pair<Node, Node>{};
}

bool is_test_path(std::string_view path) {
  // Whole path segments, and file names with a test mark at a word's border.
  for (std::size_t begin = 0; begin <= path.size();) {
    std::size_t end = path.find('/', begin);
    const bool last = end == std::string_view::npos;
    if (last) end = path.size();
    std::string_view part = path.substr(begin, end - begin);
    if (!last) {
      for (std::string_view folder :
           {"test",      "tests",     "Test",      "Tests",     "spec",        "specs",   "__tests__",
            "__mocks__", "testdata",  "test-data", "testing",   "androidTest", "jvmTest", "commonTest",
            "selftests", "kselftest", "unittests", "testsuite", "testsuites",  "e2e",     "benches"}) {
        if (part == folder) return true;
      }
      if (is_test_and_word(part)) return true;
      if (part.ends_with("-test") || part.ends_with("-tests") || part.ends_with("-verify")) return true;
      if (part == "harness" || part == "test_helpers" || part == "testlib" || part == "test_support") return true;
      if (part.find(".Tests.") != std::string_view::npos || part.find(".Test.") != std::string_view::npos ||
          part.ends_with(".Tests") || part.ends_with(".UnitTests") || part.ends_with(".Test"))
        return true;
    } else {
      std::string_view stem = part.substr(0, part.find_last_of('.'));
      for (std::string_view mark : {"test_", "tests_", "spec_"}) {
        if (stem.starts_with(mark)) return true;
      }
      for (std::string_view mark : {"_test", "_tests", "_spec", ".test", ".spec", "-test", "-spec", "Test", "Tests",
                                    "Spec", "TestCase", "TestUtil", "TestUtils", "TestHelper", "TestBase"}) {
        if (stem.size() > mark.size() && stem.ends_with(mark)) return true;
      }
      for (std::string_view double_of : {"fake", "mock", "Fake", "Mock"}) {
        if (stem.starts_with(double_of)) return true;
      }
      if (stem == "conftest" || stem == "tests" || stem.ends_with("_perftest")) return true;
      if (is_test_and_word(stem)) return true;
    }
    if (last) break;
    begin = end + 1;
  }
  return false;
}

float literal_length(std::string_view text, std::size_t longest) {
  if (text.size() < 2 || text.size() > longest) return 0;
  if (text.back() != ']' && text.back() != ')' && text.back() != '}') return 0;
  if (text.back() == '}' && (text.front() == '[' || text.starts_with("new"))) {  // []string{"a"}, new[] { 1 }
    const std::size_t open = text.find('{');
    if (open == std::string_view::npos) return 0;
    text.remove_prefix(open);
  }
  const bool words = text.starts_with("%w") || text.starts_with("%i");
  if (words) text.remove_prefix(2);
  for (const std::string_view maker : {"listOf", "setOf", "arrayOf", "List", "Seq", "Set", "Array", "Vector", "List.of",
                                       "Set.of", "Arrays.asList", "Stream.of", "array", "&", "vec!"}) {
    if (!text.starts_with(maker) || text.size() == maker.size()) continue;
    if (text[maker.size()] != '(' && text[maker.size()] != '[') continue;
    text.remove_prefix(maker.size());
    break;
  }
  if ((text.front() != '[' || text.back() != ']') && (text.front() != '(' || text.back() != ')') &&
      (text.front() != '{' || text.back() != '}'))
    return 0;
  if (text.find("..") != std::string_view::npos || text.find(" for ") != std::string_view::npos) return 0;
  if (text.find_first_not_of(" \n", 1) == text.size() - 1) return 0;  // none yet
  int depth = 0;
  float count = 1;
  char quote = 0, before = ' ';
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote && before != '\\') quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      if (--depth < 0) return 0;  // [a] + [b]
    } else if (depth == 0 && (words ? c == ' ' && before != ' ' : c == ',')) {
      ++count;
    }
    before = c;
  }
  return count;
}

std::string_view unquoted(std::string_view literal) {
  std::size_t begin = literal.find_first_of("\"'`<");
  if (begin == std::string_view::npos || begin > 3) return literal;
  const char quote = literal[begin] == '<' ? '>' : literal[begin];
  std::size_t count = 0;
  while (count < 3 && begin + count < literal.size() && literal[begin + count] == literal[begin]) ++count;
  if (count == 2) return {};  // ""
  literal.remove_prefix(begin + count);
  for (std::size_t i = 0; i < count && !literal.empty() && literal.back() == quote; ++i) literal.remove_suffix(1);
  return literal;
}

}  // namespace assay
