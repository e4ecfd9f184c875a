// The rule ids of changes and what each usually means to readers: one table, so
// that diff, response_diff and their documentation use the same words.

#ifndef SWITCHGATE_CHECKS_SHAPE_RULES_H_
#define SWITCHGATE_CHECKS_SHAPE_RULES_H_

#include <array>
#include <string_view>

#include "checks/model/finding.h"

namespace switchgate::shape {

struct ChangeRule {
  std::string_view id;
  Level level;  // unless the evidence is weaker, see the functions that report it
};

namespace rule {
// Something that readers relied on is gone.
inline constexpr ChangeRule kPropertyRemoved{"shape/property-removed", Level::kError};
inline constexpr ChangeRule kPropertyBecameOptional{"shape/property-became-optional",
                                                    Level::kError};
inline constexpr ChangeRule kBecameNullable{"shape/became-nullable", Level::kError};
inline constexpr ChangeRule kBecameNull{"shape/became-null", Level::kWarning};
inline constexpr ChangeRule kKindChanged{"shape/kind-changed", Level::kError};
inline constexpr ChangeRule kKindWidened{"shape/kind-widened", Level::kError};
inline constexpr ChangeRule kIntegerBecameNumber{"shape/integer-became-number", Level::kError};
inline constexpr ChangeRule kIntegerRange{"shape/integer-range", Level::kWarning};
inline constexpr ChangeRule kFormatChanged{"shape/format-changed", Level::kWarning};
inline constexpr ChangeRule kArrayEmptied{"shape/array-emptied", Level::kWarning};
inline constexpr ChangeRule kMapKeyFormatChanged{"shape/map-key-format-changed", Level::kWarning};
inline constexpr ChangeRule kVariantAdded{"shape/variant-added", Level::kWarning};
// Safe for readers, or more knowledge.
inline constexpr ChangeRule kArrayReordered{"shape/array-reordered", Level::kNote};
inline constexpr ChangeRule kVariantRemoved{"shape/variant-removed", Level::kNote};
inline constexpr ChangeRule kPropertyAdded{"shape/property-added", Level::kNote};
inline constexpr ChangeRule kBecameRequired{"shape/became-required", Level::kNote};
inline constexpr ChangeRule kBecameNotNullable{"shape/became-not-nullable", Level::kNote};
inline constexpr ChangeRule kKindNarrowed{"shape/kind-narrowed", Level::kNote};
inline constexpr ChangeRule kNumberBecameInteger{"shape/number-became-integer", Level::kNote};
inline constexpr ChangeRule kNumberSpelling{"shape/number-spelling", Level::kNote};
inline constexpr ChangeRule kEvidenceGrew{"shape/evidence-grew", Level::kNote};
// Around the body.
inline constexpr ChangeRule kStatus{"compare/status", Level::kError};
inline constexpr ChangeRule kContentType{"compare/content-type", Level::kError};
inline constexpr ChangeRule kCharset{"compare/charset", Level::kNote};
inline constexpr ChangeRule kHeaderRemoved{"compare/header-removed", Level::kError};
inline constexpr ChangeRule kHeaderAbsent{"compare/header-absent", Level::kNote};
inline constexpr ChangeRule kLocation{"compare/location", Level::kError};
}  // namespace rule

inline constexpr std::array kChangeRules = {rule::kPropertyRemoved,
                                            rule::kPropertyBecameOptional,
                                            rule::kBecameNullable,
                                            rule::kBecameNull,
                                            rule::kKindChanged,
                                            rule::kKindWidened,
                                            rule::kIntegerBecameNumber,
                                            rule::kIntegerRange,
                                            rule::kFormatChanged,
                                            rule::kArrayEmptied,
                                            rule::kMapKeyFormatChanged,
                                            rule::kVariantAdded,
                                            rule::kArrayReordered,
                                            rule::kVariantRemoved,
                                            rule::kPropertyAdded,
                                            rule::kBecameRequired,
                                            rule::kBecameNotNullable,
                                            rule::kKindNarrowed,
                                            rule::kNumberBecameInteger,
                                            rule::kNumberSpelling,
                                            rule::kEvidenceGrew,
                                            rule::kStatus,
                                            rule::kContentType,
                                            rule::kCharset,
                                            rule::kHeaderRemoved,
                                            rule::kHeaderAbsent,
                                            rule::kLocation};

}  // namespace switchgate::shape

#endif  // SWITCHGATE_CHECKS_SHAPE_RULES_H_
