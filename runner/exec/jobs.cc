#include "runner/exec/jobs.h"

#include <utility>

#include "runner/exec/instances.h"
#include "runner/exec/select.h"
#include "runner/exec/summary.h"

namespace switchgate::exec {
namespace {

void add_slot(const Plan& plan, std::size_t index, std::size_t instance, Jobs& jobs) {
  CheckRun& slot = jobs.slots.emplace_back();
  slot.instance = instance;
  slot.check = &plan.checks[index];
  name_result(plan, *slot.check, slot.result);
  slot.result.order = index;
}

// What all rows are compared by is told apart from each, under the id without a row.
void add_group(const Plan& plan, std::size_t last, std::size_t rows, std::size_t instance,
               Jobs& jobs) {
  Check group = plan.checks[last];
  group.id = group.group_id();
  group.name = group.group_name();
  group.row.clear();
  jobs.groups.push_back(std::move(group));
  CheckRun& slot = jobs.slots.emplace_back();
  slot.check = &jobs.groups.back();
  slot.rows = rows;
  slot.instance = instance;
  name_result(plan, *slot.check, slot.result);
  slot.result.order = last;
  slot.result.group = slot.check->id;
}

}  // namespace

Jobs lay_out(const Plan& plan, const std::vector<SuiteRun>& suites,
             const std::vector<std::size_t>& selected, bool comparing) {
  Jobs jobs;
  for (const Batch& batch : batches(plan, selected, comparing)) {
    const Check& first = plan.checks[selected[batch.first]];
    const std::size_t instances = instances_of(suites[first.suite], first);
    jobs.jobs.push_back({jobs.slots.size(), batch.count, batch.pools, instances});
    for (std::size_t instance = 0; instance < instances; ++instance) {
      for (std::size_t i = 0; i < batch.count; ++i) {
        add_slot(plan, selected[batch.first + i], instance, jobs);
      }
      if (batch.pools) {
        add_group(plan, selected[batch.first + batch.count - 1], batch.count, instance, jobs);
      }
    }
  }
  return jobs;
}

}  // namespace switchgate::exec
