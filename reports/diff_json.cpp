// See diff.h.
#include "reports/diff.h"
#include "reports/difference.h"
#include "reports/json_writer.h"

namespace assay {
namespace {

class DiffJson {
 public:
  DiffJson(const Report& report, const Sink& sink)
      : report_(report), comparison_(*report.difference), buffer_(sink), json_(buffer_.text()) {}

  bool run() {
    json_.begin_object();
    json_.field("schema", "assay-diff/1");
    json_.key("tool").inline_next().begin_object();
    json_.field("name", "assay").field("version", ASSAY_VERSION);
    json_.field("rules", std::string_view(report_.rules_digest)).end_object();
    base();
    json_.key("head").inline_next().begin_object();
    json_.field("revision", std::string_view(report_.revision)).field("compiler", comparison_.compiled);
    json_.end_object();
    counts();
    json_.key("new").begin_array();
    for (const NewFinding& f : comparison_.fresh) {
      finding(f.finding, &f);
      if (!buffer_.pass_on()) return false;
    }
    json_.end_array();
    json_.key("fixed").begin_array();
    for (const FindingRecord& f : comparison_.fixed) {
      finding(f, nullptr);
      if (!buffer_.pass_on()) return false;
    }
    json_.end_array();
    verdicts();
    json_.end_object();
    return buffer_.finish();
  }

 private:
  void base() {
    json_.key("base").inline_next().begin_object();
    json_.field("revision", std::string_view(comparison_.base));
    json_.field("from", std::string_view(comparison_.base_from));
    json_.field("merge_base", comparison_.merge_base).field("same_rules", comparison_.same_rules);
    json_.field("compiler", comparison_.base_compiled);
    json_.end_object();
  }

  void counts() {
    json_.key("counts").inline_next().begin_object();
    json_.field("new", std::uint64_t{comparison_.fresh.size()}).field("fixed", std::uint64_t{comparison_.fixed.size()});
    json_.field("unchanged", std::uint64_t{comparison_.unchanged});
    json_.field("silenced", std::uint64_t{comparison_.silenced});
    json_.field("files_changed", std::uint64_t{comparison_.files_changed});
    json_.field("files_shared", std::uint64_t{comparison_.files_shared}).end_object();
  }

  void finding(const FindingRecord& f, const NewFinding* fresh) {
    json_.inline_next().begin_object();
    json_.field("rule", std::string_view(f.rule)).field("level", std::string_view(f.level));
    json_.field("message", std::string_view(f.message)).field("file", std::string_view(f.file));
    json_.field("line", f.line).field("end_line", f.end_line);
    json_.field("component", std::string_view(f.component)).field("fingerprint", std::string_view(f.fingerprint));
    if (fresh != nullptr && fresh->on_changed_line) json_.field("on_changed_line", *fresh->on_changed_line);
    if (fresh != nullptr && !fresh->because.empty()) json_.field("because", std::string_view(fresh->because));
    json_.end_object();
  }

  void verdicts() {
    json_.key("verdicts").begin_array();
    for (const VerdictMove& move : comparison_.moves) {
      json_.begin_object();
      json_.field("component", std::string_view(move.id)).field("name", std::string_view(move.name));
      json_.field("from", std::string_view(move.from)).field("to", std::string_view(move.to));
      json_.field("confidence_from", std::string_view(move.confidence_from));
      json_.field("confidence_to", std::string_view(move.confidence_to));
      json_.field("margin_from", move.margin_from).field("margin_to", move.margin_to);
      texts("why", move.why);
      json_.end_object();
    }
    json_.end_array();
    texts("components_added", comparison_.added);
    texts("components_removed", comparison_.removed);
  }

  void texts(std::string_view name, const std::vector<std::string>& list) {
    json_.key(name).begin_array();
    for (const std::string& text : list) json_.value(std::string_view(text));
    json_.end_array();
  }

  const Report& report_;
  const Difference& comparison_;
  PieceBuffer buffer_;
  JsonWriter json_;
};

}  // namespace

bool write_diff_json(const Report& report, const Sink& sink) { return DiffJson(report, sink).run(); }

}  // namespace assay
