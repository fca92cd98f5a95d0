// See commit_tree.h. Trees are read one at a time with an explicit stack; objects are asked for their size before they are
// read, as a small pack may hold a very large one.
#include "analyzer/project/commit_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace assay {
namespace {

constexpr std::size_t max_tree_size = 64U << 20U;    // bytes of one folder's listing
constexpr std::size_t max_tree_entries = 5'000'000;  // in all: a few trees that hold each other many times are a bomb

EntryKind kind_of(git_filemode_t mode) {
  switch (mode) {
    case GIT_FILEMODE_TREE: return EntryKind::Folder;
    case GIT_FILEMODE_BLOB:
    case GIT_FILEMODE_BLOB_EXECUTABLE: return EntryKind::File;
    case GIT_FILEMODE_LINK: return EntryKind::Link;
    case GIT_FILEMODE_COMMIT: return EntryKind::Submodule;
    case GIT_FILEMODE_UNREADABLE: break;
  }
  return EntryKind::Unknown;
}

// Names that git never checks out.
bool is_possible(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name != ".git" && name.find('/') == std::string_view::npos;
}

Result<std::uint64_t> size_of(const GitStore& store, const git_oid& id) {
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_odb_read_header(&size, &type, store.objects(), &id) != 0) return failure(missing_object);
  return size;
}

Result<GitTree> read_tree(const GitStore& store, const git_oid& id) {
  const Result<std::uint64_t> size = size_of(store, id);
  if (!size) return tl::unexpected(size.error());
  if (*size > max_tree_size) return failure("its listing is too large");
  git_tree* tree = nullptr;
  if (git_tree_lookup(&tree, store.get(), &id) != 0) return failure("its listing cannot be read: " + git_reason());
  return GitTree(tree);
}

Result<std::string> read_blob(const GitStore& store, const git_oid& id, std::uint64_t limit) {
  const Result<std::uint64_t> size = size_of(store, id);
  if (!size) return tl::unexpected(size.error());
  if (*size > limit) return failure("larger than --max-file-size (" + std::to_string(limit) + " bytes)");
  git_blob* found = nullptr;
  if (git_blob_lookup(&found, store.get(), &id) != 0) return failure("cannot be read: " + git_reason());
  const GitBlob blob(found);
  return std::string(static_cast<const char*>(git_blob_rawcontent(blob.get())), git_blob_rawsize(blob.get()));
}

bool is_file(const git_tree_entry* entry) {
  return entry != nullptr && kind_of(git_tree_entry_filemode(entry)) == EntryKind::File;
}

class TreeFolder : public FolderFiles {
 public:
  TreeFolder(const GitStore& store, const git_tree* tree) : store_(store), tree_(tree) {}

  Result<std::string> read(std::string_view name, std::uint64_t limit) const override {
    const git_tree_entry* entry = find(name);
    if (!is_file(entry)) return failure("no such file");
    return read_blob(store_, *git_tree_entry_id(entry), limit);
  }

  Result<FileStatus> status(std::string_view name) const override {
    const git_tree_entry* entry = find(name);
    if (!is_file(entry)) return failure("no longer a file");
    const Result<std::uint64_t> size = size_of(store_, *git_tree_entry_id(entry));
    if (!size) return tl::unexpected(size.error());
    FileStatus status;
    status.size = *size;
    static_assert(sizeof(git_oid) <= sizeof status.stamp.identity);
    std::memcpy(status.stamp.identity.data(), git_tree_entry_id(entry), sizeof(git_oid));
    return status;
  }

  bool folder_holds(std::string_view name, std::span<const std::string_view> files) const override {
    const git_tree_entry* entry = find(name);
    if (entry == nullptr || git_tree_entry_type(entry) != GIT_OBJECT_TREE) return false;
    const Result<GitTree> tree = read_tree(store_, *git_tree_entry_id(entry));
    return tree && std::any_of(files.begin(), files.end(), [&](std::string_view file) {
             return is_file(git_tree_entry_byname(tree->get(), std::string(file).c_str()));
           });
  }

 private:
  const git_tree_entry* find(std::string_view name) const {
    return tree_ == nullptr ? nullptr : git_tree_entry_byname(tree_, std::string(name).c_str());
  }

  const GitStore& store_;
  const git_tree* tree_;
};

// A TreeFolder that owns its tree.
class OwnedTreeFolder : public TreeFolder {
 public:
  OwnedTreeFolder(const GitStore& store, GitTree tree) : TreeFolder(store, tree.get()), tree_(std::move(tree)) {}

 private:
  GitTree tree_;
};

class TreeWalk {
 public:
  TreeWalk(const GitStore& store, FolderVisitor& visitor) : store_(store), visitor_(visitor) {}

  Result<void> run(const git_tree* start) {
    enter(start);
    while (!levels_.empty()) {
      Level& level = levels_.back();
      path_.resize(level.path_length);
      if (level.todo.empty()) {
        levels_.pop_back();
        visitor_.leave();
        continue;
      }
      const auto [name, id] = std::move(level.todo.back());
      level.todo.pop_back();
      path_ += name;
      path_ += '/';
      if (path_.size() > kMaxPathLength) {
        visitor_.refuse(path_, fmt::format("path longer than {} bytes", kMaxPathLength));
        continue;
      }
      const Result<GitTree> tree = read_tree(store_, id);
      if (!tree) {
        visitor_.refuse(path_, tree.error().message);
        continue;
      }
      enter(tree->get());
      if (seen_ > max_tree_entries)
        return failure(fmt::format("the commit holds more than {} files and folders", max_tree_entries));
    }
    return {};
  }

 private:
  struct Level {
    std::size_t path_length = 0;
    std::vector<std::pair<std::string, git_oid>> todo;  // the next one last
  };

  void enter(const git_tree* tree) {
    std::vector<std::pair<Entry, const git_oid*>> rows;
    const std::size_t count = tree == nullptr ? 0 : git_tree_entrycount(tree);
    seen_ += count;
    for (std::size_t i = 0; i < count; ++i) {
      const git_tree_entry* entry = git_tree_entry_byindex(tree, i);
      const std::string_view name = git_tree_entry_name(entry);
      if (is_possible(name))
        rows.push_back({{name, kind_of(git_tree_entry_filemode(entry))}, git_tree_entry_id(entry)});
    }
    // git orders folders as if their names ended in a slash.
    const auto name_of = [](const auto& row) { return row.first.name; };
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return name_of(a) < name_of(b); });
    rows.erase(
        std::unique(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return name_of(a) == name_of(b); }),
        rows.end());
    std::vector<Entry> entries;
    entries.reserve(rows.size());
    for (const auto& row : rows) entries.push_back(row.first);
    Level level{path_.size(), {}};
    const std::vector<std::size_t> wanted = visitor_.enter({TreeFolder(store_, tree), path_, entries});
    for (std::size_t i = wanted.size(); i-- > 0;)
      level.todo.emplace_back(entries[wanted[i]].name, *rows[wanted[i]].second);
    levels_.push_back(std::move(level));
  }

  const GitStore& store_;
  FolderVisitor& visitor_;
  std::vector<Level> levels_;
  std::string path_;
  std::size_t seen_ = 0;
};

class CommitReader : public FileReader {
 public:
  explicit CommitReader(std::unique_ptr<CommitTree> tree) : tree_(std::move(tree)) {}
  Result<std::string> read(const std::string& path, std::uint64_t limit) override { return tree_->read(path, limit); }

 private:
  std::unique_ptr<CommitTree> tree_;
};

}  // namespace

Result<std::unique_ptr<CommitTree>> CommitTree::open(Place place, const std::string& commit) {
  Result<GitStore> store = GitStore::open(place.repository);
  if (!store) return tl::unexpected(std::move(store.error()));
  git_oid id;
  const GitCommit found = git_oid_fromstr(&id, commit.c_str()) == 0 ? store->commit(id) : GitCommit();
  if (found == nullptr) return failure(fmt::format("commit `{}` is not among git's objects", commit));
  Result<GitTree> root = read_tree(*store, *git_commit_tree_id(found.get()));
  if (!root) return failure(fmt::format("the tree of commit `{}` cannot be read: {}", commit, root.error().message));
  std::unique_ptr<CommitTree> tree(new CommitTree(std::move(place), commit, std::move(*store)));
  tree->root_ = std::move(*root);
  const std::string& prefix = tree->place().prefix;
  git_tree* scanned = nullptr;
  if (prefix.empty()) {
    if (git_tree_dup(&scanned, tree->root_.get()) != 0) return failure(git_reason());
  } else {
    git_tree_entry* entry = nullptr;
    if (git_tree_entry_bypath(&entry, tree->root_.get(), prefix.substr(0, prefix.size() - 1).c_str()) == 0) {
      const GitTreeEntry folder(entry);
      if (git_tree_entry_type(entry) == GIT_OBJECT_TREE)
        git_tree_lookup(&scanned, tree->store_.get(), git_tree_entry_id(entry));
    }
  }
  tree->scanned_.reset(scanned);
  return tree;
}

std::vector<std::unique_ptr<FolderFiles>> CommitTree::above() const {
  std::vector<std::unique_ptr<FolderFiles>> folders;
  const std::string& prefix = place().prefix;
  git_oid id = *git_tree_id(root_.get());
  for (std::size_t begin = 0; begin < prefix.size();) {
    Result<GitTree> tree = read_tree(store_, id);
    if (!tree) break;
    const std::size_t end = prefix.find('/', begin);
    const git_tree_entry* next = git_tree_entry_byname(tree->get(), prefix.substr(begin, end - begin).c_str());
    if (next != nullptr) id = *git_tree_entry_id(next);
    folders.push_back(std::make_unique<OwnedTreeFolder>(store_, std::move(*tree)));
    if (next == nullptr || git_tree_entry_type(next) != GIT_OBJECT_TREE) break;
    begin = end + 1;
  }
  return folders;
}

Result<void> CommitTree::walk(FolderVisitor& visitor) const { return TreeWalk(store_, visitor).run(scanned_.get()); }

Result<std::unique_ptr<FileReader>> CommitTree::open_reader() const {
  // Handles are not shared between processes: a worker opens its own.
  Result<std::unique_ptr<CommitTree>> tree = open(place(), commit_);
  if (!tree) return tl::unexpected(std::move(tree.error()));
  return std::make_unique<CommitReader>(std::move(*tree));
}

std::string CommitTree::blob_id(const std::string& path) const {
  git_tree_entry* entry = nullptr;
  if (scanned_ == nullptr || git_tree_entry_bypath(&entry, scanned_.get(), path.c_str()) != 0) return {};
  const GitTreeEntry found(entry);
  return is_file(entry) ? hex_of(*git_tree_entry_id(entry)) : std::string();
}

bool CommitTree::is_same_in(FileReader& files, const std::string& path, std::uint64_t limit) const {
  const Result<std::string> bytes = files.read(path, limit);
  return bytes && blob_id_of(*bytes) == blob_id(path);
}

Result<std::string> CommitTree::read(const std::string& path, std::uint64_t limit) const {
  git_oid id;
  const std::string hex = blob_id(path);
  if (hex.empty() || git_oid_fromstr(&id, hex.c_str()) != 0) return failure("no such file");
  return read_blob(store_, id, limit);
}

}  // namespace assay
