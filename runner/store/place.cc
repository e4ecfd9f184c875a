#include "runner/store/place.h"

namespace switchgate::store {

Result<std::unique_ptr<Place>> place_at(const std::string& name) { return file_place(name); }

}  // namespace switchgate::store
