// `assay cache`: where the cache lies, what it holds, and whether that is sound.
#include <fmt/format.h>

#include <array>

#include "analyzer/cache/cache_folder.h"
#include "analyzer/commands.h"

namespace assay {
namespace {

constexpr std::array<const char*, value_kinds> names = {"facts of files", "stamps of folders", "pieces of reports",
                                                        "histories",      "names in C files",  "macros of headers"};

std::string megabytes(std::uint64_t bytes) { return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6); }

Result<Store> open_store(const Options& options) {
  const Result<StorePlace> place = find_store(options.cache_dir, "");
  if (!place) return tl::unexpected(place.error());
  return Store::open(*place);
}

}  // namespace

std::shared_ptr<Cache> open_cache(const Options& options) {
  if (options.no_cache) return std::make_shared<Cache>();
  const Result<StorePlace> place = find_store(options.cache_dir, options.path);
  Result<Store> store = place ? Store::open(*place) : tl::unexpected(place.error());
  if (store) return std::make_shared<Cache>(std::move(*store), !options.no_stat_index);
  if (!options.cache_dir.empty() && !options.quiet) complain(store.error().message, exit_done);
  return std::make_shared<Cache>();
}

int run_cache_info(const Options& options) {
  const Result<StorePlace> place = find_store(options.cache_dir, "");
  if (!place) return complain(place.error().message, exit_not_done);
  const Result<Store> store = Store::open(*place);
  if (!store) return complain(store.error().message, exit_not_done);
  const Result<StoreCounts> counts = store->count();
  if (!counts) return complain(counts.error().message + "; see `assay cache verify`", exit_not_done);
  std::string text = fmt::format("{}{}\n", Store::path_of(*place), place->read_only ? " (only read)" : "");
  for (std::size_t i = 0; i < value_kinds; ++i)
    text += fmt::format("{:>10}  {:<18} {:>11}\n", counts->of[i].values, names[i], megabytes(counts->of[i].bytes));
  text += fmt::format("{} on disk; beyond {} the oldest go\n", megabytes(counts->file_bytes),
                      megabytes(Store::default_limit));
  return print(text);
}

int run_cache_clear(const Options& options) {
  const Result<StorePlace> place = find_store(options.cache_dir, "");
  if (!place) return complain(place.error().message, exit_not_done);
  if (place->read_only) return complain("the cache is only read by this user: its owner can clear it", exit_not_done);
  const Result<bool> removed = Store::remove(*place);
  if (!removed) return complain(removed.error().message, exit_not_done);
  return print(*removed ? "forgotten\n" : "there was nothing\n");
}

int run_cache_verify(const Options& options) {
  Result<Store> store = open_store(options);
  if (!store) return complain(store.error().message, exit_not_done);
  const Result<StoreCheck> check = store->verify();
  if (!check) return complain(check.error().message, exit_not_done);
  if (check->damaged == 0 && check->structure.empty())
    return print(fmt::format("{} values, all sound\n", check->sound));
  if (!check->structure.empty())
    return complain(fmt::format("the file was damaged and has been dropped: {}", check->structure), exit_not_done);
  return complain(fmt::format("{} values sound, {} damaged ones dropped", check->sound, check->damaged), exit_not_done);
}

}  // namespace assay
