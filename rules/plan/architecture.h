// Which parts of the repository talk to which, and how: calls in the process, remote procedures, web requests, queues; where
// none of these is seen, what build files link and sources include.
//
// Seen is what both ends say in their source: a call that resolves into another component; a remote service that one
// component implements and another makes a client for; a route that one registers and another asks for, or a web address
// whose host bears a component's name; a topic that one sends to and another takes from. What is put together at run time from
// configuration is not seen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/components.h"

namespace assay {

enum class RelationKind : std::uint8_t { Call, Rpc, Http, Queue, Link, Include };
std::string_view relation_name(RelationKind kind);  // "call", "rpc", "http", "queue", "link", "include"

struct Relation {
  ComponentId from, to;  // who asks or sends, who answers or takes
  RelationKind kind = RelationKind::Call;
  std::uint64_t calls = 0;  // places in the source; of links pairs of build targets
  std::string what;         // service, route, host, topic, target or header, the first of them; empty for calls
  std::string file;         // of the first place, at `from`
  std::uint32_t line = 0;   // 0: not known, of a link
};

// By (from, to, kind).
std::vector<Relation> find_relations(const Model& model, const CallGraph& calls, const Components& components);

}  // namespace assay
