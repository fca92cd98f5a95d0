// The page that the report is set into: style and scripts of src/, which Vite builds into one file that the binary carries.
#pragma once

#include "rules/engine/embedded.h"

namespace assay {

std::span<const EmbeddedFile> html_files();  // one: the template

}  // namespace assay
