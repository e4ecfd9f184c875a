// A browser's recording (HAR 1.2) as a draft.

#include <algorithm>
#include <map>
#include <set>

#include "checks/base/text.h"
#include "checks/json/reader.h"
#include "runner/init/draft.h"
#include "runner/init/request_parts.h"

namespace switchgate::init {
namespace {

constexpr std::size_t kMostChecks = 200;

const json::Value* member(const json::Value* value, std::string_view name) {
  const json::Object* object = value != nullptr ? value->object() : nullptr;
  return object != nullptr ? object->find(name) : nullptr;
}

std::string text_of(const json::Value* value) {
  const std::string* text = value != nullptr ? value->string() : nullptr;
  return text != nullptr ? to_valid_utf8(*text) : std::string();
}

int integer_of(const json::Value* value) {
  const json::Number* number = value != nullptr ? value->number() : nullptr;
  return number != nullptr && number->is_integer() && number->as_double() >= 0 &&
                 number->as_double() < 1000
             ? static_cast<int>(number->as_double())
             : 0;
}

// Style sheets, scripts, pictures and fonts make up a page; they are no interface.
bool is_page_furniture(std::string_view media_type) {
  const std::string type = to_lower_ascii(media_type);
  return type.starts_with("image/") || type.starts_with("font/") || type.starts_with("video/") ||
         type.starts_with("audio/") || type.starts_with("text/css") ||
         type.find("javascript") != std::string::npos || type.find("/wasm") != std::string::npos;
}

struct Recorded {
  UrlParts url;
  const json::Value* request = nullptr;
  std::string method;
  int status = 0;
  std::string media_type;
};

bool is_method(const std::string& method) {
  return !method.empty() && method.size() < 20 &&
         std::all_of(method.begin(), method.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::vector<Recorded> recorded(const json::Array& entries) {
  std::vector<Recorded> out;
  for (const json::Value& entry : entries) {
    const json::Value* request = member(&entry, "request");
    const json::Value* response = member(&entry, "response");
    const Result<UrlParts> url = url_parts(text_of(member(request, "url")));
    std::string method = text_of(member(request, "method"));
    if (url && is_method(method)) {
      std::string type = text_of(member(member(response, "content"), "mimeType"));
      type = trim(std::string_view(type).substr(0, type.find(';')));
      out.push_back({*url, request, std::move(method), integer_of(member(response, "status")),
                     std::move(type)});
    }
  }
  return out;
}

// Whose recording it is: the origin that was asked most often, the earlier of two.
std::string main_origin(const std::vector<Recorded>& entries) {
  std::map<std::string, std::size_t> counts;
  std::string best;
  for (const Recorded& entry : entries) {
    ++counts[entry.url.origin];
  }
  for (const Recorded& entry : entries) {
    if (best.empty() || counts[entry.url.origin] > counts[best]) {
      best = entry.url.origin;
    }
  }
  return best;
}

DraftCheck check_of(const Recorded& entry, Draft& draft) {
  DraftCheck check;
  check.method = entry.method;
  if (const json::Value* headers = member(entry.request, "headers");
      headers != nullptr && headers->array() != nullptr) {
    for (const json::Value& header : *headers->array()) {
      add_header(text_of(member(&header, "name")), text_of(member(&header, "value")), draft, check);
    }
  }
  take_url(entry.url, draft, check);
  check.name = to_lower_ascii(check.method) + ' ' + check.path;
  if (const json::Value* body = member(entry.request, "postData");
      body != nullptr && !check.safe()) {
    check.body = body_of(text_of(member(body, "text")), text_of(member(body, "mimeType")), draft);
  }
  if (entry.status >= 100 && entry.status <= 599) {
    check.status = entry.status;
  }
  check.media_type = entry.media_type;
  return check;
}

}  // namespace

Result<Draft> from_har(std::string_view text) {
  const Result<json::Document> document = json::read(text);
  if (!document) {
    return Error{"the HAR file is " + document.error().message, {}};
  }
  const json::Value* entries = member(member(&document->root, "log"), "entries");
  if (entries == nullptr || entries->array() == nullptr) {
    return Error{"this is no HAR file: it has no list log.entries", {}};
  }
  const std::vector<Recorded> all = recorded(*entries->array());
  Draft draft;
  draft.name = "recorded";
  draft.origin = main_origin(all);
  std::set<std::string> seen;
  std::size_t elsewhere = 0;
  std::size_t furniture = 0;
  for (const Recorded& entry : all) {
    if (entry.url.origin != draft.origin) {
      ++elsewhere;
    } else if (is_page_furniture(entry.media_type)) {
      ++furniture;
    } else if (draft.checks.size() < kMostChecks &&
               seen.insert(text_of(member(entry.request, "method")) +
                           text_of(member(entry.request, "url")))
                   .second) {
      draft.checks.push_back(check_of(entry, draft));
    }
  }
  if (draft.checks.empty()) {
    return Error{"the HAR file holds no request that a suite could repeat", {}};
  }
  if (elsewhere > 0) {
    draft.notes.push_back("left out: requests to other origins (" + std::to_string(elsewhere) +
                          ')');
  }
  if (furniture > 0) {
    draft.notes.push_back("left out: pictures, scripts, style sheets and fonts (" +
                          std::to_string(furniture) + ')');
  }
  return draft;
}

}  // namespace switchgate::init
