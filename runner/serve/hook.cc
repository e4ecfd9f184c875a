#include "runner/serve/hook.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "checks/json/reader.h"

namespace switchgate::serve {
namespace {

constexpr std::size_t kMostDepth = 8;
constexpr std::size_t kMostValues = 2'000;
constexpr std::size_t kMostRevisionBytes = 128;
constexpr std::size_t kMostNameBytes = 253;  // of a name in Kubernetes
constexpr std::string_view kAlphanumeric =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

constexpr const char* kHowToGiveRevision =
    "expected a revision, found none: a verdict holds for one revision alone. A Flagger that sends "
    "no 'checksum' needs metadata.revision in each webhook of the Canary";
constexpr const char* kHowToAsk =
    "expected a revision, found none: a verdict holds for one revision alone. Ask with "
    "?revision={{args.revision}}, the pod template's hash or the version";

// No sign in front, so that nobody takes it for an option; no '/', so that it is no path.
bool is_word(std::string_view text, std::string_view signs, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         kAlphanumeric.find(text.front()) != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return kAlphanumeric.find(c) != std::string_view::npos ||
                  signs.find(c) != std::string_view::npos;
         });
}

Error unfit(const char* what, const char* signs, std::size_t most) {
  return {std::string("expected ") + what + " of letters, digits and " + signs + " (at most " +
              std::to_string(most) + ", a letter or digit first), found something else",
          {}};
}

Result<Key> checked(Key key, const char* advice) {
  if (key.revision.empty()) {
    return Error{advice, {}};
  }
  if (!is_word(key.revision, "._:+@-", kMostRevisionBytes)) {
    return unfit("a revision", "._:+@-", kMostRevisionBytes);
  }
  if (!key.name.empty() && !is_word(key.name, ".-", kMostNameBytes)) {
    return unfit("a 'name'", ".-", kMostNameBytes);
  }
  if (!key.space.empty() && !is_word(key.space, ".-", kMostNameBytes)) {
    return unfit("a 'namespace'", ".-", kMostNameBytes);
  }
  return key;
}

Result<json::Value> read_object(std::string_view body) {
  json::ReadLimits limits;
  limits.depth = kMostDepth;
  limits.values = kMostValues;
  Result<json::Document> document = json::read(body, limits);
  if (!document) {
    // Its own words quote the body.
    return Error{"expected a JSON object, at most " + std::to_string(kMostDepth) +
                     " levels deep, found a body that is not valid JSON or goes deeper",
                 {}};
  }
  if (document->root.object() == nullptr) {
    return Error{"expected a JSON object, found " + std::string(document->root.kind_name()), {}};
  }
  if (!document->duplicate_keys.empty()) {
    return Error{"expected every member once, found one that is there twice", {}};
  }
  return std::move(document->root);
}

// The member as a string; empty when it is not there.
Status read_member(const json::Object& object, const char* name, std::string& into) {
  const json::Value* value = object.find(name);
  if (value == nullptr || value->is_null()) {
    return Ok{};
  }
  if (value->string() == nullptr) {
    return Error{std::string("expected '") + name + "' to be a string, found " +
                     std::string(value->kind_name()),
                 {}};
  }
  into = *value->string();
  return Ok{};
}

Status read_members(const json::Object& object,
                    const std::vector<std::pair<const char*, std::string*>>& members) {
  for (const auto& [name, into] : members) {
    if (Status status = read_member(object, name, *into); !status) {
      return status;
    }
  }
  return Ok{};
}

}  // namespace

Result<Key> read_flagger_hook(std::string_view body) {
  const Result<json::Value> root = read_object(body);
  if (!root) {
    return root.error();
  }
  const json::Object& object = *root->object();
  Key key;
  std::string phase;
  std::string given;
  Status status = read_members(object, {{"name", &key.name},
                                        {"namespace", &key.space},
                                        {"phase", &phase},
                                        {"checksum", &key.revision}});
  const json::Value* metadata = object.find("metadata");
  if (status.ok() && metadata != nullptr && !metadata->is_null()) {
    status = metadata->object() == nullptr
                 ? Status(Error{"expected 'metadata' to be an object, found " +
                                    std::string(metadata->kind_name()),
                                {}})
                 : read_member(*metadata->object(), "revision", given);
  }
  if (!status) {
    return status.error();
  }
  if (key.name.empty() || key.space.empty()) {
    return Error{"expected 'name' and 'namespace' of the Canary, as Flagger sends them, found none",
                 {}};
  }
  if (key.revision.empty()) {
    key.revision = given;
  }
  return checked(std::move(key), kHowToGiveRevision);
}

Result<Key> read_argo_question(const Query& query, std::string_view body) {
  Key key;
  const std::array<std::pair<const char*, std::string*>, 3> members{
      {{"revision", &key.revision}, {"name", &key.name}, {"namespace", &key.space}}};
  if (!body.empty()) {
    const Result<json::Value> root = read_object(body);
    if (!root) {
      return root.error();
    }
    if (const Status status = read_members(*root->object(), {members.begin(), members.end()});
        !status) {
      return status.error();
    }
  }
  for (const auto& parameter : query) {
    const auto member = std::find_if(members.begin(), members.end(), [&](const auto& known) {
      return parameter.first == known.first;
    });
    if (member == members.end()) {
      return Error{"expected no parameters but revision, name and namespace, found another", {}};
    }
    if (!member->second->empty()) {
      return Error{std::string("expected '") + member->first + "' once, found it twice", {}};
    }
    *member->second = parameter.second;
  }
  return checked(std::move(key), kHowToAsk);
}

}  // namespace switchgate::serve
