#include "checks/shape/conceal.h"

namespace switchgate::shape {
namespace {

Record conceal(const Record& record, const Masker& masker) {
  Record out = record;
  out.properties.clear();
  for (const auto& [name, property] : record.properties) {
    absorb(out.properties[masker.mask(name)], conceal(property, masker));
  }
  out.any_value = conceal(record.any_value, masker);
  return out;
}

Partition conceal(const Partition& partition, const Masker& masker) {
  Partition out;
  out.dropped = partition.dropped;
  if (partition.only) {
    out.only = masker.mask(*partition.only);
  }
  for (const auto& [value, record] : partition.variants) {
    Record concealed = conceal(record, masker);
    const auto [twin, fresh] = out.variants.try_emplace(masker.mask(value), concealed);
    if (!fresh) {
      twin->second = join(twin->second, concealed);
    }
  }
  return out;
}

}  // namespace

Shape conceal(const Shape& shape, const Masker& masker) {
  Shape out = shape;
  if (masker.empty()) {
    return out;
  }
  if (out.array) {
    out.array->item = conceal(shape.array->item, masker);
  }
  if (out.object) {
    out.object->all = conceal(shape.object->all, masker);
    out.object->partitions.clear();
    for (const auto& [member, partition] : shape.object->partitions) {
      out.object->partitions.emplace(member, conceal(partition, masker));
    }
  }
  return out;
}

}  // namespace switchgate::shape
