// See unit_parser.h.
#include "parsers/cxx/unit_parser.h"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <optional>

#include "parsers/cxx/compile_flags.h"
#include "parsers/cxx/unit_visit.h"

namespace assay {
namespace {

// A unit with more errors than this was not understood: the project is compiled in another way than its database says.
constexpr std::uint32_t most_errors = 20;

std::uint32_t cpu_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<std::uint32_t>(now.tv_sec * 1000 + now.tv_nsec / 1'000'000);
}

// 'config.h' file not found → config.h; empty: another message. Only a name, so that no contents of a file come through.
std::string missing_header(const std::string& message) {
  const std::size_t end = message.find("' file not found");
  if (!message.starts_with('\'') || end == std::string::npos) return {};
  return message.substr(1, std::min<std::size_t>(end - 1, 120));
}

struct Diagnosis {
  std::uint32_t errors = 0;
  bool fatal = false;
  bool unreadable = false;  // a file that it includes
  std::string missing;      // header
};

Diagnosis diagnose(const LibClang& clang, CXTranslationUnit unit) {
  Diagnosis result;
  const unsigned count = clang.getNumDiagnostics(unit);
  for (unsigned i = 0; i < count; ++i) {
    CXDiagnostic diagnostic = clang.getDiagnostic(unit, i);
    const CXDiagnosticSeverity severity = clang.getDiagnosticSeverity(diagnostic);
    if (severity == CXDiagnostic_Fatal) result.fatal = true;
    if (severity >= CXDiagnostic_Error) {
      ++result.errors;
      const std::string message = clang.text(clang.getDiagnosticSpelling(diagnostic));
      if (result.missing.empty()) result.missing = missing_header(message);
      if (message.starts_with("cannot open file")) result.unreadable = true;
    }
    clang.disposeDiagnostic(diagnostic);
  }
  return result;
}

constexpr unsigned parse_options = CXTranslationUnit_DetailedPreprocessingRecord | CXTranslationUnit_KeepGoing;

}  // namespace

struct UnitParser::Parsed {
  ClangUnit unit;
  Diagnosis diagnosis;
  std::string reason;  // why it could not be parsed; empty: it could
};

UnitParser::Parsed UnitParser::parse_text(const CompileUnit& unit, const std::string* text,
                                          const std::string& precompiled) const {
  std::vector<const char*> arguments;
  if (!precompiled.empty()) arguments = {"-include-pch", precompiled.c_str()};
  for (const std::string& argument : unit.arguments) arguments.push_back(argument.c_str());
  arguments.push_back("-w");  // warnings are not ours to give
  const std::string main = root_ + '/' + unit.path;
  CXUnsavedFile given{main.c_str(), text != nullptr ? text->data() : nullptr, text != nullptr ? text->size() : 0};
  CXIndex index = clang_.createIndex(1, 0);  // what is precompiled is not visited
  CXTranslationUnit handle = nullptr;
  const CXErrorCode error =
      clang_.parseTranslationUnit2(index, main.c_str(), arguments.data(), static_cast<int>(arguments.size()),
                                   text != nullptr ? &given : nullptr, text != nullptr ? 1 : 0, parse_options, &handle);
  Parsed parsed{ClangUnit(clang_, index, handle), {}, {}};
  if (error == CXError_Crashed) {
    parsed.reason = "the compiler's parser crashed";
  } else if (error != CXError_Success || handle == nullptr) {
    parsed.reason = "the compiler's parser refused its flags or its file";
  } else {
    parsed.diagnosis = diagnose(clang_, handle);
  }
  return parsed;
}

Result<CompiledUnitBuilder> UnitParser::parse(const CompileUnit& unit, std::uint32_t rank, const std::string* text,
                                              const std::string& precompiled) {
  const std::uint32_t begin = cpu_milliseconds();
  std::optional<Parsed> parsed(parse_text(unit, text, precompiled));
  if (!precompiled.empty() && (!parsed->reason.empty() || parsed->diagnosis.errors > 0)) {
    parsed.reset();
    parsed.emplace(parse_text(unit, text, {}));
  }
  if (!parsed->reason.empty()) return failure(parsed->reason);

  const Diagnosis& diagnosis = parsed->diagnosis;
  if (!diagnosis.missing.empty()) return failure(fmt::format("`{}` is not found", diagnosis.missing));
  if (diagnosis.unreadable) return failure("a file that it includes cannot be read");
  if (diagnosis.fatal) return failure("a fatal error");
  if (diagnosis.errors > most_errors) return failure(fmt::format("more than {} errors", most_errors));

  CompiledUnitBuilder out;
  UnitVisit visit(clang_, parsed->unit.get(), root_, is_source_, given_, rank);
  visit.run(unit.path, out);
  out.errors = diagnosis.errors;
  out.milliseconds = cpu_milliseconds() - begin;
  return out;
}

Result<std::vector<std::string>> precompile(const LibClang& clang, const std::vector<std::string>& arguments,
                                            const std::string& header, const std::string& target) {
  std::vector<const char*> words;
  for (const std::string& argument : arguments)
    words.push_back(argument == "c++" ? "c++-header" : argument == "c" ? "c-header" : argument.c_str());
  words.push_back("-w");
  CXIndex index = clang.createIndex(1, 0);
  CXTranslationUnit handle = nullptr;
  constexpr unsigned options = parse_options | CXTranslationUnit_Incomplete | CXTranslationUnit_ForSerialization;
  const CXErrorCode error = clang.parseTranslationUnit2(index, header.c_str(), words.data(),
                                                        static_cast<int>(words.size()), nullptr, 0, options, &handle);
  const ClangUnit parsed(clang, index, handle);
  if (error != CXError_Success || handle == nullptr || diagnose(clang, handle).errors > 0)
    return failure("the headers have errors with these flags");
  struct Look {
    const LibClang& clang;
    std::vector<std::string> files;
  } look{clang, {}};
  clang.getInclusions(
      handle,
      [](CXFile file, CXSourceLocation*, unsigned, CXClientData data) {
        Look& at = *static_cast<Look*>(data);
        at.files.push_back(absolute_path(at.clang.text(at.clang.File_tryGetRealPathName(file)), "/"));
      },
      &look);
  if (clang.saveTranslationUnit(handle, target.c_str(), 0) != CXSaveError_None) return failure("they cannot be kept");
  return std::move(look.files);
}

}  // namespace assay
