// What people put on a report: the configuration's `report` section.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "reports/report.h"
#include "rules/engine/yaml_tree.h"

namespace assay {

// All but the logo, whose path is left in `logo`.
ReportText read_report_text(const YamlNode& section, std::string_view path, Problems& problems);

// The image's bytes as a data: URL. PNG, JPEG, WebP and SVG, by their content, up to 200,000 bytes.
Result<std::string> image_url(std::string_view bytes);

// Reads the image at `path`: beneath `root` and not through links where `root` is given, else anywhere.
Result<std::string> load_logo(const std::string& path, const std::string& root);

}  // namespace assay
