// One function for each service; services.cc has the table.

#ifndef SWITCHGATE_SAMPLES_SITUATIONS_SERVICES_ROUTES_H_
#define SWITCHGATE_SAMPLES_SITUATIONS_SERVICES_ROUTES_H_

#include <string>

#include "samples/situations/services/service.h"

namespace situations {

void route_canary(httplib::Server& server, const std::string& release);
void route_catalog(httplib::Server& server, const std::string& release);
void route_download(httplib::Server& server, const std::string& release);
void route_edge(httplib::Server& server, const std::string& release);
void route_exports(httplib::Server& server, const std::string& release);
void route_graphql(httplib::Server& server, const std::string& release);
void route_html_login(httplib::Server& server, const std::string& release);
void route_monorepo(httplib::Server& server, const std::string& release);
void route_oauth_shop(httplib::Server& server, const std::string& release);
void route_prices(httplib::Server& server, const std::string& release);
void route_soap(httplib::Server& server, const std::string& release);

}  // namespace situations

#endif  // SWITCHGATE_SAMPLES_SITUATIONS_SERVICES_ROUTES_H_
