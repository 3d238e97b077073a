// Drives `depeche sandbox` by clients that others wrote (sdks.cjs): what their bots send must work here too.
// Usage: node sandbox.cjs DEPECHE PACKAGES (the folder that holds node_modules; scripts/interop makes it).
'use strict';
const { createRequire } = require('node:module');
const fs = require('node:fs');
const path = require('node:path');
const { sandbox, Tally, folder, packagesOf } = require('./harness.cjs');
const sdks = require('./sdks.cjs');
const [binary, packages] = process.argv.slice(2);

const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

async function drive(name, sdk, control, file, tally) {
  const people = [];
  for (const language of ['fr', 'en']) {
    const { phone, openid } = await control('/phones', { language });
    await control(`/phones/${phone}/follow`, {});
    await control(`/phones/${phone}/say`, { text: 'hello' });
    people.push(openid);
  }
  const [one] = people;
  const fine = (r) => r.errcode === 0;
  const check = (what, call, holds, ...words) => (sdk[call] ? tally.check(`${name}: ${what}`, () => sdk[call](...words), holds) : undefined);
  await check('token', 'token', (r) => r.length > 20);
  await check('user: list', 'followers', (r) => r.total === 2 && r.data.openid.includes(one));
  await check('user: info', 'user', (r) => r.openid === one && r.subscribe === 1, one);
  await check('user: batch', 'users', (r) => r.user_info_list.length === 2, people);
  await check('user: remark', 'remark', fine, one, 'Léa 小雅');
  const tag = await check('tag: create', 'makeTag', (r) => r.tag.id > 0, '日报');
  if (tag) {
    await check('tag: members', 'tag', fine, people, tag.tag.id);
    await check('tag: its people', 'tagged', (r) => r.count === 2 && r.data.openid.includes(one), tag.tag.id);
    await check('tag: list', 'tags', (r) => r.tags.some((t) => t.name === '日报' && t.count === 2));
  }
  await check('code: temporary', 'temporaryCode', (r) => r.ticket && r.expire_seconds === 1800, 10000);
  await check('code: by name', 'permanentCode', (r) => r.ticket && r.url, 'metro-line-2');
  await check('custom: text', 'text', fine, one, '早上好 "Léa" & <b>');
  await check('custom: news', 'news', fine, one);
  const template = await check('template: add', 'addTemplate', (r) => r.template_id, 'TM00015');
  if (template) await check('template: send', 'template', (r) => r.errcode === 0 && r.msgid, one, template.template_id);
  await check('menu: create', 'makeMenu', fine);
  await check('menu: get', 'menu', (r) => r.menu.button[0].name === '今日');
  await check('menu: remove', 'removeMenu', fine);
  await check('mass: text to a list', 'mass', (r) => r.errcode === 0 && r.msg_id, 'digest', people);
  const media = await check('media: upload', 'upload', (r) => r.media_id, file);
  if (media) await check('custom: image', 'image', fine, one, media.media_id);
  await check('media: of an article', 'inArticle', (r) => r.url, file);
  const kept = await check('material: keep', 'keep', (r) => r.media_id && r.url, file);
  if (kept) {
    await check('material: list', 'kept', (r) => r.item_count === 1 && r.item[0].media_id === kept.media_id);
    await check('draft: add', 'draft', (r) => r.media_id, kept.media_id);
    await check('draft: list', 'drafts', (r) => r.item[0].content.news_item[0].title === '早报');
  }
  // What the person sees is what was sent.
  const shown = JSON.stringify(await control('/phones/1'));
  await tally.check(`${name}: the phone shows the words as they were sent`, async () => shown, (s) => s.includes('早上好 \\"Léa\\" & <b>'));
}

async function main() {
  const need = packagesOf(packages);
  need.from = (owner, wanted) => createRequire(need.resolve(owner))(wanted);
  const tally = new Tally();
  const made = folder();
  const file = { bytes: picture, path: path.join(made.path, 'one.png') };
  fs.writeFileSync(file.path, picture);
  for (const [name, open] of Object.entries(sdks)) {
    // A platform for each: quotas and tokens of one client are none of the next one's.
    const platform = await sandbox(binary);
    try { await drive(name, open(need, platform.base), platform.control, file, tally); } finally { await platform.stop(); }
  }
  made.remove();
  console.log(`${tally.good} of ${tally.good + tally.failed}`);
  process.exit(tally.failed ? 1 : 0);
}
main().catch((e) => { console.error(e); process.exit(1); });
