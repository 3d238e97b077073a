// OpenSSL's error queue in words: the queue is per thread, and must be empty before the next operation.
#pragma once

#include <string>

namespace depeche {

// The reasons of all queued errors ("no start line; bad end line"), or `otherwise` when there is none. Empties the queue.
std::string take_tls_errors(std::string otherwise);

// Writing to a connection that the peer has closed must be an error code, not a signal: OpenSSL writes to the socket itself,
// without MSG_NOSIGNAL. Called by whatever makes connections; only the default action is replaced.
void ignore_broken_pipes();

}  // namespace depeche
