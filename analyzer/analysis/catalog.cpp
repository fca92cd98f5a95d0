#include "analyzer/analysis/catalog.h"

#include <algorithm>
#include <array>

#include "analyzer/base/check.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kEffects = {
    "io"sv,         "io.net"sv,       "io.file"sv,       "io.db"sv,      "io.process"sv,
    "io.console"sv, "wait"sv,         "wait.sleep"sv,    "wait.lock"sv,  "wait.event"sv,
    "spawn"sv,      "spawn.thread"sv, "spawn.process"sv, "spawn.task"sv, "sync"sv,
    "sync.lock"sv,  "sync.atomic"sv,  "sync.channel"sv,  "sync.once"sv,  "cpu"sv,
    "cpu.hash"sv,   "cpu.crypto"sv,   "cpu.compress"sv,  "cpu.regex"sv,  "cpu.serialize"sv,
    "cpu.math"sv,   "cpu.sort"sv,     "cpu.text"sv,      "cpu.image"sv,  "alloc"sv,
    "alloc.copy"sv, "alloc.build"sv,  "alloc.manual"sv,  "alloc.pool"sv, "gc"sv,
    "native"sv,     "reflect"sv,      "dynamic"sv,       "random"sv,     "time"sv,
    "exit"sv,       "log"sv,          "listen"sv,        "handler"sv,    "framework"sv,
    "realtime"sv,
};
static_assert(kEffects.size() == static_cast<std::size_t>(Effect::Realtime) + 1);

constexpr std::array kCosts = {"trivial"sv, "light"sv, "medium"sv, "heavy"sv, "wait"sv};
static_assert(kCosts.size() == static_cast<std::size_t>(CostClass::Wait) + 1);

constexpr std::array kDomains = {
    "web-framework"sv, "web-server"sv,    "http-client"sv, "rpc"sv,       "orm"sv,        "db-driver"sv,
    "cache"sv,         "queue"sv,         "template"sv,    "ui"sv,        "cli"sv,        "crypto"sv,
    "compression"sv,   "serialization"sv, "numeric"sv,     "ml"sv,        "image"sv,      "text"sv,
    "parser"sv,        "concurrency"sv,   "async"sv,       "logging"sv,   "testing"sv,    "cloud"sv,
    "kubernetes"sv,    "container"sv,     "metrics"sv,     "scheduler"sv, "validation"sv, "config"sv,
    "build"sv,         "game"sv,          "audio-video"sv, "embedded"sv,  "kernel"sv,     "gpu"sv,
    "ffi"sv,           "plugin-host"sv,   "host-api"sv,    "admin"sv,     "auth"sv,       "payment"sv,
    "mail"sv,          "scraping"sv,      "notebook"sv,    "i18n"sv,      "date-time"sv,  "filesystem"sv,
    "networking"sv,    "process"sv,
};
static_assert(kDomains.size() == static_cast<std::size_t>(Domain::Process) + 1);
static_assert(kDomains.size() <= 64, "a DomainSet holds 64 domains");

template <class Enum, std::size_t N>
std::optional<Enum> from_name(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

std::string_view before_dot(std::string_view text) { return text.substr(0, text.find('.')); }

// The family of each effect, or itself.
constexpr auto kFamilies = [] {
  std::array<Effect, kEffects.size()> families{};
  std::size_t family = 0;
  for (std::size_t i = 0; i < kEffects.size(); ++i) {
    const bool member = kEffects[i].find('.') != std::string_view::npos;
    if (!member) family = i;
    families[i] = static_cast<Effect>(family);
  }
  return families;
}();

// Case and '_' against '-' do not tell packages of an ecosystem apart (PEP 503; NuGet and Composer ignore case), and
// import paths are canonical, so a dependency's '/' and ':' are borders like '.'.
std::string folded(std::string_view name) {
  std::string result(name);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_') c = '-';
    if (c == '/' || c == ':') c = '.';
  }
  return result;
}

// What a variable is called without the marks of its kind: `$pdo`, `@db`, `#pool`, `_conn`, `pool_`, `cursor()`, `rows[]`.
std::string_view bare_receiver(std::string_view text) {
  while (text.ends_with("()") || text.ends_with("[]")) text.remove_suffix(2);
  constexpr std::string_view marks = "$@#_";
  const std::size_t begin = text.find_first_not_of(marks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(marks) - begin + 1);
}

// Length of the separator at `at`, 0: none there.
std::size_t separator_length(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '.' || c == '\\' || c == '/' || c == '#') return 1;
  const std::string_view two = text.substr(at, 2);
  return two == "::" || two == "->" ? 2 : 0;
}

}  // namespace

std::span<const std::string_view> effect_names() { return kEffects; }
std::string_view effect_name(Effect effect) { return kEffects[static_cast<std::size_t>(effect)]; }
std::optional<Effect> effect_from_name(std::string_view name) { return from_name<Effect>(kEffects, name); }
Effect family_of(Effect effect) { return kFamilies[static_cast<std::size_t>(effect)]; }
bool covers(Effect family, Effect effect) { return family == effect || family == family_of(effect); }

bool is_family(Effect effect) {
  const auto next = static_cast<std::size_t>(effect) + 1;
  return next < kEffects.size() && family_of(effect) == effect && before_dot(kEffects[next]) == effect_name(effect);
}

std::span<const std::string_view> cost_names() { return kCosts; }
std::optional<CostClass> cost_from_name(std::string_view name) { return from_name<CostClass>(kCosts, name); }

std::span<const std::string_view> domain_names() { return kDomains; }
std::string_view domain_name(Domain domain) { return kDomains[static_cast<std::size_t>(domain)]; }
std::optional<Domain> domain_from_name(std::string_view name) { return from_name<Domain>(kDomains, name); }

std::string canonical_name(std::string_view written, NameStyle style) {
  if (style == NameStyle::JavaScript) {
    if (written.starts_with("node:")) written.remove_prefix(5);
    return std::string(written);
  }
  std::string result;
  result.reserve(written.size());
  bool separated = false;
  if (written.starts_with('.')) result += '.';
  for (std::size_t i = 0; i < written.size();) {
    if (const std::size_t length = separator_length(written, i); length != 0) {
      separated = true;
      i += length;
      continue;
    }
    if (separated && !result.empty() && result.back() != '.') result += '.';
    separated = false;
    result += written[i++];
  }
  return result;
}

// `scope` and what it begins with.
void Catalog::add_scopes(std::string_view scope) {
  while (scopes_.emplace(scope).second) {
    const std::size_t dot = scope.rfind('.');
    if (dot == std::string_view::npos) break;
    scope = scope.substr(0, dot);
  }
}

bool Catalog::add_call(std::string_view name, CallEffect effect) {
  CHECK(!name.empty(), "a catalogued call has a name");
  const auto tail = [](std::string_view path) { return std::string(path.substr(path.find_last_of("./") + 1)); };
  if (name.starts_with("?.")) {
    method_tails_.emplace(name.substr(name.rfind('.') + 1));
    return methods_.try_emplace(std::string(name.substr(2)), effect).second;
  }
  if (name.ends_with(".*")) {
    name.remove_suffix(2);
    below_tails_.emplace(tail(name));
    add_scopes(name);
    return below_.try_emplace(std::string(name), effect).second;
  }
  call_tails_.emplace(tail(name));
  if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) add_scopes(name.substr(0, dot));
  return calls_.try_emplace(std::string(name), effect).second;
}

bool Catalog::add_package(std::string_view module, DomainSet domains) {
  package_names_.try_emplace(folded(module), domains);
  return packages_.try_emplace(std::string(module), domains).second;
}

bool Catalog::add_dependency(std::string_view name, DomainSet domains) {
  return dependencies_.try_emplace(folded(name), domains).second;
}

std::optional<CallEffect> Catalog::find(std::string_view qualified) const {
  if (const auto found = calls_.find(qualified); found != calls_.end()) return found->second;
  const std::size_t dot = qualified.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  if (const auto found = below_.find(qualified.substr(0, dot)); found != below_.end()) return found->second;
  return std::nullopt;
}

std::optional<CallEffect> Catalog::find_method(std::string_view call) const {
  const std::size_t last = call.rfind('.');
  const auto name = last == std::string_view::npos ? call : call.substr(last + 1);
  if (last != std::string_view::npos && last != 0) {
    const std::size_t before = call.rfind('.', last - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::string_view receiver = bare_receiver(call.substr(begin, last - begin));
    std::array<char, 96> buffer;  // catalogued pairs are shorter
    if (!receiver.empty() && receiver.size() + 1 + name.size() <= buffer.size()) {
      char* end = std::copy(receiver.begin(), receiver.end(), buffer.begin());
      *end++ = '.';
      end = std::copy(name.begin(), name.end(), end);
      const auto found = methods_.find(std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.data())));
      if (found != methods_.end()) return found->second;
    }
  }
  if (const auto found = methods_.find(name); found != methods_.end()) return found->second;
  return std::nullopt;
}

DomainSet Catalog::longest_prefix(const TextTable<DomainSet>& table, std::string_view name, std::string_view borders) {
  while (!name.empty()) {
    if (const auto found = table.find(name); found != table.end()) return found->second;
    const std::size_t border = name.find_last_of(borders);
    if (border == std::string_view::npos) break;
    name = name.substr(0, border);
  }
  return {};
}

void Catalog::add_handler_type(std::string_view type, std::string_view method) {
  handler_types_[std::string(type)].emplace(method);
  handler_tails_.emplace(last_segment(type));
}

const TextSet* Catalog::handler_methods(std::string_view type) const {
  std::string name = canonical_name(type, style_);
  if (const auto found = handler_types_.find(name); found != handler_types_.end()) return &found->second;
  for (std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0; dot = name.rfind('.', dot - 1)) {
    name.replace(dot, std::string::npos, ".*");
    if (const auto found = handler_types_.find(name); found != handler_types_.end()) return &found->second;
  }
  return nullptr;
}

bool Catalog::is_standard(std::string_view name) const {
  if (standard_packages_.empty()) return false;
  for (;;) {
    if (standard_packages_.contains(name)) return true;
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos) return false;
    name = name.substr(0, dot);
  }
}

DomainSet Catalog::domains_of_import(std::string_view module) const {
  const std::string name = canonical_name(module, style_);
  if (name.starts_with('.')) return {};
  return longest_prefix(packages_, name, "./");
}

DomainSet Catalog::domains_of_dependency(std::string_view name) const {
  const std::string key = folded(name);
  if (const auto declared = longest_prefix(dependencies_, key, "."); !declared.empty()) return declared;
  return longest_prefix(package_names_, key, ".");
}

}  // namespace assay
