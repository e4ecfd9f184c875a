// Writes a draft as YAML that says what was meant, byte by byte.

#include <algorithm>
#include <map>
#include <set>

#include "checks/base/text.h"
#include "checks/yaml/scalar.h"
#include "runner/init/draft.h"

namespace switchgate::init {
namespace {

bool is_plain(std::string_view text) {
  constexpr std::string_view kHarmless = "/._-";
  const auto harmless = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kHarmless.find(c) != std::string_view::npos;
  };
  return !text.empty() && text.front() != '-' && text.front() != '.' &&
         std::all_of(text.begin(), text.end(), harmless) &&
         yaml::kind_of_plain(text) == tree::Kind::kString;
}

// A scalar that reads back as this very text. JSON's strings are YAML's double-quoted ones, but
// for DEL, which YAML takes only as an escape.
std::string scalar(std::string_view text) {
  if (is_plain(text)) {
    return std::string(text);
  }
  const bool awkward = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E;
  });
  return awkward ? replace_all(json::to_text(json::Value(to_valid_utf8(text))), "\x7f", "\\u007f")
                 : '\'' + replace_all(std::string(text), "'", "''") + '\'';
}

// A text of the file that was read: nothing in it refers to a variable.
std::string literal(std::string_view text) {
  return scalar(replace_all(std::string(text), "${", "$${"));
}

std::string reference(const std::string& secret) { return "'${" + secret + "}'"; }

// A text in which only "${NAME}" of the draft's secrets refers to anything.
std::string value_text(const std::string& text, const Draft& draft) {
  if (text.find("${") == std::string::npos) {
    return scalar(text);
  }
  std::string out = replace_all(text, "${", "$${");
  for (const std::string& secret : draft.secrets) {
    for (const char* const end : {"}", "|number}"}) {
      std::string escaped = "$${";
      escaped.append(secret).append(end);
      out = replace_all(std::move(out), escaped, std::string_view(escaped).substr(1));
    }
  }
  return scalar(out);
}

std::string fields_text(const std::vector<Field>& fields, const Draft& draft) {
  std::map<std::string, std::vector<std::string>> values;
  std::vector<std::string> order;
  for (const auto& [name, value] : fields) {
    if (values[name].empty()) {
      order.push_back(name);
    }
    values[name].push_back(value_text(value, draft));
  }
  std::string out = "{";
  for (const std::string& name : order) {
    const std::vector<std::string>& all = values[name];
    out += (out.size() == 1 ? "" : ", ") + literal(name) + ": ";
    out += all.size() == 1 ? all.front() : '[' + join(all, ", ") + ']';
  }
  return out + '}';
}

// Flow style throughout; every key and text as scalar() writes it.
std::string json_text(const json::Value& value, const Draft& draft) {
  if (const std::string* text = value.string()) {
    return value_text(*text, draft);
  }
  if (const json::Array* array = value.array()) {
    std::string out;
    for (const json::Value& item : *array) {
      out += (out.empty() ? "" : ", ") + json_text(item, draft);
    }
    return '[' + out + ']';
  }
  if (const json::Object* object = value.object()) {
    std::string out;
    for (const auto& [name, member] : *object) {
      out += (out.empty() ? "" : ", ") + literal(name) + ": " + json_text(member, draft);
    }
    return '{' + out + '}';
  }
  return json::to_text(value);
}

class SuiteWriter {
 public:
  explicit SuiteWriter(const Draft& draft) : draft_(draft) {}

  std::string write() {
    out_ = "switchgate: 1\nname: " + scalar(draft_.name) + '\n';
    for (const std::string& note : draft_.notes) {
      out_ += "# " + excerpt(note, 400) + '\n';
    }
    if (!draft_.secrets.empty()) {
      out_ += "secrets: [" + join(draft_.secrets, ", ") + "]  # from the environment\n";
    }
    if (!draft_.origin.empty()) {
      out_ += "targets:\n  live: {url: " + literal(draft_.origin) +
              "}\n  # the side under test: give it with --candidate URL\n";
    }
    out_ += "checks:\n";
    for (const DraftCheck& check : draft_.checks) {
      write_check(check);
    }
    return std::move(out_);
  }

 private:
  std::string unique(const DraftCheck& check) {
    std::string base = trim(check.name).empty() ? check.method + ' ' + check.path : check.name;
    base = excerpt(base, 100);
    std::string name = base;
    for (int number = 2; !names_.insert(name).second; ++number) {
      name = base + " (" + std::to_string(number) + ')';
    }
    return name;
  }

  void line(const std::string& text) { out_ += "    " + text + '\n'; }

  void write_check(const DraftCheck& check) {
    out_ += "  - name: " + literal(unique(check)) + '\n';
    write_request(check);
    write_body(check.body);
    if (check.basic) {
      line("auth: {basic: {user: " + value_text(check.basic->first, draft_) +
           ", password: " + reference(check.basic->second) + "}}");
    } else if (check.bearer) {
      line("auth: {bearer: " + reference(*check.bearer) + '}');
    }
    write_expectations(check);
    if (check.safe() && check.method != "HEAD" && !draft_.origin.empty()) {
      line("compare: {shape: true}");
    }
  }

  void write_request(const DraftCheck& check) {
    const std::string method = to_lower_ascii(check.method);
    static const std::set<std::string> keys = {"get",   "head",   "post",   "put",
                                               "patch", "delete", "options"};
    if (keys.contains(method)) {
      line(method + ": " + value_text(check.path, draft_));
    } else {
      line("request: {method: " + literal(check.method) +
           ", url: " + value_text(check.path, draft_) + '}');
    }
    if (!check.query.empty()) {
      line("query: " + fields_text(check.query, draft_));
    }
    if (!check.headers.empty()) {
      line("headers: " + fields_text(check.headers, draft_));
    }
    if (!check.cookies.empty()) {
      line("cookies: " + fields_text(check.cookies, draft_));
    }
    if (check.follow > 0) {
      line("follow: " + std::to_string(check.follow));
    }
  }

  void write_body(const Body& body) {
    if (const auto* value = std::get_if<json::Value>(&body)) {
      line("json: " + json_text(*value, draft_));
    } else if (const auto* text = std::get_if<TextBody>(&body)) {
      line("text: " + value_text(text->text, draft_));
    } else if (const auto* form = std::get_if<FormBody>(&body)) {
      line("form: " + fields_text(form->fields, draft_));
    } else if (const auto* file = std::get_if<FileBody>(&body)) {
      line("body_file: " + literal(file->path));
    }
  }

  void write_expectations(const DraftCheck& check) {
    std::string expect;
    if (check.status) {
      expect = "status: " + std::to_string(*check.status);
    }
    if (!check.media_type.empty()) {
      expect += expect.empty() ? "" : ", ";
      expect += "headers: {Content-Type: {starts_with: " + literal(check.media_type) + "}}";
    }
    if (!expect.empty()) {
      line("expect: {" + expect + '}');
    }
  }

  const Draft& draft_;
  std::string out_;
  std::set<std::string> names_;
};

}  // namespace

std::string write_suite(const Draft& draft) { return SuiteWriter(draft).write(); }

std::string starter_suite() {
  return R"(# yaml-language-server: $schema=./switchgate.schema.json
switchgate: 1
targets:
  candidate: {url: 'http://127.0.0.1:8080'}  # the side under test; --candidate URL overrides
  # live: {url: 'https://shop.example.com'}  # the side that serves traffic now: compared with
checks:
  - name: health
    get: /healthz
  - name: front page
    get: /
    expect:
      status: 200
      time: {total: {at_most: 2s}}
    # compare: {shape: true}  # with live, or with what `switchgate record` stored
)";
}

std::string add_secret(Draft& draft, std::string_view of) {
  std::string name;
  for (const char c : of) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool other = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    name += lower ? static_cast<char>(c - 'a' + 'A') : other ? c : '_';
  }
  while (name.starts_with("X_") || name.starts_with('_')) {
    name.erase(0, name.starts_with('_') ? 1 : 2);
  }
  while (name.ends_with('_')) {
    name.pop_back();
  }
  // Every environment has these, and nobody keeps a secret there: `pwd` is a folder.
  static const std::set<std::string> taken = {"PWD",  "OLDPWD", "PATH", "HOME",
                                              "USER", "SHELL",  "LANG", "TERM"};
  if (name.empty() || (name.front() >= '0' && name.front() <= '9') || taken.contains(name)) {
    name = "SECRET_" + name;
  }
  name = name.substr(0, 60);
  if (std::find(draft.secrets.begin(), draft.secrets.end(), name) == draft.secrets.end()) {
    draft.secrets.push_back(name);
  }
  return name;
}

}  // namespace switchgate::init
