#include "support/catch.hpp"

#include "net/address_guard.hpp"

using namespace depeche;

TEST_CASE("the guard lets public addresses pass") {
  const address_guard guard;
  for (const char* a : {"93.184.216.34", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.0.1", "100.128.0.1", "223.255.255.255",
                        "2606:2800:220:1::1", "2a00:1450::1", "::ffff:93.184.216.34", "64:ff9b::93.184.216.34",
                        "2002:5db8:d822::1"}) {
    INFO(a);
    CHECK(guard.permits(a));
  }
}

TEST_CASE("the guard refuses every inner, special and embedded form") {
  const address_guard guard;
  for (const char* a :
       {"127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "192.88.99.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "fe80::1",
        "fe80::1%lo", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "2001::1", "2001:2::1", "3fff::1", "5f00::1", "100::1",
        "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
        "2606:2800::5efe:127.0.0.1", "2606:2800::200:5efe:10.0.0.1", "fec0::1", "4000::1"}) {
    INFO(a);
    CHECK_FALSE(guard.permits(a));
  }
}

TEST_CASE("what is no address is never permitted, not even by an open guard") {
  for (const char* a : {"", "localhost", "example.org", "127.1", "0x7f.0.0.1", "2130706433", "1.2.3.4.5", "1.2.3.4/8", "[::1]"}) {
    INFO(a);
    CHECK_FALSE(address_guard().permits(a));
    CHECK_FALSE(address_guard::open().permits(a));
  }
  CHECK(address_guard::open().permits("127.0.0.1"));
}

TEST_CASE("an allowed range opens itself and nothing else") {
  address_guard guard;
  REQUIRE(guard.allow("10.1.0.0/16").has_value());
  REQUIRE(guard.allow("127.0.0.1").has_value());
  REQUIRE(guard.allow("fd00::/8").has_value());
  REQUIRE(guard.allow("192.168.4.0/23").has_value());
  CHECK(guard.permits("10.1.255.1"));
  CHECK(guard.permits("::ffff:10.1.2.3"));
  CHECK_FALSE(guard.permits("10.2.0.1"));
  CHECK(guard.permits("127.0.0.1"));
  CHECK_FALSE(guard.permits("127.0.0.2"));
  CHECK(guard.permits("fd12::1"));
  CHECK_FALSE(guard.permits("fc00::1"));
  CHECK(guard.permits("192.168.5.255"));
  CHECK_FALSE(guard.permits("192.168.6.0"));
}

TEST_CASE("a range that is none is refused with what to write") {
  address_guard guard;
  for (const char* range : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "localhost", "10.0.0/8",
                            "fe80::1%lo/64"}) {
    INFO(range);
    const auto allowed = guard.allow(range);
    REQUIRE(allowed.has_error());
    CHECK(allowed.error() == errc::invalid_argument);
    CHECK(allowed.error().remedy.find("10.1.0.0/16") != std::string::npos);
  }
}
