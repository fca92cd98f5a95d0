// See signal_words.h.
#include "analyzer/analysis/signal_words.h"

#include <fmt/format.h>

#include <array>

namespace assay {
namespace {

using facts::SiteKind;

struct Words {
  std::string_view bare;    // where the site has no detail
  std::string_view before;  // in front of the detail
};

constexpr Words words_of(SiteKind kind) {
  switch (kind) {
    case SiteKind::AllocObject: return {"makes an object", "makes an object"};
    case SiteKind::AllocContainer: return {"makes a list, map or array", "makes a container"};
    case SiteKind::AllocString: return {"builds a text", "builds a text"};
    case SiteKind::AllocBoxing: return {"boxes a value", "boxes"};
    case SiteKind::AllocCopy: return {"copies a container", "copies"};
    case SiteKind::AllocClosure: return {"makes a closure", "makes a closure"};
    case SiteKind::Await: return {"awaits", "awaits"};
    case SiteKind::Spawn: return {"starts concurrent work", "starts"};
    case SiteKind::Lock: return {"takes a lock", "locks"};
    case SiteKind::Channel: return {"sends, receives or selects", "channel"};
    case SiteKind::Atomic: return {"atomic operation", "atomic operation on"};
    case SiteKind::SharedGlobal: return {"writes shared state", "writes the shared"};
    case SiteKind::Unsafe: return {"unsafe code", "unsafe"};
    case SiteKind::PointerArithmetic: return {"computes an address", "computes an address:"};
    case SiteKind::ManualMemory: return {"frees memory by hand", "manages memory by hand:"};
    case SiteKind::RawCast: return {"reinterprets memory", "reinterprets memory as"};
    case SiteKind::SwallowedError: return {"drops an error", "drops"};
    case SiteKind::Throw: return {"throws", "throws"};
    case SiteKind::Catch: return {"catches", "catches"};
    case SiteKind::Dynamic: return {"decides at run time what runs", "dynamic:"};
    case SiteKind::Goto: return {"jumps", "jumps to"};
    case SiteKind::InlineAssembly: return {"inline assembly", "inline assembly"};
    case SiteKind::Native: return {"foreign code", "foreign code:"};
    case SiteKind::Yield: return {"yields", "yields"};
    case SiteKind::Switch: return {"dispatches over many cases", "dispatches over"};
    case SiteKind::ValueCopy: return {"copies a value", "copies"};
    case SiteKind::CopiedParameter: return {"takes a copy to look at", "takes a copy of"};
    case SiteKind::ReferenceCount: return {"counts an owner", "counts an owner of"};
    case SiteKind::SharedCacheLine: return {"atomics in one cache line", "atomics in one cache line:"};
    case SiteKind::UnionAccess: return {"reads or writes a union", "uses the union's"};
    case SiteKind::RawBuffer: return {"has a buffer of fixed size", "has a buffer of fixed size:"};
    case SiteKind::VariableArguments: return {"takes arguments without types", "takes arguments without types:"};
  }
  return {"", ""};
}

}  // namespace

std::string call_words(const Model& model, const facts::Call& call, std::string_view what) {
  const std::string_view name = model.names.text(call.name()), receiver = model.names.text(call.receiver());
  const std::string_view dot = receiver.empty() ? "" : ".", space = what.empty() ? "" : " ";
  return fmt::format("{}{}{}(){}{}", receiver, dot, name, space, what);
}

std::string site_words(const Model& model, const facts::Site& site, std::string_view where) {
  const Words words = words_of(site.kind());
  const std::string_view detail = model.names.text(site.detail()), space = where.empty() ? "" : " ";
  if (detail.empty()) return fmt::format("{}{}{}", words.bare, space, where);
  return fmt::format("{} {}{}{}", words.before, detail, space, where);
}

bool is_allocation(SiteKind kind) {
  switch (kind) {
    case SiteKind::AllocObject:
    case SiteKind::AllocContainer:
    case SiteKind::AllocString:
    case SiteKind::AllocBoxing:
    case SiteKind::AllocCopy:
    case SiteKind::AllocClosure: return true;
    default: return false;
  }
}

}  // namespace assay
