// The shop over HTTP: which routes there are and what they answer.

#ifndef SWITCHGATE_SAMPLES_SHOP_SERVICE_H_
#define SWITCHGATE_SAMPLES_SHOP_SERVICE_H_

#include <memory>

#include "samples/shop/release.h"
#include "samples/shop/store.h"

namespace shop {

class Service {
 public:
  Service(Store& store, Release release);  // keeps the reference
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // Listens on 127.0.0.1; port 0 lets the kernel choose. Connections are taken
  // from now on and answered once `serve` runs. The port, or 0 when it is not
  // free.
  int listen(int port);
  void serve();  // returns after `stop`
  void stop();   // from any thread: takes no more connections

 private:
  struct Server;
  std::unique_ptr<Server> server_;
};

}  // namespace shop

#endif  // SWITCHGATE_SAMPLES_SHOP_SERVICE_H_
