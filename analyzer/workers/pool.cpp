// See pool.h. One poll loop; each worker has at most two files, so that it never waits for the next one. The first file
// that a dead worker had not answered is the one to blame; the other goes back to the queue.
#include "analyzer/workers/pool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <deque>
#include <numeric>
#include <optional>
#include <utility>

#include "analyzer/facts/vocabulary.h"
#include "analyzer/workers/confinement.h"
#include "analyzer/workers/outcome_cache.h"
#include "analyzer/workers/worker.h"

namespace assay {
namespace {

constexpr std::size_t files_per_worker = 2;
constexpr int poll_ms = 100;  // so often the limits are looked after
// Grace over the worker's own CPU budget before it is killed, and how much longer than CPU time the wall clock may run on a
// busy machine before a worker counts as stuck.
constexpr std::uint64_t grace_ms = 2'000;
constexpr std::uint64_t wall_factor = 20;
// A worker with work that sleeps for so long without using the processor is stuck.
constexpr std::uint64_t asleep_ms = 3'000;

std::uint64_t milliseconds(clockid_t clock) {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) return 0;
  return static_cast<std::uint64_t>(now.tv_sec) * 1000 + static_cast<std::uint64_t>(now.tv_nsec) / 1'000'000;
}

// Interruptible sleep, as /proc says; not where it is ready to run or waits for a disk.
bool is_asleep(pid_t pid) {
  char text[256];
  const int fd = open(fmt::format("/proc/{}/stat", pid).c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const ssize_t size = read(fd, text, sizeof text);
  close(fd);
  const std::string_view stat(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  const std::size_t name_end = stat.rfind(')');
  return name_end != std::string_view::npos && stat.substr(name_end).starts_with(") S");
}

struct WorkerProcess {
  pid_t pid = -1;
  int socket = -1;
  clockid_t cpu_clock{};
  std::deque<std::uint32_t> files;              // handed out, not answered
  std::uint64_t began_cpu = 0, began_wall = 0;  // of the first of them
  std::string input;                            // bytes of an answer not yet complete
  std::uint64_t asleep_since = 0,
                asleep_cpu = 0;  // wall clock and CPU time when it was first seen asleep; 0: it is not
  const char* killed = nullptr;  // why we killed it

  bool alive() const { return pid > 0; }
};

class Pool {
 public:
  Pool(PoolWork work, const std::function<void(std::size_t)>& progress)
      : work_(std::move(work)), progress_(progress), tries_(work_.order.size()) {
    result_.outcomes.resize(work_.order.size());
    for (const std::uint32_t item : work_.order) {
      if (item < work_.known.size() && work_.known[item]) {
        result_.outcomes[item] = *std::move(work_.known[item]);
        ++result_.remembered;
      } else {
        queue_.push_back(item);
      }
    }
    done_ = result_.remembered;
  }

  Result<PoolResult> run(unsigned jobs) {
    std::size_t reported = 0;
    while (done_ < work_.order.size()) {
      workers_.resize(std::max(workers_.size(), std::min<std::size_t>(jobs, queue_.size())));
      for (WorkerProcess& worker : workers_) {
        if (!worker.alive() && !queue_.empty()) {
          if (const int error = start(worker); error != 0) {
            stop_all();
            return failure(fmt::format("cannot start a worker process: {}; lower `--jobs` or raise the process limit",
                                       std::strerror(error)));
          }
        }
        feed(worker);
      }
      if (done_ < work_.order.size()) wait_for_answers();
      if (done_ - reported >= 64 || done_ == work_.order.size()) {
        progress_(done_);
        reported = done_;
      }
    }
    stop_all();
    return std::move(result_);
  }

 private:
  int start(WorkerProcess& worker) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return errno;
    const pid_t supervisor = getpid();
    const pid_t pid = fork();
    if (pid < 0) {
      const int error = errno;
      close(pair[0]);
      close(pair[1]);
      return error;
    }
    if (pid == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (getppid() != supervisor) _exit(0);  // it died in between
      close(pair[0]);
      for (const WorkerProcess& other : workers_) {
        if (other.socket >= 0) close(other.socket);
      }
      work_.serve(pair[1]);
      _exit(0);
    }
    close(pair[1]);
    fcntl(pair[0], F_SETFL, fcntl(pair[0], F_GETFL) | O_NONBLOCK);
    worker = WorkerProcess{};
    worker.pid = pid;
    worker.socket = pair[0];
    if (clock_getcpuclockid(pid, &worker.cpu_clock) != 0) worker.cpu_clock = CLOCK_MONOTONIC;
    return 0;
  }

  void begin_first(WorkerProcess& worker) {
    worker.began_cpu = milliseconds(worker.cpu_clock);
    worker.began_wall = milliseconds(CLOCK_MONOTONIC);
  }

  void feed(WorkerProcess& worker) {
    while (worker.alive() && worker.files.size() < files_per_worker && !queue_.empty()) {
      const std::uint32_t file = queue_.front();
      if (send(worker.socket, &file, sizeof file, MSG_NOSIGNAL) != static_cast<ssize_t>(sizeof file))
        return;  // it is dying
      queue_.pop_front();
      worker.files.push_back(file);
      if (worker.files.size() == 1) begin_first(worker);
    }
  }

  void wait_for_answers() {
    std::vector<pollfd> polls;
    for (const WorkerProcess& worker : workers_) {
      if (worker.alive()) polls.push_back({worker.socket, POLLIN, 0});
    }
    const int ready = poll(polls.data(), polls.size(), poll_ms);
    for (WorkerProcess& worker : workers_) {
      if (!worker.alive()) continue;
      if (ready > 0) receive(worker);
      if (worker.alive() && !worker.files.empty()) enforce_limits(worker);
    }
  }

  void enforce_limits(WorkerProcess& worker) {
    if (worker.killed != nullptr) return;
    if (is_stuck(worker)) {
      worker.killed = "front end waited for something that does not come";
      kill(worker.pid, SIGKILL);
      return;
    }
    const std::uint64_t limit = work_.timeout_ms + grace_ms;
    if (milliseconds(CLOCK_MONOTONIC) - worker.began_wall < limit) return;
    const bool cpu = milliseconds(worker.cpu_clock) - worker.began_cpu > limit;
    if (!cpu && milliseconds(CLOCK_MONOTONIC) - worker.began_wall < limit * wall_factor) return;
    worker.killed = "front end did not come back: --file-timeout reached";
    kill(worker.pid, SIGKILL);
  }

  // It has work, sleeps, and does not get on: it waits for a pipe that somebody put where a header should be.
  static bool is_stuck(WorkerProcess& worker) {
    const std::uint64_t now = milliseconds(CLOCK_MONOTONIC), cpu = milliseconds(worker.cpu_clock);
    if (!is_asleep(worker.pid) || (worker.asleep_since != 0 && cpu != worker.asleep_cpu)) {
      worker.asleep_since = 0;
      return false;
    }
    if (worker.asleep_since == 0) {
      worker.asleep_since = now;
      worker.asleep_cpu = cpu;
    }
    return now - worker.asleep_since > asleep_ms;
  }

  void receive(WorkerProcess& worker) {
    char buffer[1 << 16];
    for (;;) {
      const ssize_t got = read(worker.socket, buffer, sizeof buffer);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
      if (got <= 0) {
        take_answers(worker);
        bury(worker);
        return;
      }
      worker.input.append(buffer, static_cast<std::size_t>(got));
      if (static_cast<std::size_t>(got) < sizeof buffer) break;
    }
    take_answers(worker);
  }

  void take_answers(WorkerProcess& worker) {
    std::size_t at = 0;
    while (worker.input.size() - at >= sizeof(AnswerHeader)) {
      AnswerHeader header;
      std::memcpy(&header, worker.input.data() + at, sizeof header);
      const std::size_t whole = sizeof header + header.reason_size + header.asked_size + header.blob_size;
      if (worker.files.empty() || header.file != worker.files.front()) {  // not what a sound worker says
        worker.killed = "front end answered nonsense";
        kill(worker.pid, SIGKILL);
        break;
      }
      if (worker.input.size() - at < whole) break;
      FileOutcome& outcome = result_.outcomes[header.file];
      std::size_t part = at + sizeof header;
      const auto take = [&](std::string& text, std::size_t size) {
        text.assign(worker.input, part, size);
        part += size;
      };
      take(outcome.reason, header.reason_size);
      take(outcome.asked, header.asked_size);
      take(outcome.blob, header.blob_size);
      outcome.content = header.content;
      outcome.lasting = header.lasting == 1;
      if (work_.keep) work_.keep(header.file, outcome);
      outcome.asked = std::string();  // of no further use
      at += whole;
      finish(worker);
    }
    worker.input.erase(0, at);
  }

  void finish(WorkerProcess& worker) {
    worker.files.pop_front();
    ++done_;
    begin_first(worker);
  }

  // The worker is gone: its first unanswered file is to blame, the others go back.
  void bury(WorkerProcess& worker) {
    int status = 0;
    kill(worker.pid, SIGKILL);
    while (waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
    }
    close(worker.socket);
    worker.pid = -1;
    worker.socket = -1;
    if (worker.files.empty()) return;
    ++result_.workers_lost;
    for (std::size_t i = worker.files.size(); i-- > 1;) queue_.push_front(worker.files[i]);
    const std::uint32_t file = worker.files.front();
    worker.files.clear();
    const bool memory = WIFEXITED(status) && WEXITSTATUS(status) == exit_out_of_memory;
    if (!memory && worker.killed == nullptr && tries_[file]++ == 0) {  // perhaps it was not this file's fault
      queue_.push_front(file);
      return;
    }
    std::string reason = "front end ended unexpectedly";
    if (memory) {
      reason = "front end ran out of memory";
    } else if (worker.killed != nullptr) {
      reason = worker.killed;
    } else if (WIFSIGNALED(status)) {
      reason = fmt::format("front end crashed twice (signal {})", WTERMSIG(status));
    }
    result_.outcomes[file].reason = std::move(reason);
    ++done_;
  }

  void stop_all() {
    for (WorkerProcess& worker : workers_) {
      if (!worker.alive()) continue;
      close(worker.socket);
      kill(worker.pid, SIGKILL);
      while (waitpid(worker.pid, nullptr, 0) < 0 && errno == EINTR) {
      }
      worker.pid = -1;
    }
  }

  PoolWork work_;
  const std::function<void(std::size_t)>& progress_;
  std::vector<WorkerProcess> workers_;
  std::deque<std::uint32_t> queue_;
  std::vector<std::uint8_t> tries_;
  std::size_t done_ = 0;
  PoolResult result_;
};

unsigned usable_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

}  // namespace

unsigned worker_count(unsigned jobs) { return jobs != 0 ? jobs : usable_processors(); }

Result<PoolResult> run_work(PoolWork work, unsigned jobs, const std::function<void(std::size_t)>& progress) {
  return Pool(std::move(work), progress).run(worker_count(jobs));
}

Result<PoolResult> analyse_files(const FileSource& source, const Inventory& inventory, const Notes& notes,
                                 const PoolOptions& options, Cache& cache,
                                 const std::function<void(std::size_t done)>& progress) {
  PoolWork work;
  work.timeout_ms = options.file_timeout_ms;
  work.order.resize(inventory.files.size());
  std::iota(work.order.begin(), work.order.end(), 0U);
  std::stable_sort(work.order.begin(), work.order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return inventory.files[a].size > inventory.files[b].size; });
  const OutcomeCache outcomes(cache, options);
  work.known = outcomes.find(inventory, notes, worker_count(options.jobs));
  work.keep = [&](std::uint32_t i, const FileOutcome& outcome) {
    outcomes.keep(inventory.files[i], notes[i], outcome);
  };
  work.serve = [&](int socket) {
    run_worker(socket, source, inventory, notes, options, cache.on() ? &cache.secret() : nullptr);
  };
  topics_of({});  // makes the table of words once, before the processes part
  return run_work(std::move(work), options.jobs, progress);
}

}  // namespace assay
