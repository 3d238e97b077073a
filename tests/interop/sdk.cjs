// Drives `depeche sandbox` by an SDK that others wrote, unpatched but for the host: what their bots send must work here too.
// Usage: node sdk.cjs DEPECHE PACKAGES (the folder that holds node_modules; scripts/interop makes it).
'use strict';
const { spawn } = require('node:child_process');
const { createRequire } = require('node:module');
const net = require('node:net');
const path = require('node:path');
const [binary, packages] = process.argv.slice(2);
const API = createRequire(path.resolve(packages, 'package.json'))('co-wechat-api');

const freePort = () => new Promise((done) => {
  const s = net.createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)); });
});

async function drive(base) {
  const control = async (where, body) => {
    const answer = await fetch(`${base}/sandbox/v1${where}`, { method: body ? 'POST' : 'GET', body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const end = Date.now() + 10000;
  for (;;) {
    try { await control('/clock'); break; } catch (e) { if (Date.now() > end) throw e; await new Promise((r) => setTimeout(r, 50)); }
  }
  const people = [];
  for (const language of ['fr', 'en']) {
    const { phone, openid } = await control('/phones', { language });
    await control(`/phones/${phone}/follow`, {});
    await control(`/phones/${phone}/say`, { text: 'hello' });
    people.push(openid);
  }
  const api = new API('wx0123456789abcdef', 'sandbox-secret');
  api.prefix = api.mpPrefix = api.fileServerPrefix = `${base}/cgi-bin/`;
  api.wxaPrefix = `${base}/wxa/`;

  let failed = 0;
  const check = async (name, call, holds) => {
    let said;
    try { said = await call(); if (holds(said)) { console.log(`ok      ${name}`); return said; } } catch (e) { said = e.message; }
    failed += 1;
    console.log(`FAILED  ${name}: ${JSON.stringify(said)}`);
    return undefined;
  };
  const fine = (r) => r.errcode === 0;
  const [one] = people;
  await check('token', () => api.getAccessToken(), (r) => r.accessToken.length > 20);
  await check('user: list', () => api.getFollowers(), (r) => r.total === 2 && r.data.openid.includes(one));
  await check('user: info', () => api.getUser({ openid: one, lang: 'en' }), (r) => r.openid === one && r.subscribe === 1);
  await check('user: batch', () => api.batchGetUsers(people), (r) => r.user_info_list.length === 2);
  await check('user: remark', () => api.updateRemark(one, 'Léa 小雅'), fine);
  const made = await check('tag: create', () => api.createTags('日报'), (r) => r.tag.id > 0);
  if (made) {
    await check('tag: members', () => api.batchTagging(people, made.tag.id), fine);
    await check('tag: its people', () => api.getUsersFromTag(made.tag.id, ''), (r) => r.count === 2 && r.data.openid.includes(one));
    await check('tag: list', () => api.getTags(), (r) => r.tags.some((t) => t.name === '日报' && t.count === 2));
  }
  await check('code: temporary', () => api.createTmpQRCode(10000, 1800), (r) => r.ticket && r.expire_seconds === 1800);
  await check('code: by name', () => api.createLimitQRCode('metro-line-2'), (r) => r.ticket && r.url);
  await check('custom: text', () => api.sendText(one, '早上好 "Léa" & <b>'), fine);
  await check('custom: news', () => api.sendNews(one, [{ title: 'T', description: 'D', url: 'https://example.org/', picurl: '' }]), fine);
  const template = await check('template: add', () => api.addTemplate('TM00015'), (r) => r.template_id);
  if (template) {
    const values = { first: { value: '你好' }, remark: { value: 'digest' } };
    await check('template: send', () => api.sendTemplate(one, template.template_id, 'https://example.org/', '#173177', values), fine);
  }
  await check('menu: create', () => api.createMenu({ button: [{ type: 'click', name: '今日', key: 'today' }] }), fine);
  await check('menu: get', () => api.getMenu(), (r) => r.menu.button[0].name === '今日');
  await check('menu: remove', () => api.removeMenu(), fine);
  await check('mass: text to a list', () => api.massSendText('digest', people), (r) => r.errcode === 0 && r.msg_id);
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const media = await check('media: upload', () => api.uploadMedia(picture, 'image', 'one.png'), (r) => r.media_id);
  if (media) await check('custom: image', () => api.sendImage(one, media.media_id), fine);
  return failed;
}

async function main() {
  const port = await freePort();
  const sandbox = spawn(binary, ['sandbox', '--no-tls', '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' });
  let failed = 1;
  try { failed = await drive(`http://127.0.0.1:${port}`); } finally { sandbox.kill(); }
  process.exitCode = failed ? 1 : 0;
}
main();
