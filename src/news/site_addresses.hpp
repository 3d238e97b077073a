// Where readers find an account's pages: the first account's at the public URL itself, every other's below it.
#pragma once

#include <string>
#include <string_view>

namespace depeche {

class site_addresses {
 public:
  // Without a first account all share one site.
  explicit site_addresses(std::string public_url, std::string first_account = {})
      : public_url_(std::move(public_url)), first_(std::move(first_account)) {}

  // "" or "/accounts/NAME": what stands before every path of the account's pages.
  std::string path(std::string_view account) const {
    return first_.empty() || account == first_ ? std::string() : "/accounts/" + std::string(account);
  }
  // "https://news.example.org/accounts/finance"; empty when there is no public URL.
  std::string of(std::string_view account) const { return public_url_.empty() ? std::string() : public_url_ + path(account); }

 private:
  std::string public_url_;
  std::string first_;
};

}  // namespace depeche
