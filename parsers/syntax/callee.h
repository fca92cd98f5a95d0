// Splits the text of a callee into its last segment and what stands before it.
//
//   os.path.join      → receiver os.path, name join
//   make(x).run       → receiver make(), name run
//   std::sort<T>      → receiver std, name sort
#pragma once

#include <string>
#include <string_view>

namespace assay {

struct CalleePath {
  std::string_view name;      // borrowed from the text
  std::string_view receiver;  // as written, trimmed; empty: none
};

// Looks at the last 1,000 bytes only: chains may be as long as the file.
CalleePath split_callee(std::string_view text);

// The canonical form of a dotted path into `out`: segments joined by '.', blanks, type arguments and the insides of
// brackets dropped (`a(x)` → `a()`, `a[0]` → `a[]`); leading separators and sigils of dereference (`*`, `&`) dropped. What is
// made is written as in languages without `new`: `new A(x)` and `(new A(x))` → `A()`; `(await f(x))` → `f()`.
// What is longer than 160 bytes, or is made from more than 1,000 or from as many with blocks of code in them, becomes "()": an
// expression that nobody wants to read.
void canonical_path(std::string_view text, std::string& out);

// `List<String>` → `List`; `&mut Foo` → `Foo`; `*pkg.T` → `pkg.T`; `Foo[]` → `Foo`; `Foo?` → `Foo`; canonical separators.
void canonical_type(std::string_view text, std::string& out);

// What a catch, except or rescue clause takes, as written; empty where it takes any error:
// `except (KeyError, OSError) as e:` → KeyError, OSError; `catch (final IOException e)` → IOException; `catch (e)` → empty.
std::string_view caught_type(std::string_view clause);

}  // namespace assay
