// What the sources of a draft share: URLs taken apart, and credentials kept out.

#ifndef SWITCHGATE_RUNNER_INIT_REQUEST_PARTS_H_
#define SWITCHGATE_RUNNER_INIT_REQUEST_PARTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/init/draft.h"

namespace switchgate::init {

struct UrlParts {
  std::string origin;  // "https://shop.example.com"
  std::string path;    // "/products", percent-encoded as it was
  std::vector<Field> query;
  std::optional<Field> user;  // of "user:password@", decoded
};
// An absolute http or https URL; a query that cannot be taken apart stays with the path.
Result<UrlParts> url_parts(std::string_view text);

// Data that is sent behind the `?` as it stands: what a URL cannot hold is percent-encoded.
std::string as_query(std::string_view data);

// "a=1&b=x%20y" decoded; nothing when a part has no '=' or decodes to what is no text.
std::optional<std::vector<Field>> decode_fields(std::string_view encoded);

// Adds a header to the check as a suite says it: credentials become secrets, cookies become
// `cookies`, and what the program sends by itself is left out.
void add_header(const std::string& name, const std::string& value, Draft& draft, DraftCheck& check);

// The check asks this URL: secrets in it are hidden, credentials become the check's.
void take_url(const UrlParts& url, Draft& draft, DraftCheck& check);

// A request's body by its media type, its secrets hidden.
Body body_of(const std::string& text, std::string_view media_type, Draft& draft);

}  // namespace switchgate::init

#endif  // SWITCHGATE_RUNNER_INIT_REQUEST_PARTS_H_
