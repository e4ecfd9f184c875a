// Reads a list that comes in pages to its end, so that expectations see all of it.

#ifndef SWITCHGATE_RUNNER_EXEC_PAGINATE_H_
#define SWITCHGATE_RUNNER_EXEC_PAGINATE_H_

#include <functional>
#include <string>
#include <vector>

#include "checks/model/exchange.h"
#include "checks/model/finding.h"
#include "checks/model/suite.h"

namespace switchgate::exec {

// All pages as one answer, or the first that is none of them.
struct Pages {
  Exchange whole;
  HttpRequest asked;  // for the answer that was judged: the first page's, or the odd one's
  struct Remark {
    std::string rule;  // "paginate/too-many", "paginate/no-next" …
    Level level = Level::kError;
    std::string message;
    std::string path;   // as a finding's
    HttpRequest asked;  // for the page that it is about
  };
  std::vector<Remark> remarks;  // why there may be more than `whole` shows
};

// `first` answered `request`; `fetch` asks for a further page. A page with another status, one
// that is no JSON and one that did not come end the reading and are the answer themselves; one
// without any of the lists so far ends it too and is left out. Otherwise the answer is the last
// page's with all bodies merged, the time of the slowest and the size of all. The next page is
// asked for with the same headers, and only of the same origin.
Pages read_pages(const Paginate& paginate, const HttpRequest& request, HttpResponse first,
                 const std::function<Exchange(const HttpRequest&)>& fetch);

}  // namespace switchgate::exec

#endif  // SWITCHGATE_RUNNER_EXEC_PAGINATE_H_
