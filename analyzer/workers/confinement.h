// What a worker process can never do, whatever its input makes of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

// How a worker says in its exit status that an item needed more memory than allowed.
inline constexpr int exit_out_of_memory = 77;

// Gain rights, dump core, outlive its parent, write files larger than `most_written` bytes (0: none), or use more than
// `memory` bytes of address space: then it ends with exit_out_of_memory.
void drop_powers(std::uint64_t memory, std::uint64_t most_written = 0);

// From here on the process reads below these folders only, writes below `writable` only (empty: nowhere), and reaches no
// network, as far as the kernel can enforce it (Landlock, Linux 5.13). False: it cannot.
bool confine_to(const std::vector<std::string>& readable, const std::string& writable);

}  // namespace assay
