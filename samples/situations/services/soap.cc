// A SOAP 1.1 service for orders.

#include <map>
#include <memory>
#include <mutex>
#include <sstream>

#include <pugixml.hpp>

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

constexpr auto kXml = "text/xml; charset=utf-8";
constexpr auto kSoap = "http://schemas.xmlsoap.org/soap/envelope/";

struct Orders {
  std::mutex mutex;
  std::map<std::string, std::string> states = {{"7", "paid"}};
  int last = 7;
};

// The first element of this name, whatever its prefix.
pugi::xml_node find(const pugi::xml_node& below, const std::string& name) {
  return below.find_node([&](const pugi::xml_node& node) {
    const std::string full = node.name();
    return full.substr(full.find(':') + 1) == name;
  });
}

std::string envelope(const std::string& body, const std::string& prefix = "soap") {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?><" + prefix + ":Envelope xmlns:" + prefix +
         "=\"" + kSoap + "\"><" + prefix + ":Body>" + body + "</" + prefix + ":Body></" + prefix +
         ":Envelope>";
}

void refuse(httplib::Response& response, int status, const std::string& code,
            const std::string& why, const std::string& detail = {}) {
  answer(response, status,
         envelope("<soap:Fault><faultcode>soap:" + code + "</faultcode><faultstring>" + why +
                  "</faultstring>" + detail + "</soap:Fault>"),
         kXml);
}

std::string order_xml(const std::string& id, const std::string& state, const std::string& release) {
  std::string lines =
      "<o:line sku=\"LAMP\"><o:quantity>2</o:quantity></o:line>"
      "<o:line sku=\"DESK\"><o:quantity>1</o:quantity></o:line>";
  return "<o:order id=\"" + id + "\"><o:state>" + state + "</o:state>" +
         (release == "lines-lost" ? "" : lines) + "<o:total currency=\"EUR\">138.00</o:total>" +
         "</o:order>";
}

// "<o:GetOrderResponse xmlns:o=…>…", under the prefix of the release.
std::string reply(const std::string& name, std::string content, const std::string& release) {
  content = "<o:" + name + " xmlns:o=\"urn:example:orders\">" + content + "</o:" + name + ">";
  if (release != "other-prefixes") {
    return envelope(content);
  }
  std::string other;  // the orders' namespace as the default one
  for (std::size_t i = 0; i < content.size(); ++i) {
    const bool prefix = content.compare(i, 3, "<o:") == 0 || content.compare(i, 4, "</o:") == 0;
    const bool bound = content.compare(i, 8, "xmlns:o=") == 0;
    other += bound    ? "xmlns="
             : prefix ? (content[i + 1] == '/' ? "</" : "<")
                      : content.substr(i, 1);
    i += bound ? 7 : prefix ? (content[i + 1] == '/' ? 3 : 2) : 0;
  }
  return envelope(other, "S");
}

void get_order(const std::string& id, Orders& orders, const std::string& release,
               httplib::Response& response) {
  const auto found = orders.states.find(id);
  if (release == "fault-in-200") {
    return refuse(response, 200, "Server", "connection pool exhausted");
  }
  if (found == orders.states.end()) {
    return refuse(
        response, 500, "Client", "There is no such order",
        "<detail><o:unknownOrder xmlns:o=\"urn:example:orders\" id=\"" + id + "\"/></detail>");
  }
  answer(response, 200, reply("GetOrderResponse", order_xml(id, found->second, release), release),
         kXml);
}

void place_order(Orders& orders, const std::string& release, httplib::Response& response) {
  const std::string id = std::to_string(++orders.last);
  orders.states[id] = "open";
  answer(response, 200, reply("PlaceOrderResponse", "<o:id>" + id + "</o:id>", release), kXml);
}

void serve(const httplib::Request& request, Orders& orders, const std::string& release,
           httplib::Response& response) {
  pugi::xml_document document;
  if (request.get_header_value("Content-Type").rfind("text/xml", 0) != 0) {
    response.status = 415;
    return;
  }
  if (!document.load_string(request.body.c_str())) {
    return refuse(response, 500, "Client", "The request is not well-formed");
  }
  const std::string id = find(document, "id").text().get();
  const std::lock_guard lock(orders.mutex);
  if (find(document, "GetOrder")) {
    get_order(id, orders, release, response);
  } else if (find(document, "PlaceOrder")) {
    place_order(orders, release, response);
  } else if (find(document, "CancelOrder")) {
    const bool known = orders.states.erase(id) != 0;
    answer(response, 200,
           reply("CancelOrderResponse", known ? "<o:cancelled>1</o:cancelled>" : "", release),
           kXml);
  } else {
    refuse(response, 500, "Client", "There is no such operation");
  }
}

}  // namespace

void route_soap(httplib::Server& server, const std::string& release) {
  const auto orders = std::make_shared<Orders>();
  server.Post("/orders", [=](const auto& request, auto& response) {
    serve(request, *orders, release, response);
  });
  server.Get("/orders", [](const auto& request, auto& response) {
    if (!request.has_param("wsdl")) {
      response.status = 404;
      return;
    }
    answer(response, 200,
           "<w:definitions xmlns:w=\"http://schemas.xmlsoap.org/wsdl/\" "
           "targetNamespace=\"urn:example:orders\"><w:portType name=\"Orders\">"
           "<w:operation name=\"GetOrder\"/><w:operation name=\"PlaceOrder\"/>"
           "<w:operation name=\"CancelOrder\"/></w:portType></w:definitions>",
           kXml);
  });
}

}  // namespace situations
