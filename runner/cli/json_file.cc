// Files and standard input as JSON.

#include "runner/cli/json_file.h"

#include <array>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>

#include "checks/base/text.h"

namespace switchgate::cli {
namespace {

// All of `in`; unlike the iterators, read() keeps a folder's refusal to itself.
std::string slurp(std::istream& in) {
  std::string text;
  std::array<char, 65536> chunk{};
  while (in.read(chunk.data(), chunk.size()) || in.gcount() > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(in.gcount()));
  }
  return text;
}

Result<std::string> read_bytes(const std::string& file) {
  if (file == "-") return slurp(std::cin);
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  std::string text = slurp(in);
  if (in.is_open() && !in.bad()) return text;
  const std::string why =
      errno != 0 ? std::generic_category().message(errno) : "it cannot be opened";
  return Error{"cannot read '" + excerpt(file) + "': " + why, {}};
}

}  // namespace

Result<json::Document> read_json_file(const std::string& file) {
  const Result<std::string> bytes = read_bytes(file);
  if (!bytes) return bytes.error();
  Result<json::Document> document = json::read(*bytes);
  if (document) return document;
  const std::string name = file == "-" ? "standard input" : "'" + excerpt(file) + "'";
  return Error{name + " is " + document.error().message, {}};
}

}  // namespace switchgate::cli
