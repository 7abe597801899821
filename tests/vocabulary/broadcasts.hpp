#pragma once

#include "vocabulary.hpp"

namespace lathe::test {

/// Every way in which shapes meet, of operands of that element type. Generated code finds elements in the same way
/// whatever the operation: one operation of each kind meets all ways there.
template <class E, class Function>
void add_broadcasts(std::vector<Case>& cases, const std::string& name, Function f) {
  cases.push_back(of<Batched<E[2][3]>, E[3]>(name, f));
  if (!interpreted && name != "subtract" && name != "less" && name != "logical_and") return;
  cases.push_back(of<Batched<E[2][3]>, Batched<E[2][3]>>(name + " of equal shapes", f));
  cases.push_back(of<Batched<E[3][1]>, E>(name + " with a scalar", f));
  cases.push_back(of<E, Batched<E[2][3]>>(name + " of a scalar and rows", f));
  cases.push_back(of<E[3], Batched<E[2][3]>>(name + " of a row and rows", f));
  cases.push_back(of<Batched<E[2][1]>, E[1][3]>(name + " of columns and rows", f));
  cases.push_back(of<Batched<E[2][1][3]>, E[4][1]>(name + " of stacks", f));
  cases.push_back(of<E, E>(name + " of scalars", f));
  cases.push_back(of<E[1][1], E[1]>(name + " of one and one", f));
}

}  // namespace lathe::test
