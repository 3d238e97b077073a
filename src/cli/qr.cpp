// depeche qr: a code out of a text, or the code of a scene.
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/with_parts.hpp"
#include "invite/qr_code.hpp"
#include "invite/scene.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>

namespace depeche {
namespace {

struct qr_options {
  std::string text, png, svg, scene, account, config_file;
  int scale = 8;
};

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw failure(fail(errc::io_failed, "the file cannot be written", path, "check the folder and its permissions"));
}

void draw(const std::string& text, const qr_options& o) {
  const qr_code code = qr_code::encode(text).value();
  if (!o.png.empty()) write_file(o.png, draw_png(code, o.scale));
  if (!o.svg.empty()) write_file(o.svg, draw_svg(code, o.scene.empty() ? text : o.scene));
  if (o.png.empty() && o.svg.empty()) std::printf("%s%s\n", draw_terminal(code).c_str(), text.c_str());
}

task<> draw_scene(parts& p, const qr_options& o) {
  const std::string scene = check_scene(o.scene).value();
  const std::string account = o.account.empty() ? p.settings.accounts.front().name : o.account;
  auto code = co_await p.codes->find_or_make(account, scene);
  draw(code.value().url, o);
}

}  // namespace

void add_qr(CLI::App& app) {
  auto* command = app.add_subcommand("qr", "A QR code, in the terminal or as a file\n\nExample: depeche qr https://example.org --png code.png\n"
                                           "         depeche qr --scene metro-line-2 --account main --svg poster.svg");
  auto o = std::make_shared<qr_options>();
  auto* text = command->add_option("text", o->text, "What the code says");
  auto* scene = command->add_option("--scene", o->scene, "The subscribe code of this scene, made at the platform when it is new")->excludes(text);
  command->add_option("--account", o->account, "The scene's account (default: the first)")->needs(scene);
  command->add_option("--png", o->png, "Write a PNG file");
  command->add_option("--svg", o->svg, "Write an SVG file");
  command->add_option("--scale", o->scale, "Pixels a module in the PNG")->check(CLI::Range(1, 64))->capture_default_str();
  add_config_option(*command, o->config_file);
  command->callback([o] {
    if (!o->scene.empty()) with_parts(o->config_file, [o](parts& p) { return draw_scene(p, *o); });
    else if (!o->text.empty()) draw(o->text, *o);
    else throw failure(fail(errc::bad_usage, "nothing to encode", "depeche qr", "give a text, or --scene S"));
  });
}

}  // namespace depeche
