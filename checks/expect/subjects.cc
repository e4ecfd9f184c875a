// The table of subjects, and an answer as they look at it.

#include "checks/expect/subjects.h"

#include <array>

namespace switchgate::expect {
namespace {

constexpr std::array<SubjectRow, 14> kSubjects = {{
    {"status", compile_status, "the status code: 200, 2xx, a list of those, or a matcher",
     "status: [200, 204]"},
    {"headers", compile_headers, "header names, in any case, to matchers",
     "headers: {Content-Type: {starts_with: application/json}}"},
    {"cookies", compile_cookies, "cookies that are set, to matchers of the value, or attributes",
     "cookies: {sid: {http_only: true, same_site: Lax}}"},
    {"json", compile_json, "JSONPaths into the body to matchers", "json: {$.customer.name: Ann}"},
    {"xml", compile_xml, "XPaths into the body to matchers; `namespaces` binds prefixes by URI",
     "xml: {namespaces: {a: 'http://www.w3.org/2005/Atom'}, '//a:entry/a:title': {any: Lamp}}"},
    {"text", compile_text, "the body as a text", "text: {contains: in stock}"},
    {"bytes", compile_bytes, "the body byte for byte; operands are hexadecimal",
     "bytes: {starts_with: 89 50 4e 47}"},
    {"size", compile_size, "the bytes of the body, decompressed", "size: {at_most: 100000}"},
    {"sha256", compile_sha256, "the SHA-256 of the body, hexadecimal in either case",
     "sha256: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'"},
    {"time", compile_time, "how long total, first_byte, connect, tls, dns took",
     "time: {total: {at_most: 5s}}"},
    {"tls", compile_tls,
     "the certificate and the connection: subject issuer days_left protocol names",
     "tls: {days_left: {at_least: 14}, protocol: {one_of: [TLSv1.2, TLSv1.3]}}"},
    {"redirects", compile_redirects,
     "the redirects that were followed: a list of what each is like, or a matcher",
     "redirects: [{status: 301, headers: {Location: /order}}]"},
    {"url", compile_url, "the URL that answered, behind redirects", "url: {ends_with: /order}"},
    {"http", compile_http, "the version of HTTP: 1.1, 2", "http: {one_of: [1.1, 2]}"},
}};

}  // namespace

const Result<json::Document>& Answer::json() const {
  if (!json_) {
    json_ = json::read(response_.body);
  }
  return *json_;
}

const Result<xml::Tree>& Answer::xml() const {
  if (!xml_) {
    auto document = xml::read(response_.body);
    xml_ = document ? Result<xml::Tree>(xml::Tree(*std::move(document)))
                    : Result<xml::Tree>(document.error());
  }
  return *xml_;
}

const json::Value& Answer::text() const {
  if (!text_) {
    text_ = json::Value(response_.body);
  }
  return *text_;
}

void Compiling::add(Expectation expectation) const {
  into.asks_json = into.asks_json || expectation.reads_json;
  into.list.push_back(std::make_shared<const Expectation>(std::move(expectation)));
}

std::span<const SubjectRow> subjects() { return kSubjects; }

}  // namespace switchgate::expect
