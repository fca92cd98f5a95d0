// One function per language, defined in its folder.
#pragma once

#include "parsers/language.h"

namespace assay {

const LanguageSpec& c_language();
const LanguageSpec& cpp_language();
const LanguageSpec& python_language();
const LanguageSpec& javascript_language();
const LanguageSpec& typescript_language();
const LanguageSpec& tsx_language();
const LanguageSpec& java_language();
const LanguageSpec& kotlin_language();
const LanguageSpec& scala_language();
const LanguageSpec& csharp_language();
const LanguageSpec& go_language();
const LanguageSpec& rust_language();
const LanguageSpec& ruby_language();
const LanguageSpec& php_language();

}  // namespace assay
