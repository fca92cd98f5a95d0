// What a profiler's or a tool's spelling of a function says: the names around it and its own, without arguments, template
// arguments, compilers' suffixes and closures' numbers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

// `ns::Class<int>::method(int) const` → ns, Class, method. Understands the spellings of C++ (mangled, too), Rust
// (`<T as Trait>::f`, `{{closure}}`), Go (`pkg.(*T).M.func1`), Java and Scala (`a.B$C.m`, `lambda$m$0`), JavaScript, PHP
// (`A\B->m`), Ruby (`A#m`, `block in m`), Python (`A.m.<locals>.f`) and .NET (`N!C.M`). A closure is spelled as what
// it lies in. With `dollars`, `A$B` is two names (Java) rather than one (JavaScript). Empty: it names no function.
std::vector<std::string> symbol_parts(std::string_view symbol, bool dollars);

// Is it a spelling of a file's top-level code: `<module>`, `{main}`, `require::/path`?
bool is_top_level(std::string_view symbol);

}  // namespace assay
