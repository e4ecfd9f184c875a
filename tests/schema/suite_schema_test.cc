// The JSON Schema of suites and the loader are two readers of one language: what one refuses
// the other refuses. Every suite and every example is judged by both, whole, check by check,
// and with each of its values changed; what a schema cannot see is listed, with the reason.

#include "runner/schema/suite_schema.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "checks/expect/operators.h"
#include "checks/json/reader.h"
#include "checks/yaml/parser.h"
#include "gtest/gtest.h"
#include "runner/schema/keys.h"
#include "runner/schema/matchers.h"
#include "runner/suite/load.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/tools.h"

namespace switchgate {
namespace {

namespace fs = std::filesystem;
using json::Value;

const fs::path kRoot = SWITCHGATE_SOURCE_DIR;

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::optional<Value> yaml_value(const std::string& text) {
  const SourceFiles files = {{"", "", text}};
  tree::Problems problems;
  const auto root = yaml::parse(files, 0, problems);
  return root ? std::optional(tree::to_json(*root)) : std::nullopt;
}

// ---- The two judges

struct Document {
  std::string name;
  Value value;
};

// What the schema says of each document: empty, or the first thing that is wrong.
std::vector<std::string> judge_by_schema(const std::vector<Document>& documents) {
  constexpr const char* kScript = R"(
import json, sys
from jsonschema import Draft7Validator
schema = json.load(open(sys.argv[1]))
Draft7Validator.check_schema(schema)
validator = Draft7Validator(schema)
for document in json.load(open(sys.argv[2])):
    error = next(validator.iter_errors(document), None)
    print("ok" if error is None else "/".join(map(str, error.absolute_path)) + ": " +
          error.message.replace("\n", " ")[:300])
)";
  json::Array all;
  all.reserve(documents.size());
  for (const Document& document : documents) {
    all.push_back(document.value);
  }
  const support::TemporaryFile schema(json::to_text(schema::suite_schema()));
  const support::TemporaryFile values(json::to_text(Value(std::move(all))));
  const support::ToolResult result =
      support::run_tool({"python3", "-c", kScript, schema.path(), values.path()});
  EXPECT_EQ(result.exit_code, 0) << result.output.substr(0, 2000);
  std::vector<std::string> verdicts;
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    verdicts.push_back(line == "ok" ? "" : line);
  }
  EXPECT_EQ(verdicts.size(), documents.size());
  verdicts.resize(documents.size());
  return verdicts;
}

// The working directory of the loader, with the files that suites name.
class Folder {
 public:
  Folder() : before_(fs::current_path()) {
    fs::copy(kRoot / "tests/cases/suite-mistakes", directory_.path(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    for (const char* name : {"lamp.png", "firmware.bin", "ca.pem", "me.pem", "me.key"}) {
      std::ofstream(fs::path(directory_.path()) / name) << "x";
    }
    std::ofstream(fs::path(directory_.path()) / "searches.csv") << "q,n\nlamp,3\n";
    fs::current_path(directory_.path());
  }
  ~Folder() { fs::current_path(before_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // The loader's mistakes, as `switchgate lint` would tell them.
  std::vector<std::string> mistakes(const Value& suite) const {
    std::ofstream("m.yaml", std::ios::binary) << json::to_text(suite);
    LoadOptions options;
    options.paths = {"m.yaml"};
    options.need_secrets = false;
    options.all_profiles = true;
    options.environment = {{"SHOP_TOKEN", "correct-horse"}};
    SourceFiles files;
    tree::Problems problems;
    load(options, files, problems);
    std::vector<std::string> messages;
    for (const Error& error : problems.errors()) {
      const bool elsewhere = error.pos.file > 0;
      messages.push_back((elsewhere ? "in another file: " : "") + error.message);
    }
    return messages;
  }

 private:
  testing::ScratchDir directory_;
  fs::path before_;
};

// ---- What a JSON Schema cannot see

struct Blind {
  const char* message;  // a regular expression that the loader's message has in it
  const char* reason;
};

const std::vector<Blind>& blind() {
  static const std::vector<Blind> rows = {
      {"is not defined|is not set|no name of a variable|no closing '|counts from now by|"
       "unknown filter|: the filter '|must be known before the run",
       "what stands in ${...} is a language of its own, and names are declared elsewhere"},
      {"unknown target|there is no flow|no check asks the target",
       "names that other places declare"},
      {"is taken|stands here twice|is included twice|stands there twice|a secret's already",
       "uniqueness across places"},
      {"^in another file|names a file that|one another in a circle|two included files differ|"
       "for_each' has no rows",
       "files are looked at by the loader alone"},
      {"\\(with --profile|without this profile", "a profile is judged when it is merged"},
      {"the rows have no column|the key '|the column '|^row [0-9]+: |^in the row |"
       "is missing here|is no column|' expects an integer, got '|' expects a number, got 'cheap|"
       "a row is a mapping .* got an empty one",
       "columns are what the first row has, and their types are given beside them"},
      {"not a valid JSONPath|not a valid XPath|not a valid regular expression|"
       "expected a group from|selects several nodes, and there is one|no namespace is bound|"
       "may select several nodes, so it takes a mapping|^'count\\(//c\\)' expects",
       "expressions are languages of their own; of an XPath nothing else says what it yields"},
      {"GraphQL document has|holds no operation", "GraphQL is a language of its own"},
      {"expected an absolute http or https URL|expected a proxy as",
       "the grammar of URLs beyond how they begin"},
      {"'(tcp|dns|certificate|websocket|command)' expects .*, got '",
       "addresses are looked at by those who dial them"},
      {"is read_only, which|only safe requests go to live|only what is safe goes|is not safe; say|"
       "is not repeated",
       "what is safe depends on the method, on `safe` and on what a document does"},
      {"is longer than 'within'|is less than 'samples'|must be above 'tolerance'|"
       "the lower value first",
       "one value compared with another"},
      {"takes one address", "how many instances a target may have depends on its name"},
      {"needs at least one check", "a file that others include may have none"},
  };
  return rows;
}

bool is_blind(const std::string& message) {
  static const std::vector<std::regex> patterns = [] {
    std::vector<std::regex> out;
    out.reserve(blind().size());
    for (const Blind& row : blind()) {
      out.emplace_back(row.message);
    }
    return out;
  }();
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::regex& pattern) {
    return std::regex_search(message, pattern);
  });
}

// ---- Documents

// The document whole, and with each of its checks alone.
void add_with_parts(const std::string& name, const Value& value, std::vector<Document>& into) {
  into.push_back({name, value});
  const Value* checks = value.object() == nullptr ? nullptr : value.object()->find("checks");
  if (checks == nullptr || checks->array() == nullptr || checks->array()->size() < 2) {
    return;
  }
  for (std::size_t i = 0; i < checks->array()->size(); ++i) {
    Value alone = value;
    alone.object()->set("checks", json::Array{(*checks->array())[i]});
    into.push_back({name + " checks[" + std::to_string(i) + "]", std::move(alone)});
  }
}

std::vector<Document> suites_below(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Document> out;
  for (const fs::path& path : paths) {
    if (const auto value = yaml_value(read_file(path))) {
      add_with_parts(fs::relative(path, kRoot).string(), *value, out);
    }
  }
  return out;
}

// The YAML of the pages: whole suites, and lists of checks, which become suites.
std::vector<Document> examples_of_pages() {
  std::vector<Document> out;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot)) {
    const std::string path = fs::relative(entry.path(), kRoot).string();
    if (entry.path().extension() != ".md" || path.starts_with("build")) {
      continue;
    }
    const std::string page = read_file(entry.path());
    const std::string open = "```yaml\n";
    for (std::size_t at = page.find(open); at != std::string::npos; at = page.find(open, at)) {
      at += open.size();
      const std::string text = page.substr(at, page.find("```\n", at) - at);
      const auto value = yaml_value(text);
      if (value && value->object() != nullptr && value->object()->find("switchgate") != nullptr) {
        add_with_parts(path, *value, out);
      } else if (value && value->array() != nullptr && !value->array()->empty() &&
                 value->array()->front().object() != nullptr &&
                 value->array()->front().object()->find("name") != nullptr) {
        json::Object suite;
        suite.append_new("switchgate", 1);
        suite.append_new("checks", *value);
        out.push_back({path, Value(std::move(suite))});
      }
    }
  }
  return out;
}

// ---- Mutations

// Calls `visit` with a copy of `root` in which one place is changed.
void mutate(const Value& root, const std::function<void(const std::string&, Value)>& visit) {
  const std::vector<std::pair<std::string, Value>> others = {
      {"null", Value()},
      {"-1", Value(-1)},
      {"true", Value(true)},
      {"word", Value("word")},
      {"[]", Value(json::Array())},
      {"{}", Value(json::Object())},
      {"[word]", Value(json::Array{Value("word")})}};
  // Changes `at` in place, shows the whole, and changes it back.
  Value copy = root;
  std::function<void(Value&, const std::string&)> walk = [&](Value& at, const std::string& path) {
    const Value before = at;
    for (const auto& [name, other] : others) {
      if (!(other == before)) {
        at = other;
        visit(path + " = " + name, copy);
      }
    }
    at = before;
    if (at.object() != nullptr) {
      const json::Object members = *before.object();
      for (const auto& [key, value] : members) {
        json::Object without;
        json::Object renamed;
        for (const auto& [name, member] : members) {
          if (name != key) {
            without.append_new(name, member);
          }
          renamed.append_new(name == key ? name + "x" : name, member);
        }
        at = Value(without);
        visit(path + " without " + key, copy);
        at = Value(renamed);
        visit(path + " with " + key + "x", copy);
        at = before;
      }
      for (auto& [key, value] : *at.object()) {
        walk(value, path + '/' + key);
      }
    } else if (at.array() != nullptr) {
      for (std::size_t i = 0; i < at.array()->size(); ++i) {
        walk((*at.array())[i], path + '/' + std::to_string(i));
      }
    }
  };
  walk(copy, "");
}

// Judged by both; tells each disagreement that nobody has explained.
void expect_agreement(std::vector<Document> documents) {
  const Folder folder;
  const std::vector<std::string> refused = judge_by_schema(documents);
  std::size_t told = 0;
  for (std::size_t i = 0; i < documents.size() && told < 40; ++i) {
    const std::vector<std::string> mistakes = folder.mistakes(documents[i].value);
    const auto seen = std::find_if_not(mistakes.begin(), mistakes.end(), is_blind);
    if (mistakes.empty() && !refused[i].empty()) {
      ADD_FAILURE() << documents[i].name << "\nonly the schema refuses: " << refused[i];
      ++told;
    } else if (seen != mistakes.end() && refused[i].empty()) {
      ADD_FAILURE() << documents[i].name << "\nonly the loader refuses: " << *seen;
      ++told;
    }
  }
}

// ---- Tests

TEST(SuiteSchema, IsAValidSchemaOfDraft7) {
  const std::vector<std::string> verdicts =
      judge_by_schema({{"shortest", *yaml_value("{switchgate: 1, checks: [{get: /healthz}]}")}});
  EXPECT_EQ(verdicts, std::vector<std::string>{""});
  EXPECT_EQ(*schema::suite_schema().object()->find("$schema")->string(),
            "http://json-schema.org/draft-07/schema#");
}

TEST(SuiteSchema, AcceptsWhatTheLoaderAccepts) {
  std::vector<Document> documents = suites_below(kRoot / "samples");
  for (std::vector<Document> more :
       {suites_below(kRoot / "tests/cases/schema"), examples_of_pages()}) {
    std::move(more.begin(), more.end(), std::back_inserter(documents));
  }
  EXPECT_GT(documents.size(), 150U);
  const Folder folder;
  const std::vector<std::string> refused = judge_by_schema(documents);
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (folder.mistakes(documents[i].value).empty()) {
      EXPECT_EQ(refused[i], "") << documents[i].name;
      ++accepted;
    }
  }
  EXPECT_GT(accepted, 150U);
}

TEST(SuiteSchema, RefusesWhatTheLoaderRefuses) {
  expect_agreement(suites_below(kRoot / "tests/cases/suite-mistakes"));
}

TEST(SuiteSchema, JudgesEveryChangedKeyAsTheLoaderDoes) {
  std::vector<Document> documents;
  const Value suite = *yaml_value(read_file(kRoot / "tests/cases/schema/every-key.yaml"));
  std::set<std::string> known;
  const auto add = [&](const std::string& name, const Value& value) {
    if (known.insert(json::to_text(value)).second) {
      documents.push_back({name, value});
    }
  };
  Value frame = suite;  // everything but the checks, which need nothing of it but its names
  frame.object()->set("checks", *yaml_value("[{get: /healthz}]"));
  mutate(frame, [&](const std::string& where, Value value) { add("suite" + where, value); });
  for (const Value& check : *suite.object()->find("checks")->array()) {
    const std::string name = *check.object()->find("name")->string();
    mutate(check, [&](const std::string& where, Value value) {
      if (value.object() == nullptr) {
        return;
      }
      Value small = *yaml_value(
          "{switchgate: 1, vars: {limit: 20}, flows: {login: {once: true, steps: [{post: "
          "/login}]}}}");
      small.object()->set("checks", json::Array{std::move(value)});
      add(name + where, small);
    });
  }
  EXPECT_GT(documents.size(), 2000U);
  expect_agreement(std::move(documents));
}

TEST(SuiteSchema, HasAnOperandForEveryOperator) {
  for (const expect::OperatorRow& row : expect::operators()) {
    EXPECT_TRUE(schema::operand_of(row.name, expect::Kind::kJson)) << row.name;
  }
}

TEST(SuiteSchema, IsTheSameEachTime) {
  EXPECT_EQ(json::to_text(schema::suite_schema()), json::to_text(schema::suite_schema()));
}

// The keys that the loaders' sources name are those of the table: a new one is missed here.
TEST(SuiteSchema, HasEveryKeyThatALoaderTakes) {
  std::set<std::string> keys;
  std::function<void(const Value&)> collect = [&](const Value& value) {
    if (value.array() != nullptr) {
      std::for_each(value.array()->begin(), value.array()->end(), collect);
    }
    if (value.object() == nullptr) {
      return;
    }
    for (const auto& [name, member] : *value.object()) {
      if (name == "properties") {
        for (const auto& property : *member.object()) {
          keys.insert(property.first);
        }
      }
      collect(member);
    }
  };
  collect(schema::suite_schema());
  const std::set<std::string> elsewhere = {"waivers"};  // of the waivers' file
  const std::regex taken(
      R"re((?:\.(?:take|has|string|boolean|integer|number|duration|percent|strings|map|list)\(|take_[a-z_]+\([a-z]+, |read_expectation_map\([a-z]+, )"([a-z_0-9]+)")re");
  std::size_t found = 0;
  for (const auto& entry : fs::directory_iterator(kRoot / "runner/suite")) {
    if (!entry.path().filename().string().starts_with("load_")) {
      continue;
    }
    const std::string source = read_file(entry.path());
    for (std::sregex_iterator at(source.begin(), source.end(), taken), end; at != end; ++at) {
      ++found;
      EXPECT_TRUE(keys.contains((*at)[1].str()) || elsewhere.contains((*at)[1].str()))
          << entry.path().filename() << " takes '" << (*at)[1]
          << "': give it a row in runner/schema";
    }
  }
  EXPECT_GT(found, 80U);
}

}  // namespace
}  // namespace switchgate
