// Which parts of a request are secrets by the names that they go by: "password" of a JSON body,
// `token=` of a query, a cookie.

#ifndef SWITCHGATE_RUNNER_PROBE_SECRET_FIELDS_H_
#define SWITCHGATE_RUNNER_PROBE_SECRET_FIELDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "checks/model/exchange.h"
#include "checks/model/masker.h"

namespace switchgate::probe {

// X-Api-Token -> X_API_TOKEN: the variable in which a person puts its value.
std::string variable_for(std::string_view name);

// In the order of the text. Empty values, null, true and false hide nothing.
std::vector<Masker::Named> secrets_of_body(const HttpRequest& request);  // JSON, XML or a form
std::vector<Masker::Named> secrets_of_url(std::string_view url);         // in its query
std::vector<Masker::Named> cookie_values(std::string_view header);       // all: "a=1; b=2"

}  // namespace switchgate::probe

#endif  // SWITCHGATE_RUNNER_PROBE_SECRET_FIELDS_H_
