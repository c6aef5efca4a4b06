// Exit statuses of `impactwire`. Scripts rely on them: never renumber.
#pragma once

namespace impactwire::cli {

inline constexpr int kExitOk = 0;
// Done, but some of the input was rejected or could not be read.
inline constexpr int kExitSomeFailed = 1;
// Wrong command line: nothing was done.
inline constexpr int kExitUsage = 2;
// The service could not be reached, or gave up, in the time allowed.
inline constexpr int kExitUnreachable = 3;
// The service answered with an error.
inline constexpr int kExitRefused = 4;
// What was asked for does not exist.
inline constexpr int kExitNotFound = 5;
// The answer could not be written (closed pipe, full disk).
inline constexpr int kExitOutput = 6;

// The table above, for --help.
inline constexpr char kExitStatusHelp[] =
    "Exit status: 0 all well; 1 some of the input was rejected; 2 wrong\n"
    "command line; 3 service unreachable or too slow; 4 service answered with\n"
    "an error; 5 not found; 6 output could not be written.\n";

}  // namespace impactwire::cli
