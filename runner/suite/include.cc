#include "runner/suite/include.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "checks/base/limits.h"
#include "checks/base/text.h"
#include "checks/tree/fields.h"
#include "checks/yaml/parser.h"
#include "runner/suite/find_files.h"
#include "runner/suite/project_file.h"

namespace switchgate {
namespace {

namespace fs = std::filesystem;
using tree::Kind;
using tree::Node;

std::string place_of(const std::string& path) {
  std::error_code error;
  const fs::path place = fs::weakly_canonical(path, error);
  return error ? path : place.generic_string();
}

}  // namespace

void Pieces::read(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    const auto piece = read_file(path, {});
    // By two names, one of them a symbolic link, it is still one suite.
    if (piece && std::find(suites_.begin(), suites_.end(), *piece) == suites_.end()) {
      suites_.push_back(*piece);
    }
  }
  for (const std::size_t suite : std::vector<std::size_t>(suites_)) {
    follow(suite);
  }
  std::erase_if(suites_, [&](std::size_t suite) { return pieces_[suite].included; });
}

std::optional<std::size_t> Pieces::read_file(const std::string& path, SourcePos named_at) {
  const auto known = by_place_.find(place_of(path));
  if (known != by_place_.end()) {
    return known->second;
  }
  if (pieces_.size() >= limits_in_force().files && named_at.known()) {
    problems_.add(named_at, "this is more than " + std::to_string(limits_in_force().files) +
                                " files in one run" + raise_hint(&Limits::files));
    return std::nullopt;
  }
  auto file = read_suite_file(path);
  if (!file) {
    problems_.add(named_at, file.error().message);
    any_missing_ = true;
    return std::nullopt;
  }
  Piece piece;
  piece.file = static_cast<int>(files_.size());
  files_.push_back(*std::move(file));
  piece.root = yaml::parse(files_, piece.file, problems_);
  if (piece.root && piece.root->kind != Kind::kMap) {
    const tree::Fields told(*piece.root, "a suite", problems_);  // what it expects
    piece.root.reset();
  }
  piece.whole = piece.root.has_value();
  by_place_.emplace(place_of(path), pieces_.size());
  pieces_.push_back(std::move(piece));
  followed_.push_back(false);
  return pieces_.size() - 1;
}

void Pieces::follow(std::size_t piece) {
  if (followed_[piece] || !pieces_[piece].root) {
    return;
  }
  followed_[piece] = true;
  const Node* found = pieces_[piece].root->find("include");
  if (found == nullptr) {
    return;
  }
  const Node include = *found;  // reading further files moves the pieces
  open_.push_back(piece);
  for (const Node& item :
       include.kind == Kind::kList ? include.items : std::vector<Node>{include}) {
    const bool read = follow_one(piece, item);
    pieces_[piece].whole = pieces_[piece].whole && read;
  }
  open_.pop_back();
}

bool Pieces::follow_one(std::size_t piece, const Node& item) {
  if (!item.is_scalar() || item.text.empty() || item.kind == Kind::kNull) {
    problems_.add(item.pos, "'include' expects the names of files, such as [common.yaml]");
    return false;
  }
  if (item.text.find("${") != std::string::npos) {
    problems_.add(item.pos,
                  "'include' takes no variables: which files make a suite does not "
                  "depend on the run; a profile can change what they say");
    return false;
  }
  const fs::path folder = fs::path(path_of(piece)).parent_path();
  const auto path = find_project_file(item.text, folder.string());
  if (!path) {
    problems_.add(item.pos, "'include' " + path.error().message);
    return false;
  }
  if (open_.size() >= limits_in_force().include_depth) {
    problems_.add(item.pos, "more than " + std::to_string(limits_in_force().include_depth) +
                                " files include one another in a row here" +
                                raise_hint(&Limits::include_depth));
    return false;
  }
  // Messages show the name as a user would write it, unless `..` behind a symbolic link
  // makes that another file.
  const std::string shown = (folder / item.text).lexically_normal().generic_string();
  const auto included = read_file(place_of(shown) == *path ? shown : *path, item.pos);
  if (!included) {
    return false;
  }
  if (std::find(open_.begin(), open_.end(), *included) != open_.end()) {
    problems_.add(item.pos, "these files include one another in a circle: " + circle(*included));
    return true;
  }
  auto& includes = pieces_[piece].includes;
  if (std::find(includes.begin(), includes.end(), *included) != includes.end()) {
    problems_.add(item.pos, '\'' + excerpt(item.text, 60) + "' is included twice here");
    return true;
  }
  includes.push_back(*included);
  pieces_[*included].included = true;
  follow(*included);
  return true;
}

const std::string& Pieces::path_of(std::size_t piece) const {
  return files_[static_cast<std::size_t>(pieces_[piece].file)].path;
}

std::string Pieces::circle(std::size_t back_to) const {
  std::string out;
  for (auto at = std::find(open_.begin(), open_.end(), back_to); at != open_.end(); ++at) {
    out += excerpt(path_of(*at)) + " -> ";
  }
  return out + excerpt(path_of(back_to));
}

bool Pieces::all_whole() const {
  return !any_missing_ && std::all_of(pieces_.begin(), pieces_.end(),
                                      [](const Piece& piece) { return piece.whole; });
}

std::vector<std::size_t> Pieces::parts_of(std::size_t suite) const {
  std::vector<std::size_t> parts;
  add_parts(suite, parts);
  return parts;
}

void Pieces::add_parts(std::size_t piece, std::vector<std::size_t>& parts) const {
  if (std::find(parts.begin(), parts.end(), piece) != parts.end()) {
    return;
  }
  for (const std::size_t included : pieces_[piece].includes) {
    add_parts(included, parts);
  }
  parts.push_back(piece);
}

bool Pieces::includes(std::size_t over, std::size_t under) const {
  if (over == under) {
    return false;
  }
  const std::vector<std::size_t> parts = parts_of(over);
  return std::find(parts.begin(), parts.end(), under) != parts.end();
}

}  // namespace switchgate
