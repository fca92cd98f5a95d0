// The floor of a second scan: reads the files of a list ("language<TAB>path" a line) and digests their bytes.
#include <xxhash.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  std::ifstream list(argc == 2 ? argv[1] : "");
  if (!list) {
    std::fprintf(stderr, "usage: hash_files LIST\n");
    return 2;
  }
  std::uint64_t digest = 0, bytes = 0;
  std::string line, text;
  while (std::getline(list, line)) {
    std::FILE* file = std::fopen(line.substr(line.find('\t') + 1).c_str(), "rb");
    if (file == nullptr) return 1;
    text.resize(1U << 22U);
    for (std::size_t got = 0; (got = std::fread(text.data(), 1, text.size(), file)) > 0;) {
      digest ^= XXH3_64bits(text.data(), got);
      bytes += got;
    }
    std::fclose(file);
  }
  std::printf("{\"bytes\": %llu, \"digest\": %llu}\n", static_cast<unsigned long long>(bytes),
              static_cast<unsigned long long>(digest));
  return 0;
}
