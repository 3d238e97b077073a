// The platform's endpoints, by subject; each takes what it works on.
#pragma once

#include "sandbox/api.hpp"
#include "sandbox/code_book.hpp"
#include "sandbox/crowd.hpp"
#include "sandbox/mass_desk.hpp"
#include "sandbox/media_shelf.hpp"

#include <functional>
#include <vector>

namespace depeche::sandbox {

std::vector<endpoint> token_endpoints(const account& of, token_desk& tokens);
std::vector<endpoint> user_endpoints(crowd& people);
std::vector<endpoint> code_endpoints(code_book& codes, const clock& time);
std::vector<endpoint> message_endpoints(crowd& people, media_shelf& media);
// `begun` is told when a job was taken.
std::vector<endpoint> mass_endpoints(mass_desk& jobs, crowd& people, std::function<void()> begun);
std::vector<endpoint> media_endpoints(media_shelf& media, const clock& time);
std::vector<endpoint> operation_endpoints(const account& of, quota_desk& quotas, std::function<bool()> has_push_url);

// GET /cgi-bin/showqrcode: an image, no token, 404 for a ticket that is none.
void add_code_image(router& routes, const code_book& codes);

}  // namespace depeche::sandbox
