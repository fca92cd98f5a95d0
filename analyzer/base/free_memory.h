// Memory that is free within this process goes back to the system.
#pragma once

namespace assay {

// What many small values leave behind when they are gone stays with the process, as room for more of their kind; large tables
// do not lie there. Worth it after hundreds of megabytes of such values. Does nothing where the C library has no such call.
void return_free_memory();

}  // namespace assay
