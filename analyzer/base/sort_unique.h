// A list in order, each value once.
#pragma once

#include <algorithm>
#include <vector>

namespace assay {

template <class T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace assay
