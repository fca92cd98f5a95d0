// Failure as a value: what stops a step before it starts.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace assay {

// One sentence: what, where, and what to do about it; lower-case start, no full stop, names in back-quotes.
struct Error {
  std::string message;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(std::string message) { return tl::unexpected<Error>(Error{std::move(message)}); }

}  // namespace assay
