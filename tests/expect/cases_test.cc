// Runs the cases of tests/cases/expect: expectations, an answer, and the whole
// list of findings (or, for mistakes.yaml, the whole list of mistakes).

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "checks/base/units.h"
#include "tests/support/expect_testing.h"

namespace switchgate {
namespace {

using expect_testing::findings_of;
using expect_testing::lines_of;
using expect_testing::mistakes_of;
using expect_testing::parse_yaml;

tree::Node read_cases(const std::string& name) {
  const std::string path = std::string(SWITCHGATE_SOURCE_DIR) + "/tests/cases/expect/" + name;
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  std::stringstream text;
  text << file.rdbuf();
  return parse_yaml(text.str());
}

void read_header(const tree::Entry& entry, HttpResponse& answer) {
  if (entry.value.kind != tree::Kind::kList) {
    answer.headers.push_back({entry.key, entry.value.text});
  }
  for (const tree::Node& line : entry.value.items) {
    answer.headers.push_back({entry.key, line.text});
  }
}

void read_phase(const tree::Entry& entry, Phases& phases) {
  Micros& phase = entry.key == "total"        ? phases.total
                  : entry.key == "first_byte" ? phases.first_byte
                  : entry.key == "connect"    ? phases.connect
                  : entry.key == "tls"        ? phases.tls
                                              : phases.dns;
  phase = parse_duration(entry.value.text).value();
}

void read_tls(const tree::Entry& entry, TlsFacts& facts) {
  if (entry.key == "subject") {
    facts.subject = entry.value.text;
  } else if (entry.key == "issuer") {
    facts.issuer = entry.value.text;
  } else if (entry.key == "protocol") {
    facts.protocol = entry.value.text;
  } else if (entry.key == "not_after") {
    facts.not_after = parse_date_time(entry.value.text).value();
  }
  for (const tree::Node& name : entry.value.items) {
    facts.names.push_back(name.text);
  }
}

Hop read_hop(const tree::Node& node) {
  HttpResponse answer;
  for (const tree::Entry& header : node.find("headers")->entries) {
    read_header(header, answer);
  }
  return {std::stoi(node.find("status")->text), node.find("url")->text, answer.headers};
}

// A 200 OK with what `node` says instead.
HttpResponse read_answer(const tree::Node* node) {
  HttpResponse answer;
  answer.status = 200;
  answer.reason = "OK";
  for (const tree::Entry& entry : node == nullptr ? tree::Node{}.entries : node->entries) {
    if (entry.key == "status") {
      answer.status = std::stoi(entry.value.text);
    } else if (entry.key == "reason") {
      answer.reason = entry.value.text;
    } else if (entry.key == "body") {
      answer.body = entry.value.text;
    } else if (entry.key == "headers") {
      for (const tree::Entry& header : entry.value.entries) {
        read_header(header, answer);
      }
    } else if (entry.key == "time") {
      for (const tree::Entry& phase : entry.value.entries) {
        read_phase(phase, answer.phases);
      }
    } else if (entry.key == "url") {
      answer.url = entry.value.text;
    } else if (entry.key == "http") {
      answer.http_version = entry.value.text;
    } else if (entry.key == "tls") {
      answer.tls.emplace();
      for (const tree::Entry& fact : entry.value.entries) {
        read_tls(fact, *answer.tls);
      }
    } else if (entry.key == "redirects") {
      for (const tree::Node& hop : entry.value.items) {
        answer.redirects.push_back(read_hop(hop));
      }
    } else {
      ADD_FAILURE() << "unknown key in an answer: " << entry.key;
    }
  }
  return answer;
}

std::vector<std::string> texts_of(const tree::Node* list) {
  std::vector<std::string> texts;
  for (const tree::Node& item : list == nullptr ? tree::Node{}.items : list->items) {
    texts.push_back(item.text);
  }
  return texts;
}

std::string place_of(const std::string& file, const tree::Node& node) {
  return "tests/cases/expect/" + file + ':' + std::to_string(node.pos.line);
}

class Cases : public testing::TestWithParam<const char*> {};

TEST_P(Cases, GiveExactlyTheFindingsWritten) {
  const tree::Node cases = read_cases(GetParam());
  ASSERT_FALSE(cases.items.empty());
  for (const tree::Node& one : cases.items) {
    SCOPED_TRACE(place_of(GetParam(), one));
    const tree::Node* expect = one.find("expect");
    ASSERT_NE(expect, nullptr);
    ASSERT_TRUE(one.find("findings") != nullptr) << "write [] when none is expected";
    EXPECT_EQ(lines_of(findings_of(*expect, read_answer(one.find("answer")))),
              texts_of(one.find("findings")));
  }
}

INSTANTIATE_TEST_SUITE_P(Expect, Cases,
                         testing::Values("status.yaml", "headers.yaml", "json.yaml", "compare.yaml",
                                         "texts.yaml", "structure.yaml", "like.yaml", "lists.yaml",
                                         "size-and-time.yaml", "xml.yaml", "cookies.yaml",
                                         "bytes.yaml", "connection.yaml"),
                         [](const auto& param) {
                           std::string name = param.param;
                           for (char& c : name) {
                             c = c == '-' || c == '.' ? '_' : c;
                           }
                           return name;
                         });

TEST(Mistakes, AreToldWholeAndAllAtOnce) {
  const tree::Node cases = read_cases("mistakes.yaml");
  ASSERT_FALSE(cases.items.empty());
  for (const tree::Node& one : cases.items) {
    SCOPED_TRACE(place_of("mistakes.yaml", one));
    const tree::Node* expect = one.find("expect");
    ASSERT_NE(expect, nullptr);
    EXPECT_EQ(mistakes_of(*expect), texts_of(one.find("mistakes")));
  }
}

}  // namespace
}  // namespace switchgate
