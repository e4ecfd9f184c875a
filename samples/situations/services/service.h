// The services that the suites of samples/situations are tried on. Each comes in a good
// release and in broken ones, with the mistakes that its suite is there to find.

#ifndef SWITCHGATE_SAMPLES_SITUATIONS_SERVICES_SERVICE_H_
#define SWITCHGATE_SAMPLES_SITUATIONS_SERVICES_SERVICE_H_

#include <string>
#include <string_view>
#include <vector>

#include <httplib.h>

namespace situations {

struct Release {
  std::string name;
  std::string what;  // that it does otherwise than the good one
};

struct Service {
  std::string name;  // also of the folder of its suite
  // Adds the routes to a server; what they know lives as long as the server. A release is
  // "good" or one of `releases`. The routes may be asked by several threads at once.
  void (*route)(httplib::Server& server, const std::string& release);
  std::vector<Release> releases;
};

// In the order of their names.
const std::vector<Service>& services();
const Service* find_service(std::string_view name);  // null when there is none

// Room for the connections that a gate keeps open, and answers without delay.
void make_ready(httplib::Server& server);

// A body of JSON, or of anything else.
void answer(httplib::Response& response, int status, const std::string& body,
            const char* type = "application/json");

// 32 hexadecimal digits that nobody can guess.
std::string random_token();

}  // namespace situations

#endif  // SWITCHGATE_SAMPLES_SITUATIONS_SERVICES_SERVICE_H_
