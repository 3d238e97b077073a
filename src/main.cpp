#include "cli/run.hpp"

int main(int argc, char** argv) { return depeche::run(argc, argv); }
