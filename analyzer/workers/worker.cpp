// See worker.h.
#include "analyzer/workers/worker.h"

#include <sys/socket.h>
#include <unistd.h>
#include <xxhash.h>

#include <csignal>
#include <cstring>
#include <memory>
#include <new>

#include "analyzer/base/packed.h"
#include "analyzer/facts/builder.h"
#include "analyzer/project/content.h"
#include "analyzer/workers/confinement.h"
#include "parsers/file_parser.h"
#include "parsers/manifests/manifests.h"
#include "parsers/syntax/arena.h"

namespace assay {
namespace {

bool read_exactly(int socket, void* data, std::size_t size) {
  auto* at = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t got = read(socket, at, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool send_all(int socket, const void* data, std::size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t sent = send(socket, at, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    at += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

class Worker {
 public:
  Worker(const FileSource& source, const PoolOptions& options, const CacheSecret* secret)
      : reader_(source.open_reader()),
        options_(options),
        secret_(secret),
        macros_(options.macros != nullptr ? *options.macros : known_macros()),
        parser_({options.file_timeout_ms, options.worker_memory}, macros_) {
    if (secret_ != nullptr) macros_.tell(&asked_);
  }

  FileOutcome analyse(const SourceFile& file, const facts::FileNotes* notes) {
    FileOutcome outcome;
    if (!reader_) {
      outcome.reason = reader_.error().message;
      return outcome;
    }
    Result<std::string> bytes = (*reader_)->read(file.path, options_.max_file_size);
    if (!bytes) {
      outcome.reason = bytes.error().message;
      return outcome;
    }
    if (secret_ != nullptr) outcome.content = digest_of(*secret_, *bytes);
    outcome.lasting = true;
    const std::uint64_t hash = XXH3_64bits(bytes->data(), bytes->size());
    const SourceText source =
        decode_source(file.path, std::move(*bytes), file.language, file.header_of_cpp, language_marks());
    ManifestT manifest;
    if (file.manifest) manifest = read_manifest(file.path, source.text);
    const bool wanted =
        source.content == ContentClass::Source || (source.content == ContentClass::Generated && file.profiled);
    const LanguageSpec* spec = wanted ? find_language(source.language) : nullptr;
    facts_.clear();
    asked_.clear();
    bool parsed = false;
    if (spec == nullptr) {
      outcome.reason = source.reason;
    } else {
      // Places are bytes on the disk: a text that was recoded has others.
      const bool bom = source.encoding == facts::Encoding::Utf8Bom;
      const CompilerNotes said{bom || source.encoding == facts::Encoding::Utf8 ? notes : nullptr, bom ? 3U : 0U};
      switch (parser_.parse(*spec, file.path, source.text, facts_, said)) {
        case ParseStatus::Ok: parsed = true; break;
        case ParseStatus::Work:
          outcome.reason = "parser gave up: the text needs far more steps than code of its size";
          break;
        case ParseStatus::Time:
          outcome.reason = "parser gave up: --file-timeout reached";
          outcome.lasting = false;
          break;
      }
      if (secret_ != nullptr) outcome.asked = asked_.packed();
      facts_.encoding = source.encoding;
      facts_.content_hash = hash;
    }
    if (parsed || file.manifest) {
      const std::string blob = pack_blob(parsed ? &facts_ : nullptr, file.manifest ? &manifest : nullptr);
      outcome.blob = options_.packs_facts ? pack(blob) : pack_loosely(blob);
    }
    return outcome;
  }

 private:
  Result<std::unique_ptr<FileReader>> reader_;
  const PoolOptions& options_;
  const CacheSecret* secret_;
  const MacroTable& macros_;
  AskedNames asked_;
  FileParser parser_;
  FactsBuilder facts_;
};

}  // namespace

void run_worker(int socket, const FileSource& source, const Inventory& inventory, const Notes& notes,
                const PoolOptions& options, const CacheSecret* secret) {
  // Tree, text, prepared text and rows; the arena's own limit comes first and is the one that names the file.
  drop_powers(options.worker_memory + 2 * options.max_file_size + (std::uint64_t{1} << 30U));
  assay_arena_install(options.worker_memory, [] { _exit(exit_out_of_memory); });
  Worker worker(source, options, secret);
  serve(socket, [&](std::uint32_t file) { return worker.analyse(inventory.files[file], notes[file]); });
  _exit(0);
}

void serve(int socket, const std::function<FileOutcome(std::uint32_t item)>& answer) {
  std::uint32_t file = 0;
  while (read_exactly(socket, &file, sizeof file)) {
    const FileOutcome outcome = answer(file);
    const AnswerHeader header{file,
                              static_cast<std::uint32_t>(outcome.reason.size()),
                              static_cast<std::uint32_t>(outcome.asked.size()),
                              static_cast<std::uint32_t>(outcome.blob.size()),
                              outcome.lasting ? 1U : 0U,
                              outcome.content};
    if (!send_all(socket, &header, sizeof header) || !send_all(socket, outcome.reason.data(), outcome.reason.size()) ||
        !send_all(socket, outcome.asked.data(), outcome.asked.size()) ||
        !send_all(socket, outcome.blob.data(), outcome.blob.size())) {
      break;
    }
  }
}

}  // namespace assay
