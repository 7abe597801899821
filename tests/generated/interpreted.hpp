#pragma once

namespace lathe::test {

/// Whether the test runs in the interpreter: what needs to be checked but once is checked there.
extern const bool interpreted;

}  // namespace lathe::test
