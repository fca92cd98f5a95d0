// Memory that is free within this process goes back to the system.
#pragma once

namespace assay {

// What many small values leave behind when they are gone stays with the process, as room for more of their kind; large tables
// do not lie there. Worth it after hundreds of megabytes of such values. Does nothing where the C library has no such call.
void return_free_memory();

// As many threads as this take their memory from places of their own; more share these. Each place keeps what is free there,
// so a place per thread, and there are many short ones, would hold much that no one uses. Call it while there is one thread.
void share_memory_among(unsigned threads);

}  // namespace assay
