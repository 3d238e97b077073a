// One function per command's file: declares the command with its options and what it runs. A callback that fails throws `failure`;
// run() turns it into one line on stderr and an exit code (bad_usage 2, bad_config 3, anything else 1).
#pragma once

namespace CLI {
class App;
}

namespace depeche {

void add_serve(CLI::App& app);     // serve
void add_demo(CLI::App& app);      // demo
void add_sandbox(CLI::App& app);   // sandbox
void add_check(CLI::App& app);     // check
void add_feed(CLI::App& app);      // feed parse
void add_source_list(CLI::App& sources);  // sources list|add|remove|import|export
void add_sources(CLI::App& app);   // sources doctor
void add_article(CLI::App& app);   // article extract, and the parent of those below
void add_article_desk(CLI::App& article);  // article add|list|show|drop
void add_article_text(CLI::App& article);  // article summarise|relate|compare
void add_schedule(CLI::App& app);  // schedule next
void add_qr(CLI::App& app);        // qr
void add_codes(CLI::App& app);     // codes list|create|report
void add_digest(CLI::App& app);    // digest preview|send
void add_digest_picks(CLI::App& digests);  // digest pick|move|remove|undo|picks
void add_digest_desk(CLI::App& digests);   // digest held|release|drop|urgent|approve|unapprove
void add_push(CLI::App& app);      // push list|show
void add_admin(CLI::App& app);     // admin invite
void add_quotas(CLI::App& app);    // quotas show|clear|request
void add_replay(CLI::App& app);    // replay
void add_subscribers(CLI::App& app);  // subscribers import

}  // namespace depeche
