// The manifests of pipelines/argo and pipelines/flagger: every field is one of its definition
// (a small table, of the fields that this project uses), and every address is one that the
// server has.

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "checks/base/text.h"
#include "checks/json/value.h"
#include "checks/tree/node.h"
#include "checks/yaml/parser.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runner/store/files.h"
#include "tests/support/serve_program.h"

namespace switchgate::testing {
namespace {

using Fields = std::map<std::string, std::string>;  // path -> type; [] is any element

const Fields kAnalysisTemplate = {
    {"apiVersion", "string"},
    {"kind", "string"},
    {"metadata.name", "string"},
    {"spec.args[].name", "string"},
    {"spec.args[].value", "string"},
    {"spec.args[].valueFrom.secretKeyRef.name", "string"},
    {"spec.args[].valueFrom.secretKeyRef.key", "string"},
    {"spec.metrics[].name", "string"},
    {"spec.metrics[].interval", "string"},
    {"spec.metrics[].initialDelay", "string"},
    {"spec.metrics[].count", "integer"},
    {"spec.metrics[].successCondition", "string"},
    {"spec.metrics[].failureCondition", "string"},
    {"spec.metrics[].failureLimit", "integer"},
    {"spec.metrics[].inconclusiveLimit", "integer"},
    {"spec.metrics[].consecutiveErrorLimit", "integer"},
    {"spec.metrics[].provider.web.url", "string"},
    {"spec.metrics[].provider.web.method", "string"},
    {"spec.metrics[].provider.web.timeoutSeconds", "integer"},
    {"spec.metrics[].provider.web.headers[].key", "string"},
    {"spec.metrics[].provider.web.headers[].value", "string"},
    {"spec.metrics[].provider.web.jsonPath", "string"},
    {"spec.metrics[].provider.job.spec.backoffLimit", "integer"},
    {"spec.metrics[].provider.job.spec.activeDeadlineSeconds", "integer"},
    {"spec.metrics[].provider.job.spec.template.spec.restartPolicy", "string"},
    {"spec.metrics[].provider.job.spec.template.spec.containers[].name", "string"},
    {"spec.metrics[].provider.job.spec.template.spec.containers[].image", "string"},
    {"spec.metrics[].provider.job.spec.template.spec.containers[].args[]", "string"},
    {"spec.metrics[].provider.job.spec.template.spec.containers[].volumeMounts[].name", "string"},
    {"spec.metrics[].provider.job.spec.template.spec.containers[].volumeMounts[].mountPath",
     "string"},
    {"spec.metrics[].provider.job.spec.template.spec.containers[].volumeMounts[].readOnly",
     "boolean"},
    {"spec.metrics[].provider.job.spec.template.spec.volumes[].name", "string"},
    {"spec.metrics[].provider.job.spec.template.spec.volumes[].configMap.name", "string"},
};

const Fields kRollout = {
    {"apiVersion", "string"},
    {"kind", "string"},
    {"metadata.name", "string"},
    {"spec.replicas", "integer"},
    {"spec.selector.matchLabels.app", "string"},
    {"spec.template.metadata.labels.app", "string"},
    {"spec.template.spec.containers[].name", "string"},
    {"spec.template.spec.containers[].image", "string"},
    {"spec.template.spec.containers[].ports[].containerPort", "integer"},
    {"spec.strategy.blueGreen.activeService", "string"},
    {"spec.strategy.blueGreen.previewService", "string"},
    {"spec.strategy.blueGreen.autoPromotionEnabled", "boolean"},
    {"spec.strategy.blueGreen.prePromotionAnalysis.templates[].templateName", "string"},
    {"spec.strategy.blueGreen.prePromotionAnalysis.args[].name", "string"},
    {"spec.strategy.blueGreen.prePromotionAnalysis.args[].value", "string"},
    {"spec.strategy.blueGreen.prePromotionAnalysis.args[].valueFrom.podTemplateHashValue",
     "string"},
};

const Fields kCanary = {
    {"apiVersion", "string"},
    {"kind", "string"},
    {"metadata.name", "string"},
    {"spec.provider", "string"},
    {"spec.targetRef.apiVersion", "string"},
    {"spec.targetRef.kind", "string"},
    {"spec.targetRef.name", "string"},
    {"spec.service.port", "integer"},
    {"spec.analysis.interval", "string"},
    {"spec.analysis.iterations", "integer"},
    {"spec.analysis.threshold", "integer"},
    {"spec.analysis.webhooks[].name", "string"},
    {"spec.analysis.webhooks[].type", "string"},
    {"spec.analysis.webhooks[].url", "string"},
    {"spec.analysis.webhooks[].timeout", "string"},
    {"spec.analysis.webhooks[].metadata.revision", "string"},
};

json::Value manifest(const std::string& name) {
  const std::string path = std::string(SWITCHGATE_SOURCE_DIR) + "/pipelines/" + name;
  const Result<std::string> text = store::read_file(path);
  if (!text) {
    ADD_FAILURE() << text.error().message;
    return {};
  }
  SourceFiles files{{path, name, *text}};
  tree::Problems problems;
  const auto root = yaml::parse(files, 0, problems);
  EXPECT_TRUE(root) << problems.to_text(files);
  return root ? tree::to_json(*root) : json::Value();
}

struct Leaf {
  std::string path;
  std::string type;
  std::string text;
};

void add_leaves(const json::Value& value, const std::string& path, std::vector<Leaf>& into) {
  if (const json::Object* object = value.object()) {
    for (const auto& [name, member] : *object) {
      add_leaves(member, path.empty() ? name : path + '.' + name, into);
    }
  } else if (const json::Array* array = value.array()) {
    for (const json::Value& element : *array) {
      add_leaves(element, path + "[]", into);
    }
  } else {
    const json::Number* number = value.number();
    into.push_back(
        {path,
         number != nullptr && number->is_integer() ? "integer" : std::string(value.kind_name()),
         value.string() != nullptr ? *value.string() : json::to_text(value)});
  }
}

std::vector<Leaf> leaves(const std::string& name) {
  std::vector<Leaf> out;
  add_leaves(manifest(name), "", out);
  return out;
}

// The texts at `path`, in order.
std::vector<std::string> at(const std::vector<Leaf>& all, std::string_view path) {
  std::vector<std::string> out;
  for (const Leaf& leaf : all) {
    if (leaf.path == path) {
      out.push_back(leaf.text);
    }
  }
  return out;
}

TEST(Manifests, HoldNoFieldThatTheirDefinitionDoesNotHave) {
  const std::vector<std::pair<std::string, const Fields*>> files = {
      {"argo/analysis-template-web.yaml", &kAnalysisTemplate},
      {"argo/analysis-template-job.yaml", &kAnalysisTemplate},
      {"argo/rollout.yaml", &kRollout},
      {"flagger/canary.yaml", &kCanary}};
  for (const auto& [name, fields] : files) {
    const std::vector<Leaf> all = leaves(name);
    EXPECT_GT(all.size(), 10U) << name;
    for (const Leaf& leaf : all) {
      const auto field = fields->find(leaf.path);
      ASSERT_NE(field, fields->end()) << name << ": " << leaf.path;
      EXPECT_EQ(leaf.type, field->second) << name << ": " << leaf.path;
    }
  }
}

TEST(Manifests, ArgosMetricsNeverSucceedWithoutAnOpenVerdict) {
  for (const std::string name :
       {"argo/analysis-template-web.yaml", "argo/analysis-template-job.yaml"}) {
    const std::vector<Leaf> all = leaves(name);
    // What is inconclusive counts, and a count that is reached is a success.
    EXPECT_EQ(at(all, "spec.metrics[].count"), std::vector<std::string>{"1"});
    EXPECT_EQ(at(all, "spec.metrics[].failureLimit"), std::vector<std::string>{"0"});
    for (const std::string& limit : at(all, "spec.metrics[].inconclusiveLimit")) {
      EXPECT_EQ(limit, "0");
    }
  }
  const std::vector<Leaf> job = leaves("argo/analysis-template-job.yaml");
  EXPECT_EQ(at(job, "spec.metrics[].provider.job.spec.backoffLimit"),
            std::vector<std::string>{"0"});
}

TEST(Manifests, EachWebhookOfFlaggerHasTheAddressOfItsType) {
  const std::vector<Leaf> all = leaves("flagger/canary.yaml");
  const std::vector<std::string> types = at(all, "spec.analysis.webhooks[].type");
  const std::vector<std::string> urls = at(all, "spec.analysis.webhooks[].url");
  EXPECT_EQ(types, (std::vector<std::string>{"pre-rollout", "confirm-promotion", "rollback"}));
  ASSERT_EQ(urls.size(), types.size());
  for (std::size_t i = 0; i < types.size(); ++i) {
    EXPECT_TRUE(urls[i].ends_with("/flagger/" + types[i] + "/shop")) << urls[i];
  }
}

TEST(Manifests, TheirAddressesAreThoseOfTheServer) {
  const StandIn stand_in({"shop"});
  const ServeProgram serve(stand_in);
  for (const std::string& url : at(leaves("flagger/canary.yaml"), "spec.analysis.webhooks[].url")) {
    const std::string target = url.substr(url.find('/', url.find("//") + 2));
    EXPECT_EQ(serve.post(target, R"({"name":"shop","namespace":"test","checksum":"85d5"})").status,
              403)
        << target;
  }
  const auto urls =
      at(leaves("argo/analysis-template-web.yaml"), "spec.metrics[].provider.web.url");
  ASSERT_EQ(urls.size(), 1U);
  const std::string target =
      replace_all(urls[0].substr(urls[0].find("/argo/")), "{{args.revision}}", "6f4b");
  HttpAnswer answer = serve.get(target);
  while (answer.status == 503) {
    answer = serve.get(target);
  }
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, ::testing::StartsWith("{\"verdict\":\"undecided\""));
}

}  // namespace
}  // namespace switchgate::testing
