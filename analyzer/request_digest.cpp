// See request_digest.h.
#include "analyzer/request_digest.h"

namespace assay {

void add_request(Hasher& hasher, const ScanRequest& request, const std::string& rules_digest) {
  hasher.add(rules_digest).add(request.config).add(request.packs.size());
  for (const PackFile& file : request.packs) hasher.add(file.path).add(file.content);
  hasher.add(request.pool.key_parts);
}

}  // namespace assay
