// Who calls whom below ROOT, as a scan resolves it? The input of callgraph.py.
//
// usage: call_edges ROOT, prints lines of fields with tabs between them; ids are those of the model:
//   function  ID  KIND  FILE  BEGIN  END  PARENT  QUALIFIED   KIND: module, lambda, function; BEGIN and END in bytes
//   edge      CALLER  CALLEE  EVIDENCE                        EVIDENCE: resolved, name
//   outside   CALLER  NAME                                    a library's function
#include <cstdio>

#include "analyzer/pipeline.h"

namespace {

using assay::CallEvidence;
using assay::FunctionId;

const char* kind_of(const assay::Model& model, FunctionId function) {
  if (model.has(function, assay::facts::FunctionFlag::Module)) return "module";
  return model.has(function, assay::facts::FunctionFlag::Lambda) ? "lambda" : "function";
}

void print_functions(const assay::Model& model) {
  for (std::size_t i = 0; i < model.functions.size(); ++i) {
    const FunctionId id = FunctionId::of_index(i);
    const assay::facts::Function& f = model.functions[i];
    const std::string_view name = model.names.text(f.qualified());
    std::printf("function\t%u\t%s\t%s\t%u\t%u\t%u\t%.*s\n", id.value, kind_of(model, id),
                model.file_of(id).path.c_str(), f.begin(), f.end(), f.parent(), static_cast<int>(name.size()),
                name.data());
  }
}

void print_edges(const assay::Report& report) {
  for (std::size_t i = 0; i < report.model.calls.size(); ++i) {
    const assay::facts::Call& call = report.model.calls[i];
    const char* evidence = is_resolved(report.calls.evidence[i]) ? "resolved" : "name";
    for (const FunctionId target : report.calls.targets_of(i))
      std::printf("edge\t%u\t%u\t%s\n", call.caller(), target.value, evidence);
    if (report.calls.evidence[i] != CallEvidence::Library) continue;
    const std::string_view name = report.model.names.text(call.name());
    std::printf("outside\t%u\t%.*s\n", call.caller(), static_cast<int>(name.size()), name.data());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: call_edges ROOT\n");
    return 2;
  }
  assay::ScanRequest request;
  request.root = argv[1];
  request.pool.jobs = 1;
  auto rules = assay::load_rules(request);
  if (!rules) {
    std::fprintf(stderr, "call_edges: %s\n", rules.error().message.c_str());
    return 3;
  }
  const auto report = assay::scan(request, std::move(*rules), [](std::size_t, std::size_t) {});
  if (!report) {
    std::fprintf(stderr, "call_edges: %s\n", report.error().message.c_str());
    return 3;
  }
  print_functions(report->model);
  print_edges(*report);
  return 0;
}
