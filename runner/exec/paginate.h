// Reads a list that comes in pages to its end, so that expectations see all of it.

#ifndef SWITCHGATE_RUNNER_EXEC_PAGINATE_H_
#define SWITCHGATE_RUNNER_EXEC_PAGINATE_H_

#include <functional>
#include <optional>
#include <string>

#include "checks/json/value.h"
#include "checks/model/exchange.h"
#include "checks/model/suite.h"

namespace switchgate::exec {

// All pages as one answer, or the first that is none of them.
struct Pages {
  Exchange whole;
  HttpRequest asked;  // for the answer that was judged: the first page's, or the odd one's
  struct Refusal {
    std::string rule;  // "paginate/too-many", "paginate/bad-next"
    std::string message;
  };
  std::optional<Refusal> refusal;  // why there may be more than `whole` shows
};

// `first` answered `request`; `fetch` asks for a further page. A page with another status, one
// that is no JSON and one that did not come end the reading and are the answer themselves.
// Otherwise the answer is the last page's with all bodies merged, the time of the slowest and
// the size of all. The next page is asked for with the same headers, and only of the same
// origin.
Pages read_pages(const Paginate& paginate, const HttpRequest& request, HttpResponse first,
                 const std::function<Exchange(const HttpRequest&)>& fetch);

// Two pages of one document: lists at the same place are joined; everything else is as the
// later page has it.
void join_page(json::Value& into, json::Value page);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_PAGINATE_H_
