// Catch2 by whichever version the system has: 2.13 on Debian 12, 3 on Debian 13.
#pragma once
#if __has_include(<catch2/catch.hpp>)
#include <catch2/catch.hpp>
#else
#include <catch2/catch_all.hpp>
using Catch::Approx;
#endif
