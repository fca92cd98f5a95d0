// The four profiles of a component: how much it computes, allocates, does side by side and waits, each as one number in
// [0, 1] with the signals that it rests on.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/signals.h"

namespace assay {

struct ProfilePart {
  std::string_view name;             // "cpu", "allocation", "concurrency", "io"
  double score = 0;                  // a share where there is one; of a density d, d / (d + half)
  std::vector<std::string> signals;  // ids of those that are not zero
};

struct Profile {
  std::array<ProfilePart, 4> parts;
  // How it runs at the same time: of "threads", "tasks", "processes", "channels", "actors", "event loop"; none of them: it
  // runs one step after the other.
  std::vector<std::string_view> models;
};

Profile summarise(const Signals& signals);

// One sentence: `computes 43 %, waits 12 % (database, network), …`
std::string profile_words(const Signals& signals, const Profile& profile);

}  // namespace assay
