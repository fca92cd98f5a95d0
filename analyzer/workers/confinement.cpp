// See confinement.h.
#include "analyzer/workers/confinement.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <new>

namespace assay {
namespace {

void limit(int resource, rlim_t value) {
  const rlimit both{value, value};
  setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

// Whether this build looks after its memory itself: the shadow of an address space is larger than any limit on it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool has_shadow_memory = true;
#elif defined(__has_feature)
constexpr bool has_shadow_memory = __has_feature(address_sanitizer);
#else
constexpr bool has_shadow_memory = false;
#endif

constexpr std::uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
// All rights of the interface's first version; later ones are refused by asking for them where the kernel has them.
constexpr std::uint64_t first_rights = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1U) - 1;
constexpr std::uint64_t refer = 1U << 13U, truncate_file = 1U << 14U, device_control = 1U << 15U;  // versions 2, 3, 5
constexpr std::uint64_t network = 3;  // version 4: bind, connect

// The kernel's own struct may be of an older header.
struct Ruleset {
  std::uint64_t files = 0, net = 0;
};

void allow(int ruleset, const std::string& folder, std::uint64_t rights) {
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = open(folder.c_str(), O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0) return;  // nothing there to read
  syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(rule.parent_fd);
}

}  // namespace

void drop_powers(std::uint64_t memory, std::uint64_t most_written) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_NAME, "assay-worker");
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, most_written);
  if (!has_shadow_memory) limit(RLIMIT_AS, memory);
  std::set_new_handler([] { _exit(exit_out_of_memory); });
}

bool confine_to(const std::vector<std::string>& readable, const std::string& writable) {
  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  Ruleset rights{first_rights, 0};
  if (version >= 2) rights.files |= refer;
  if (version >= 3) rights.files |= truncate_file;
  if (version >= 4) rights.net = network;
  if (version >= 5) rights.files |= device_control;
  const std::size_t size = version >= 4 ? sizeof rights : sizeof rights.files;
  const auto ruleset = static_cast<int>(syscall(SYS_landlock_create_ruleset, &rights, size, 0));
  if (ruleset < 0) return false;
  for (const std::string& folder : readable) allow(ruleset, folder, reading);
  if (!writable.empty()) allow(ruleset, writable, rights.files & ~device_control);
  const bool confined =
      prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return confined;
}

}  // namespace assay
