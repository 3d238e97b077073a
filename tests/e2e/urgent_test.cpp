// Urgent news on the demo's real binary, with its clock moved: asked for in quiet hours, sent when they end, and left out of the digest.
#include "e2e/demo_bot.hpp"
#include "support/catch.hpp"

using namespace e2e;

TEST_CASE("urgent news asked for at night waits for the morning, goes out once beside the digest, and the digest leaves it out") {
  demo_bot d;
  const phone editor = d.editor("fr"), reader = d.reader("fr");
  d.clock_to("23:00");
  const std::string title = "La scierie des Aubaines est en feu";
  const std::string id = article_in(editor.say("/write " + title + "\nLes pompiers de trois communes luttent contre les flammes à la scierie des Aubaines."));
  reader.say("aide");  // may be written to for two days
  CHECK(contains(editor.say("/urgent"), "Rien d’urgent"));
  const std::string question = editor.say("/urgent " + id);
  INFO(question);
  CHECK(contains(question, title));
  CHECK(contains(question, "Heures calmes"));
  CHECK(contains(question, "Par message : 2"));
  CHECK(contains(editor.say("non"), "abandonné"));
  CHECK(contains(editor.say("oui"), "rien à confirmer"));
  editor.say("/urgent " + id);
  CHECK(contains(editor.say("oui"), "C’est noté : " + title));
  CHECK(contains(editor.say("/urgent"), "attend"));
  CHECK(reader.told(title).empty());
  CHECK(contains(reader.say("/urgent " + id), "Désolé"));

  d.clock_to("07:00");
  REQUIRE(wait_for_change(d.sandbox, [&] { return !reader.told(title).empty(); }));
  CHECK(reader.told("Urgent · Le Matin").size() == 1);
  CHECK(contains(editor.say("/urgent"), "✓ " + title));
  CHECK(contains(editor.say("/urgent " + id), "Impossible"));
  CHECK_FALSE(contains(editor.say("/preview"), title));

  d.clock_to("08:00");
  REQUIRE(wait_for_change(d.sandbox, [&] { return reader.told("Le Matin").size() == 2; }));
  CHECK(reader.told(title).size() == 1);
  CHECK(d.process.stop() == 0);
}
