#include "wechat/errcode.hpp"

#include "base/result.hpp"
#include "support/catch.hpp"

using namespace depeche::wechat;

TEST_CASE("each code of the platform's tables has its one reaction") {
  const auto action = [](int code) { return describe_errcode(code).action; };
  for (const int code : {40001, 40014, 42001}) CHECK(action(code) == api_action::refresh_token);
  for (const int code : {-1, 42010, 53501, 268487001, 268487002, 268488001, 9001002, 45169, 45171, 89504, 89505})
    CHECK(action(code) == api_action::retry);
  for (const int code : {45011, 45066}) CHECK(action(code) == api_action::retry_minute);
  for (const int code : {40003, 43004, 43019, 43101, 45015, 46004, 48002, 49003, 50005, 70000})
    CHECK(action(code) == api_action::drop_recipient);
  for (const int code : {40013, 40125, 40164, 61004, 40243, 40036, 40037, 40249, 43116, 45062, 45104, 48001, 48003, 48004, 48006,
                         48008, 48021, 53503, 53504, 53505, 50001, 50002, 53500, 61003, 61007, 61016, 61024, 65400, 50004, 50007,
                         89503, 89506, 89507})
    CHECK(action(code) == api_action::stop_and_tell);
  for (const int code : {45009, 45028}) CHECK(action(code) == api_action::wait_quota);
  CHECK(action(45047) == api_action::wait_recipient);
  CHECK(action(45065) == api_action::already_done);
  for (const int code : {40002, 40007, 40008, 40035, 47001, 40033, 44002, 44004, 43002, 40031, 40032, 40130, 40039, 45002, 45003,
                         45004, 45005, 45006, 45110, 40059, 40060, 40152, 45159, 41001, 41002, 41004, 45064, 45067, 45083, 45084,
                         45157, 45158, 45056, 45057, 45058, 45059, 45160, 45161, 45162, 45163, 45164, 45165, 45166, 45168, 46003,
                         47003, 48005, 65301, 65317, 76021, 76022, 85001, 87009, 88000, 41028})
    CHECK((action(code) == api_action::fix_request && !describe_errcode(code).meaning.empty()));
}

TEST_CASE("a code that nobody has written down reads as a wrong request without a meaning") {
  for (const int code : {0, -2, -40001, 1, 40000, 65318, 84999, 86000, 2147483647, -2147483647}) {
    CHECK(describe_errcode(code).code == code);
    CHECK(describe_errcode(code).action == api_action::fix_request);
    CHECK(describe_errcode(code).meaning.empty());
  }
}

TEST_CASE("a failure is one line, with the code, the call and the id for the platform's support") {
  api_failure f;
  f.action = api_action::stop_and_tell;
  f.errcode = 48001;
  f.message = "api unauthorized";
  f.path = "/cgi-bin/message/custom/send";
  f.rid = "61725984-6126f6f9-040f19c4";
  CHECK(f.to_line() == "48001 api unauthorized (/cgi-bin/message/custom/send, rid 61725984-6126f6f9-040f19c4)");
  f.errcode = 0;
  f.rid = "";
  f.message = "no answer\nwithin 10 s";
  CHECK(f.to_line().starts_with("no answer"));
  CHECK(f.to_line().find('\n') == std::string::npos);
  CHECK(f.to_line().ends_with("(/cgi-bin/message/custom/send)"));
}

TEST_CASE("taking the value of a failed call throws with its line") {
  api_failure f;
  f.errcode = 45009;
  f.message = "reach max api daily quota limit";
  const api_result<std::string> r = f;
  CHECK_THROWS_WITH(r.value(), "45009 reach max api daily quota limit");
}
