// A model as the spec reader hands it to the compiler: the traced graph, in plain containers.
#pragma once

#include <string>
#include <vector>

#include "lathe/type.hpp"

namespace lathe::frontend {

struct SourceLocation {
  std::string file;
  unsigned line = 0, column = 0;
};

/// Result `result` of node `node`.
struct ValueRef {
  int node = -1, result = 0;
};

/// op is the name of a primitive, or one of the sources:
///   "input"           name, types[0]
///   "parameter"       name, types[0], initializer attributes: kind = 0 constant(a) | 1 normal(a=mean, b=std) |
///                     2 uniform(a=low, b=high) | 3 values (in `values`) | 4 identity; Xavier and He come resolved to 1
///                     or 2
///   "hyperparameter"  name, types[0] scalar, real attribute "value"
///   "state"           as a parameter, but trained by no optimiser: an update says what it becomes
///   "context"         name, types[0] an int scalar: what the trainer gives with each batch
///   "constant"        types[0] scalar, real attribute "value"
///   "gradient"        operands: loss, parameter; types[0] is the parameter's
struct TracedNode {
  std::string op;
  std::string name;
  std::vector<ValueRef> operands;
  std::vector<Type> types;
  Attributes attributes;
  std::vector<double> values;
  SourceLocation location;
};

/// A constant that the spec lets its user choose: option("optimiser", "sgd", {"sgd", "adam"}).
struct SpecOption {
  enum class Kind : unsigned char { text, integer, real, boolean };
  std::string name;
  Kind kind = Kind::text;
  std::string value;                 // the spec's own, or the one set
  std::vector<std::string> choices;  // of text; empty: any

  friend bool operator==(const SpecOption&, const SpecOption&) = default;
};

struct NamedValue {
  std::string name;
  ValueRef value;
  int better = 0;     // of a metric, as lathe::Better: 0 unknown, 1 higher, 2 lower
  bool root = false;  // of a metric: the root of the mean over all rows is what is shown
};

struct TracedModel {
  std::string name;  // "digits"
  std::string file;  // path of the spec as given
  std::vector<TracedNode> nodes;
  ValueRef loss;  // node -1: none
  std::vector<NamedValue> metrics;
  std::vector<NamedValue> outputs;
  struct Update {
    ValueRef parameter, value;
  };
  std::vector<Update> updates;
  std::string data_kind, data_name, data_file, data_schema;
  double data_train = 1;
  bool data_scaled = true;
  int epochs = 1;
  std::vector<SpecOption> options;
};

}  // namespace lathe::frontend
