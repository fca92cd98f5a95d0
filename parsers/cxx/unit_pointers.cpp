// See unit_visit.h: which functions may a pointer hold? Each place that hands a function on is noted with what it is handed to.
//
//   struct ops o = {.read = f}     the member `read` holds f, whatever object it is of
//   p->done = cb                   `done` holds what `cb` does
//   run(f); void run(fn cb)        the parameter `cb` holds f
//   return f                       calls of what the function returns run f
//
// All objects of a type are one, and order does not matter: what is called may be fewer functions, not others. Pointers that
// travel as bytes (memcpy, casts to integers) or through unions' other members are not seen.
#include "parsers/cxx/unit_visit.h"

namespace assay {
namespace {

// Expressions around a value that hand it on as it is, and around the pointer that a call goes through.
constexpr int most_wrappers = 24;
// Members of a record that is initialised by position.
constexpr unsigned most_fields = 256;

bool is_cast(CXCursorKind kind) {
  return kind == CXCursor_CStyleCastExpr || kind == CXCursor_CXXStaticCastExpr ||
         kind == CXCursor_CXXReinterpretCastExpr || kind == CXCursor_CXXFunctionalCastExpr;
}

bool is_function_type(CXTypeKind kind) { return kind == CXType_FunctionProto || kind == CXType_FunctionNoProto; }

}  // namespace

bool UnitVisit::points_to_function(CXType type) const {
  const CXType canonical = clang_.getCanonicalType(type);
  if (is_function_type(canonical.kind)) return true;
  return canonical.kind == CXType_Pointer &&
         is_function_type(clang_.getCanonicalType(clang_.getPointeeType(canonical)).kind);
}

// Of kind NoDeclFound where there is none.
CXCursor UnitVisit::first_child(CXCursor expression) const {
  CXCursor first{};
  first.kind = CXCursor_NoDeclFound;
  clang_.visitChildren(
      expression,
      [](CXCursor child, CXCursor, CXClientData data) {
        *static_cast<CXCursor*>(data) = child;
        return CXChildVisit_Break;
      },
      &first);
  return first;
}

// The function, or what holds one, that an expression of a function's type stands for; 0: not known.
std::uint64_t UnitVisit::meant_by(CXCursor expression) {
  for (int i = 0; i < most_wrappers; ++i) {
    const CXCursorKind kind = clang_.getCursorKind(expression);
    if (kind == CXCursor_DeclRefExpr || kind == CXCursor_MemberRefExpr || kind == CXCursor_CallExpr) {
      const CXCursor declared = clang_.getCursorReferenced(expression);
      if (!is_function(clang_.getCursorKind(declared))) return declarations_.holder(declared);
      const std::uint64_t function = declarations_.function(declared).symbol;
      return kind == CXCursor_CallExpr ? declarations_.result(function) : function;
    }
    // *p, table[i]
    if (!is_wrapper(kind) && !is_cast(kind) && kind != CXCursor_UnaryOperator && kind != CXCursor_ArraySubscriptExpr)
      return 0;
    expression = first_child(expression);
  }
  return 0;
}

// A function, or a variable that holds one, is named or asked for: it may be given to something else.
void UnitVisit::hand_on(const Open& open, CXCursor value) {
  if (!points_to_function(clang_.getCursorType(value))) return;
  const std::uint64_t to = receiver_of(open, value);
  const std::uint64_t symbol = to == 0 ? 0 : meant_by(value);
  if (symbol != 0 && symbol != to) notes(open.file).overrides.emplace_back(symbol, to);
}

// What a method's base is given, it is given; what it returns, calls of the base return.
void UnitVisit::hand_on_to_override(int file, CXCursor base, CXCursor method) {
  std::vector<facts::Override>& noted = notes(file).overrides;
  const int count = clang_.Cursor_getNumArguments(method);
  for (int i = 0; i < count; ++i) {
    const CXCursor parameter = clang_.Cursor_getArgument(method, static_cast<unsigned>(i));
    if (points_to_function(clang_.getCursorType(parameter)))
      noted.emplace_back(declarations_.parameter(base, i), declarations_.parameter(method, i));
  }
  if (points_to_function(clang_.getResultType(clang_.getCursorType(method))))
    noted.emplace_back(declarations_.result(declarations_.function(method).symbol),
                       declarations_.result(declarations_.function(base).symbol));
}

// What the value that the visit stands at is given to; 0: nothing that can be called later.
std::uint64_t UnitVisit::receiver_of(const Open& open, CXCursor value) {
  CXCursor inner = value;
  const std::size_t lowest = open_.size() > most_wrappers ? open_.size() - most_wrappers : 0;
  for (std::size_t i = open_.size(); i-- > lowest; inner = open_[i].cursor) {
    const Open& around = open_[i];
    if (around.member.kind != no_member) return declarations_.holder(around.member);
    if (is_wrapper(around.kind) || is_cast(around.kind) || around.kind == CXCursor_ConditionalOperator) continue;
    switch (around.kind) {
      case CXCursor_UnaryOperator:  // &f, *f; not !f
        if (!points_to_function(clang_.getCursorType(around.cursor))) return 0;
        continue;
      case CXCursor_InitListExpr: {
        const CXType type = clang_.getCanonicalType(clang_.getCursorType(around.cursor));
        if (type.kind != CXType_Record) continue;  // an array is one with what holds it
        return declarations_.holder(field_at(around.cursor, inner));
      }
      case CXCursor_VarDecl:
      case CXCursor_FieldDecl: return declarations_.holder(around.cursor);
      case CXCursor_BinaryOperator:
        if (clang_.getCursorBinaryOperatorKind(around.cursor) != CXBinaryOperator_Assign) return 0;
        if (is_same_node(first_child(around.cursor), inner)) return 0;  // it is assigned to
        return meant_by(first_child(around.cursor));
      case CXCursor_CallExpr: {
        const CXCursor called = clang_.getCursorReferenced(around.cursor);
        if (!is_function(clang_.getCursorKind(called))) return 0;
        const int count = clang_.Cursor_getNumArguments(around.cursor);
        for (int a = 0; a < count; ++a) {
          if (is_same_node(clang_.Cursor_getArgument(around.cursor, static_cast<unsigned>(a)), inner))
            return declarations_.parameter(called, a);
        }
        return 0;
      }
      case CXCursor_ReturnStmt: {
        if (open.function == 0) return 0;
        const facts::Note& function = notes(open.function_file).notes[open.function - 1];
        return function.symbol() == 0 ? 0 : declarations_.result(function.symbol());
      }
      default: return 0;
    }
  }
  return 0;
}

// The member that the element of a record's list is for, by its position; null where none is.
CXCursor UnitVisit::field_at(CXCursor list, CXCursor element) const {
  struct Look {
    const LibClang& clang;
    CXCursor element;
    unsigned left;  // elements before it
    CXCursor field;
  } look{clang_, element, 0, {}};
  look.field.kind = CXCursor_NoDeclFound;
  const unsigned stopped = clang_.visitChildren(
      list,
      [](CXCursor child, CXCursor, CXClientData data) {
        Look& at = *static_cast<Look*>(data);
        if (is_same_node(child, at.element)) return CXChildVisit_Break;
        return ++at.left > most_fields ? CXChildVisit_Break : CXChildVisit_Continue;
      },
      &look);
  if (stopped == 0 || look.left > most_fields) return look.field;
  clang_.Type_visitFields(
      clang_.getCanonicalType(clang_.getCursorType(list)),
      [](CXCursor field, CXClientData data) {
        Look& at = *static_cast<Look*>(data);
        if (at.left-- > 0) return CXVisit_Continue;
        at.field = field;
        return CXVisit_Break;
      },
      &look);
  return look.field;
}

}  // namespace assay
