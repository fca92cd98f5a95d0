// Digests of what the cache knows things by. Keyed with a secret of each store, so that whoever writes a repository
// cannot make two texts that a store takes for one.
#pragma once

#include <xxhash.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/digest.h"

namespace assay {

using CacheSecret = std::array<std::uint8_t, 192>;  // random bytes

// Digest of a sequence of parts; where one ends and the next begins counts, too.
class Hasher {
 public:
  // `secret` outlives the hasher.
  explicit Hasher(const CacheSecret& secret) : state_(XXH3_createState()) {
    XXH3_128bits_reset_withSecret(state_.get(), secret.data(), secret.size());
  }

  Hasher& add(std::string_view part) {
    add(part.size());
    XXH3_128bits_update(state_.get(), part.data(), part.size());
    return *this;
  }
  Hasher& add(std::uint64_t part) {
    XXH3_128bits_update(state_.get(), &part, sizeof part);
    return *this;
  }
  Hasher& add(const Digest& part) { return add(part.low).add(part.high); }

  Hasher& add(const std::vector<std::string>& list) {
    add(list.size());
    for (const std::string& part : list) add(part);
    return *this;
  }

  Digest digest() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return {hash.low64, hash.high64};
  }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_;
};

inline Digest digest_of(const CacheSecret& secret, std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits_withSecret(bytes.data(), bytes.size(), secret.data(), secret.size());
  return {hash.low64, hash.high64};
}

}  // namespace assay
