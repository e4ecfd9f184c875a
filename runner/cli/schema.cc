// `switchgate schema`.

#include <array>

#include "checks/base/text.h"
#include "runner/cli/commands.h"
#include "runner/cli/exit_status.h"
#include "runner/schema/suite_schema.h"

namespace switchgate::cli {
namespace {

struct Row {
  std::string_view name;
  json::Value (*make)();
};
constexpr std::array kSchemas = {Row{"suite", switchgate::schema::suite_schema}};

}  // namespace

int schema(const std::string& name, std::ostream& out, std::ostream& err) {
  std::vector<std::string> names;
  for (const Row& row : kSchemas) {
    if (row.name == name) {
      out << json::to_text(row.make(), 1) << '\n';
      return kOpen;
    }
    names.emplace_back(row.name);
  }
  err << "switchgate: there is no schema '" << excerpt(name, 60)
      << "'; there is: " << join(names, ", ") << '\n';
  return kUsage;
}

}  // namespace switchgate::cli
