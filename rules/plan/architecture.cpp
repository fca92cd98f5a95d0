// See architecture.h.
#include "rules/plan/architecture.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "analyzer/analysis/service_bases.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

using facts::CallFlag;

// Names of methods that hand a message to a queue, and that take one from it.
constexpr std::array<std::string_view, 14> senders = {
    "publish",      "publishAsync", "produce", "send",  "sendToQueue", "send_message", "basic_publish",
    "basicPublish", "enqueue",      "rpush",   "lpush", "xadd",        "emit",         "convertAndSend"};
constexpr std::array<std::string_view, 14> takers = {
    "subscribe", "psubscribe", "consume", "basic_consume", "basicConsume", "blpop",   "brpop",
    "lpop",      "rpop",       "xread",   "xreadgroup",    "process",      "dequeue", "receive"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The service that a call makes a client for; empty: none.
//   Go pb.NewCartClient(c)  Python pb2_grpc.CartStub(c)  Java CartGrpc.newBlockingStub(c)  C#, JavaScript new Cart.CartClient(c)
std::string_view asked_by_call(std::string_view receiver, std::string_view name) {
  if (name == "newBlockingStub" || name == "newStub" || name == "newFutureStub") {
    std::string_view holder = last_name(receiver);
    return cut_suffix(holder, "Grpc") ? holder : std::string_view{};
  }
  if (name.starts_with("New") && cut_suffix(name, "Client")) return name.substr(3);
  if (cut_suffix(name, "Stub") || cut_suffix(name, "Client")) return name;
  return name;  // `new proto.CartService(address)`: only what some component serves counts
}

// What stands behind the host of a web address, and the host.
struct Address {
  std::string_view host, path;
};
Address split_address(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return {{}, text};
  std::string_view rest = text.substr(scheme + 3);
  const std::size_t end = std::min(rest.find_first_of("/?:"), rest.size());
  const std::size_t path = std::min(rest.find('/'), rest.size());
  return {rest.substr(0, end), rest.substr(path)};
}

bool is_placeholder(std::string_view segment) {
  return segment.starts_with(':') || segment.starts_with('{') || segment.starts_with('<') || segment.starts_with('$') ||
         segment.starts_with('*') || segment.starts_with('%');
}

// `/users/{id}/orders` and `/users/:id/orders?all=1` → "/users/*/orders". Empty: too common to tell anything.
std::string route_of(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  if (!path.starts_with('/') || path.size() > 200) return {};
  std::string route;
  std::size_t telling = 0;
  for (const std::string_view segment : split(path.substr(1), '/')) {
    if (segment.empty()) continue;
    route += is_placeholder(segment) ? "/*" : "/" + std::string(segment);
    const bool common = segment.size() < 3 || segment == "api" || segment == "health" || segment == "healthz" ||
                        segment == "metrics" || segment == "index.html" || segment == "login";
    if (!is_placeholder(segment) && !common) ++telling;
  }
  return telling == 0 ? std::string{} : route;
}

// Names are compared without marks and case: `ad-service`, `adservice`, `AdService`.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_alpha(c) || is_digit(c)) out += to_lower(c);
  }
  return out;
}

class Relations {
 public:
  Relations(const Model& model, const CallGraph& calls, const Components& components)
      : model_(model), calls_(calls), components_(components) {}

  std::vector<Relation> find() {
    for (const Component& component : components_.list) {
      const ComponentId id = components_.id_of(component);
      if (folded(component.name).size() >= 3) by_name_[folded(component.name)].insert(id);
    }
    for (const FileRow& file : model_.files) {
      if (!file.test) servers(file);
    }
    for (const FileRow& file : model_.files) {
      if (!file.test) clients(file);
    }
    links();
    includes();
    std::vector<Relation> relations;
    for (auto& [key, relation] : found_) relations.push_back(std::move(relation));
    return relations;
  }

 private:
  using Owners = std::map<std::string, std::set<ComponentId>, std::less<>>;

  ComponentId component_of(const FileRow& file) const {
    return components_.of_file[static_cast<std::size_t>(&file - model_.files.data())];
  }
  std::string_view text(std::uint32_t name) const { return model_.names.text(name); }
  bool has_literal(const facts::Call& call) const {
    return (call.flags() & static_cast<std::uint16_t>(CallFlag::LiteralFirst)) != 0 && call.argument() != 0;
  }

  void servers(const FileRow& file) {
    const ComponentId component = component_of(file);
    for (std::uint32_t b = file.bases.begin; b < file.bases.end; ++b) {
      const std::string_view service = served_by_base(text(model_.bases[b].name()));
      if (!service.empty()) services_[std::string(service)].insert(component);
    }
    for (std::uint32_t a = file.annotations.begin; a < file.annotations.end; ++a)
      serve_route(text(model_.annotations[a].argument()), component);
    for (std::uint32_t c = file.calls.begin; c < file.calls.end; ++c) {
      const facts::Call& call = model_.calls[c];
      const CallEffect* effect = calls_.effect_of(c);
      const std::string_view argument = text(call.argument());
      if (text(call.name()) == "addService" && argument.ends_with(".service"))
        services_[std::string(last_name(argument.substr(0, argument.size() - std::string_view(".service").size())))]
            .insert(component);
      if (!has_literal(call)) continue;
      if (effect != nullptr && effect->effect == Effect::Handler) serve_route(argument, component);
      if (is_one_of(takers, text(call.name())) && is_topic(argument, c))
        topics_[std::string(argument)].insert(component);
    }
  }

  void serve_route(std::string_view argument, ComponentId component) {
    if (std::string route = route_of(argument); !route.empty()) routes_[std::move(route)].insert(component);
  }

  // A short plain word handed to what a library does with the network or a channel.
  bool is_topic(std::string_view argument, std::size_t call) const {
    const CallEffect* effect = calls_.effect_of(call);
    const bool outside =
        effect != nullptr && (effect->effect == Effect::IoNet || effect->effect == Effect::SyncChannel ||
                              effect->effect == Effect::IoDb || effect->effect == Effect::Handler);
    return outside && argument.size() >= 3 && argument.size() <= 80 &&
           argument.find_first_of(" /\n") == std::string_view::npos;
  }

  void clients(const FileRow& file) {
    const ComponentId from = component_of(file);
    for (std::uint32_t c = file.calls.begin; c < file.calls.end; ++c) {
      const facts::Call& call = model_.calls[c];
      call_into(file, c, from);
      const std::string_view name = text(call.name());
      if (const auto at = services_.find(asked_by_call(text(call.receiver()), name)); at != services_.end())
        relate(from, at->second, RelationKind::Rpc, at->first, file, call.line());
      if (!has_literal(call)) continue;
      const CallEffect* effect = calls_.effect_of(c);
      const std::string_view argument = text(call.argument());
      if (effect != nullptr && effect->effect == Effect::IoNet) request(argument, from, file, call.line());
      if (!is_one_of(senders, name) || !is_topic(argument, c)) continue;
      if (const auto at = topics_.find(argument); at != topics_.end())
        relate(from, at->second, RelationKind::Queue, argument, file, call.line());
    }
  }

  void call_into(const FileRow& file, std::uint32_t call, ComponentId from) {
    const CallEvidence evidence = calls_.evidence[call];
    if (evidence != CallEvidence::Resolved && evidence != CallEvidence::Compiler) return;
    const std::span<const FunctionId> targets = calls_.targets_of(call);
    if (targets.empty()) return;
    const ComponentId to = components_.of_file[model_.function_file[targets[0].index()].index()];
    relate(from, to, RelationKind::Call, {}, file, model_.calls[call].line());
  }

  bool talks(ComponentId from, ComponentId to, RelationKind last) const {
    const auto first = found_.lower_bound({from, to, RelationKind::Call});
    return first != found_.end() && first->first <= std::tuple(from, to, last);
  }

  void links() {
    for (const ComponentLink& link : components_.links) {
      if (talks(link.from, link.to, RelationKind::Queue)) continue;
      found_[{link.from, link.to, RelationKind::Link}] = {link.from, link.to,   RelationKind::Link, link.count,
                                                          link.what, link.file, link.line};
    }
  }

  void includes() {
    if (calls_.included.empty()) return;
    for (const FileRow& file : model_.files) {
      if (file.test) continue;
      const ComponentId from = component_of(file);
      for (std::uint32_t i = file.imports.begin; i < file.imports.end; ++i) {
        const FileId header = calls_.included[i];
        const ComponentId to = header ? components_.of_file[header.index()] : from;
        if (to == from || talks(from, to, RelationKind::Link)) continue;
        relate(from, to, RelationKind::Include, text(model_.imports[i].module_()), file, model_.imports[i].line());
      }
    }
  }

  void request(std::string_view argument, ComponentId from, const FileRow& file, std::uint32_t line) {
    const Address address = split_address(argument);
    if (!address.host.empty()) {
      if (const auto at = by_name_.find(folded(address.host)); at != by_name_.end())
        return relate(from, at->second, RelationKind::Http, address.host, file, line);
    }
    if (const auto at = routes_.find(route_of(address.path)); at != routes_.end())
      relate(from, at->second, RelationKind::Http, at->first, file, line);
  }

  // Where several components answer to the name, nobody can tell which is meant.
  void relate(ComponentId from, const std::set<ComponentId>& to, RelationKind kind, std::string_view what,
              const FileRow& file, std::uint32_t line) {
    if (to.size() == 1) relate(from, *to.begin(), kind, what, file, line);
  }

  void relate(ComponentId from, ComponentId to, RelationKind kind, std::string_view what, const FileRow& file,
              std::uint32_t line) {
    if (to == from) return;
    Relation& relation = found_[{from, to, kind}];
    if (relation.calls++ > 0) return;
    relation = {from, to, kind, 1, std::string(what), file.path, line};
  }

  const Model& model_;
  const CallGraph& calls_;
  const Components& components_;
  Owners services_, routes_, topics_, by_name_;
  std::map<std::tuple<ComponentId, ComponentId, RelationKind>, Relation> found_;
};

}  // namespace

std::string_view relation_name(RelationKind kind) {
  switch (kind) {
    case RelationKind::Call: return "call";
    case RelationKind::Rpc: return "rpc";
    case RelationKind::Http: return "http";
    case RelationKind::Queue: return "queue";
    case RelationKind::Link: return "link";
    case RelationKind::Include: return "include";
  }
  return "";
}

std::vector<Relation> find_relations(const Model& model, const CallGraph& calls, const Components& components) {
  return Relations(model, calls, components).find();
}

}  // namespace assay
