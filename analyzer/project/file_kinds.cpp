// See file_kinds.h.
#include "analyzer/project/file_kinds.h"

#include <array>
#include <span>
#include <unordered_map>

#include "analyzer/base/text.h"
#include "analyzer/project/language_names.h"

namespace assay {
namespace {

struct Kind {
  std::string_view reason;
  std::string_view words;  // separated by blanks, lower case
};

// Programming and template languages without a front end are left out on purpose: their extension is the reason.
constexpr auto kExtensions = std::to_array<Kind>({
    {"documentation",
     "md markdown mdx rst adoc asciidoc asc txt text tex texi texinfo org pod rdoc textile creole "
     "mediawiki rtf doc docx odt pdf ps epub man 1 2 3 4 5 6 7 8 9 3pm ronn dox htm html xhtml chm"},
    {"image",
     "png jpg jpeg jpe gif svg svgz ico webp bmp tif tiff avif heic heif psd ai eps xcf xpm xbm pbm pgm ppm "
     "pnm tga dds exr hdr jp2 icns cur ani drawio puml plantuml dot gv mmd sketch fig dia odg vsdx"},
    {"font", "woff woff2 ttf otf eot ttc pfb pfm afm bdf pcf psf"},
    {"audio or video", "mp3 mp4 m4a m4v wav ogg oga ogv flac aac avi mov mkv webm wmv mid midi aiff opus swf"},
    {"archive",
     "zip gz tgz bz2 tbz2 xz txz zst lz4 lzma 7z rar tar cpio jar war ear aar apk ipa deb rpm nupkg snupkg "
     "whl egg gem crate phar dmg iso img msi cab"},
    {"binary",
     "o obj a lib so dll dylib exe com bin elf ko class pyc pyo pyd wasm pdb ilk exp lo la dex beam rlib rmeta "
     "node mo gmo sqlite sqlite3 db mdb pack idx rom hex dat npy npz pkl pickle h5 hdf5 parquet onnx pb "
     "tflite pt pth safetensors gguf keystore jks p12 pfx der snk res"},
    {"data",
     "json json5 jsonl ndjson geojson jsonc webmanifest yaml yml toml xml xsd xsl xslt dtd rng rnc csv tsv psv "
     "ini cfg conf config properties env plist resx xlf xliff po pot ftl arb strings ics vcf kml gpx rdf owl "
     "ttl sgml xls xlsx ods ldif log out golden expected snap patch diff map tmx xib storyboard nib pem crt "
     "cer csr key pub asn1 asn sum lock cnf dtsi dts har eml mbox bib list lst tab ipynb"},
    {"style sheet", "css scss sass less styl pcss"},
    {"build file",
     "mk mak make cmake ninja am ac m4 in bazel bzl bp gyp gypi vcxproj filters sln slnx csproj fsproj "
     "vbproj props targets proj pbxproj xcconfig xcscheme dsp dsw spec nuspec podspec"},
});

constexpr auto kNames = std::to_array<Kind>({
    {"documentation",
     "license licence copying copyright notice readme changelog changes history news authors "
     "contributors contributing maintainers credits thanks todo install unlicense patents faq "
     "roadmap security support governance code_of_conduct codeowners owners reviewers version "
     "release_notes releasenotes acknowledgements acknowledgments bugs hacking porting upgrading"},
    {"build file",
     "makefile gnumakefile bsdmakefile kbuild kconfig jamfile jamroot dockerfile containerfile "
     "jenkinsfile procfile justfile earthfile tiltfile build workspace meson_options.txt pkgbuild "
     "brewfile cartfile snakefile"},
});

using Table = std::unordered_map<std::string_view, std::string_view>;

Table make_table(std::span<const Kind> kinds) {
  Table table;
  for (const Kind& kind : kinds) {
    for (const std::string_view word : split(kind.words, ' ')) table.emplace(word, kind.reason);
  }
  return table;
}

std::string_view kind_of_name(std::string_view file_name) {
  static const Table table = make_table(kNames);
  // LICENSE, LICENSE-MIT, Makefile.am, README.cvs
  const std::string_view stem = file_name.substr(0, file_name.find_first_of(".-"));
  const auto found = table.find(lower_ascii(stem));
  return found == table.end() ? std::string_view() : found->second;
}

constexpr std::size_t kLongestExtension = 16;  // bytes; anything longer is hardly one

}  // namespace

std::string reason_by_name(std::string_view file_name) {
  static const Table table = make_table(kExtensions);
  if (file_name.starts_with('.') && extension_of(file_name).empty()) return "configuration";
  if (file_name.ends_with('~') || file_name.ends_with(".orig") || file_name.ends_with(".bak")) return "backup copy";
  const std::string_view extension = extension_of(file_name);
  if (!extension.empty()) {
    const auto found = table.find(lower_ascii(extension.substr(1)));
    if (found != table.end()) return std::string(found->second);
  }
  if (const std::string_view kind = kind_of_name(file_name); !kind.empty()) return std::string(kind);
  if (extension.empty() || extension.size() > kLongestExtension) return "no known kind of file";
  return "no front end for `" + printable(extension) + "`";
}

bool is_known_non_source(std::string_view file_name) { return !kind_of_name(file_name).empty(); }

}  // namespace assay
