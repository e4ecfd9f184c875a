// Exports that take a while: submitted, queued, running, and done or failed.

#include <memory>
#include <mutex>

#include <nlohmann/json.hpp>

#include "samples/situations/services/routes.h"

namespace situations {
namespace {

using Json = nlohmann::ordered_json;

struct Jobs {
  std::mutex mutex;
  std::vector<int> asked;  // how often each job was asked for; job 1 is the first
};

// A job moves on each time it is asked for, so that no clock decides.
std::string state_after(int asked, const std::string& release) {
  if (asked <= 1) {
    return "queued";
  }
  if (asked <= 3 || release == "stuck") {
    return "running";
  }
  return release == "fails" ? "failed" : "done";
}

Json job_json(std::size_t id, const std::string& state) {
  Json job = {{"id", id}, {"state", state}};
  if (state == "failed") {
    job["reason"] = "disk full";
  }
  if (state == "done") {
    job["result"] = "/exports/" + std::to_string(id) + "/result";
  }
  return job;
}

// 0, which is nobody's id, when the path names no job.
std::size_t job_in(const httplib::Request& request, const Jobs& jobs) {
  const std::size_t id = std::stoul(request.matches[1].str());
  return id <= jobs.asked.size() ? id : 0;
}

}  // namespace

void route_exports(httplib::Server& server, const std::string& release) {
  const auto jobs = std::make_shared<Jobs>();
  server.Post("/exports", [jobs](const auto&, auto& response) {
    const std::lock_guard lock(jobs->mutex);
    jobs->asked.push_back(0);
    const std::size_t id = jobs->asked.size();
    response.set_header("Location", "/exports/" + std::to_string(id));
    answer(response, 202, job_json(id, "queued").dump());
  });
  server.Get(R"(/exports/(\d{1,9}))", [jobs, release](const auto& request, auto& response) {
    const std::lock_guard lock(jobs->mutex);
    const std::size_t id = job_in(request, *jobs);
    if (id == 0) {
      return answer(response, 404, R"({"error": "no such job"})");
    }
    const std::string state = state_after(++jobs->asked[id - 1], release);
    answer(response, 200, job_json(id, state).dump());
  });
  server.Get(R"(/exports/(\d{1,9})/result)", [jobs, release](const auto& request, auto& response) {
    const std::lock_guard lock(jobs->mutex);
    const std::size_t id = job_in(request, *jobs);
    if (id == 0 || state_after(jobs->asked[id - 1], release) != "done") {
      return answer(response, 404, R"({"error": "no result yet"})");
    }
    answer(response, 200, release == "empty" ? "id,total\n" : "id,total\n1,19.50\n2,7.25\n",
           "text/csv");
  });
}

}  // namespace situations
