// Which folder does the cache lie in, and may it be trusted?
#pragma once

#include <string>

#include "analyzer/base/result.h"
#include "analyzer/cache/store.h"

namespace assay {

// `asked` is what the user named, or empty: then $XDG_CACHE_HOME/assay or $HOME/.cache/assay. Makes the folder.
//
// Who can write to a store decides what a report says. So the folder must be the user's own, and not everybody's to write
// to. One that the user names may be somebody else's: it is read and never written. The scanned folder can hold none, as
// its authors would then answer for it.
Result<StorePlace> find_store(const std::string& asked, const std::string& scanned);

}  // namespace assay
