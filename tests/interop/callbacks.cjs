// Independent implementations of the callback's crypto against the bot: `depeche serve`, asked as the platform asks, and as others would.
// Usage: node callbacks.cjs DEPECHE PACKAGES (the folder that holds node_modules; scripts/interop makes it).
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const { freePort, start, until, sandbox, Tally, folder, packagesOf } = require('./harness.cjs');
const [binary, packages] = process.argv.slice(2);

const app = 'wx0123456789abcdef';
const original = 'gh_0123456789ab';
const person = 'oInterop_0000000000000000001';
// Both keys carry spare bits in their last character: a strict decoder refuses them.
const now = { token: 'sandboxtoken', key: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' };
const before = { token: 'earliertoken', key: 'GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcbB' };
const foreign = { token: 'sandboxtoken', key: 'ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZA' };

const sha1 = (...parts) => crypto.createHash('sha1').update(parts.sort().join('')).digest('hex');
const between = (xml, name) => {
  const found = new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([\\s\\S]*?)(?:\\]\\]>)?</${name}>`).exec(xml);
  return found ? found[1] : undefined;
};

// encrypt(secrets, xml, appId, at, nonce) -> {encrypt, signature}; decrypt(secrets, reply XML) -> the clear reply.
const implementations = {
  'wechat-crypto': (need) => {
    const Crypt = need('wechat-crypto');
    return {
      encrypt: (s, xml, id, at, nonce) => {
        const c = new Crypt(s.token, s.key, id);
        const encrypt = c.encrypt(xml);
        return { encrypt, signature: c.getSignature(at, nonce, encrypt) };
      },
      decrypt: (s, xml) => {
        const c = new Crypt(s.token, s.key, app);
        const encrypt = between(xml, 'Encrypt');
        if (c.getSignature(between(xml, 'TimeStamp'), between(xml, 'Nonce'), encrypt) !== between(xml, 'MsgSignature')) throw new Error('wrongly signed');
        const { message, id } = c.decrypt(encrypt);
        if (id !== app) throw new Error(`for ${id}`);
        return message;
      },
    };
  },
  '@wecom/crypto': (need) => {
    const c = need('@wecom/crypto');
    return {
      encrypt: (s, xml, id, at, nonce) => {
        const encrypt = c.encrypt(s.key, xml, id);
        return { encrypt, signature: c.getSignature(s.token, at, nonce, encrypt) };
      },
      decrypt: (s, xml) => {
        const encrypt = between(xml, 'Encrypt');
        if (c.getSignature(s.token, between(xml, 'TimeStamp'), between(xml, 'Nonce'), encrypt) !== between(xml, 'MsgSignature')) throw new Error('wrongly signed');
        const { message, id } = c.decrypt(s.key, encrypt);
        if (id !== app) throw new Error(`for ${id}`);
        return message;
      },
    };
  },
  wxcrypt: (need) => {
    const Crypt = need('wxcrypt');
    return {
      encrypt: (s, xml, id, at, nonce) => {
        const sealed = new Crypt(s.token, s.key, id).encryptMsg(xml, at, nonce);
        return { encrypt: between(sealed, 'Encrypt'), signature: between(sealed, 'MsgSignature') };
      },
      decrypt: (s, xml) => new Crypt(s.token, s.key, app).decryptMsg(between(xml, 'MsgSignature'), between(xml, 'TimeStamp'), between(xml, 'Nonce'), xml),
    };
  },
  'node-easywechat': (need) => {
    const Encryptor = need('node-easywechat/dist/Core/Encryptor');
    const of = (s, id) => new (Encryptor.default || Encryptor)(id, s.token, s.key, id);
    return {
      encrypt: (s, xml, id, at, nonce) => {
        const sealed = of(s, id).encrypt(xml, nonce, at);
        return { encrypt: between(sealed, 'Encrypt'), signature: between(sealed, 'MsgSignature') };
      },
      decrypt: (s, xml) => String(of(s, app).decrypt(between(xml, 'Encrypt'), between(xml, 'MsgSignature'), between(xml, 'Nonce'), between(xml, 'TimeStamp'))),
    };
  },
};

let messages = 23892468385179204n;
const push = (content, id = (messages += 1n), to = original) => `<xml><ToUserName><![CDATA[${to}]]></ToUserName>\n<FromUserName><![CDATA[${person}]]></FromUserName>
<CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[${content}]]></Content>\n<MsgId>${id}</MsgId>\n</xml>`;
const event = (name) => `<xml><ToUserName><![CDATA[${original}]]></ToUserName><FromUserName><![CDATA[${person}]]></FromUserName>
<CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${name}]]></Event><EventKey><![CDATA[]]></EventKey></xml>`;

function caller(address, crypt) {
  const at = () => String(Math.floor(Date.now() / 1000));
  const nonce = () => crypto.randomBytes(5).toString('hex');
  const send = async (query, body, type = 'text/xml') => {
    const answer = await fetch(`${address}?${new URLSearchParams(query)}`, body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': type }, body });
    return { status: answer.status, text: await answer.text() };
  };
  const sealed = (xml, { secrets = now, id = app, time = at(), word = nonce(), clear = '', change = (e) => e, sign } = {}) => {
    const { encrypt, signature } = crypt.encrypt(secrets, xml, id, time, word);
    const sent = change(encrypt);
    const query = { signature: sha1(secrets.token, time, word), timestamp: time, nonce: word, openid: person, encrypt_type: 'aes',
      msg_signature: sign || (sent === encrypt ? signature : sha1(secrets.token, time, word, sent)) };
    return [query, `<xml><ToUserName><![CDATA[${original}]]></ToUserName>${clear}<Encrypt><![CDATA[${sent}]]></Encrypt></xml>`];
  };
  const plain = (xml, { time = at(), word = nonce(), token = now.token } = {}) => [{ signature: sha1(token, time, word), timestamp: time, nonce: word, openid: person }, xml];
  return { at, nonce, send, sealed, plain };
}

// One bot in safe, one in compatible, one in plain mode; every check says what must come back. Nothing may be answered with 5xx.
async function try_out(name, crypt, addresses, tally) {
  const safe = caller(addresses.safe, crypt), both = caller(addresses.compatible, crypt), bare = caller(addresses.plain, crypt);
  const check = (what, call, holds) => tally.check(`${name}: ${what}`, call, (r) => r.status < 500 && holds(r));
  const refused = (r) => r.status >= 400 && r.text === '';
  const opened = (secrets) => (r) => {
    const clear = crypt.decrypt(secrets, r.text);
    return r.status === 200 && between(clear, 'ToUserName') === person && between(clear, 'FromUserName') === original && between(clear, 'Content').length > 0;
  };
  const inClear = (r) => r.status === 200 && between(r.text, 'ToUserName') === person && between(r.text, 'Content').length > 0;
  const get = (to, more) => { const t = to.at(), n = to.nonce(); return to.send({ signature: sha1(now.token, t, n), timestamp: t, nonce: n, ...more }); };

  await check('verification', () => get(safe, { echostr: '4375120948345356249' }), (r) => r.status === 200 && r.text === '4375120948345356249');
  await check('verification without echostr', () => get(safe, {}), (r) => r.text === '');
  await check('verification, wrongly signed', () => get(safe, { echostr: '1', signature: 'f'.repeat(40) }), refused);
  await check('a message', () => safe.send(...safe.sealed(push('help'))), opened(now));
  await check('a message in Chinese, with an emoji', () => safe.send(...safe.sealed(push('你好 😀 ]] >'))), opened(now));
  await check('the key and the token of before', () => safe.send(...safe.sealed(push('help'), { secrets: before })), opened(before));
  await check('an event', () => safe.send(...safe.sealed(event('some_new_event'))), (r) => r.status === 200 && r.text === 'success');
  await check('wrongly signed', () => safe.send(...safe.sealed(push('help'), { sign: 'f'.repeat(40) })), refused);
  await check('the id of another account inside', () => safe.send(...safe.sealed(push('help'), { id: 'wx9999999999999999' })), refused);
  await check('another key', () => safe.send(...safe.sealed(push('help'), { secrets: foreign })), refused);
  await check('cut in the middle, and signed so', () => safe.send(...safe.sealed(push('help'), { change: (e) => e.slice(0, e.length / 2) })), refused);
  await check('an hour old', () => safe.send(...safe.sealed(push('help'), { time: String(Number(safe.at()) - 3600) })), refused);
  const repeated = safe.sealed(push('help'));
  const first = await safe.send(...repeated);
  await check('the same request again gets the same reply', () => safe.send(...repeated), (r) => opened(now)(r) && crypt.decrypt(now, r.text) === crypt.decrypt(now, first.text));
  const id = messages += 1n;
  const one = await safe.send(...safe.sealed(push('help', id)));
  await check('a retry signed anew gets the same reply', () => safe.send(...safe.sealed(push('help', id))), (r) => opened(now)(r) && crypt.decrypt(now, r.text) === crypt.decrypt(now, one.text));
  await check('an empty body', () => safe.send(safe.sealed(push('x'))[0], ''), refused);
  await check('another content type', () => safe.send(...safe.sealed(push('help')), 'application/octet-stream'), opened(now));
  await check('a huge body', () => safe.send(safe.sealed(push('x'))[0], 'x'.repeat(400000)), (r) => r.status === 413);
  await check('compatible: clear and sealed', () => { const xml = push('help'); return both.send(...both.sealed(xml, { clear: xml.slice(5, -6) })); }, opened(now));
  await check('plain: a message', () => bare.send(...bare.plain(push('help'))), inClear);
  const word = bare.nonce(), time = bare.at();
  await bare.send(...bare.plain(push('help'), { word, time }));
  await check('plain: the nonce of before over another body', () => bare.send(...bare.plain(push('digest'), { word, time })), refused);
  await check('plain: with a document type', () => bare.send(...bare.plain('<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Content>&e;</Content></xml>')), refused);
}

async function serve(platform, mode, where) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  fs.writeFileSync(`${where}/${mode}.toml`, `[server]
listen = "127.0.0.1:${port}"
tls = false
public_url = "${address}"
operations_listen = ""
[database]
url = "sqlite:${where}/${mode}.db"
[log]
level = "error"
[[account]]
name = "main"
app_id = "${app}"
app_secret = "sandbox-secret"
original_id = "${original}"
mode = "${mode}"
token = "${now.token}"
previous_token = "${before.token}"
encoding_aes_key = "${now.key}"
previous_encoding_aes_key = "${before.key}"
api_base = "${platform.base}"
`);
  const bot = start(binary, 'serve', '--config', `${where}/${mode}.toml`);
  await until(() => fetch(`${address}/wechat/main`));
  return { stop: bot.stop, address: `${address}/wechat/main` };
}

async function main() {
  const need = packagesOf(packages);
  const tally = new Tally();
  const made = folder();
  const platform = await sandbox(binary);
  const bots = {};
  for (const mode of ['safe', 'compatible', 'plain']) bots[mode] = await serve(platform, mode, made.path);
  const addresses = Object.fromEntries(Object.entries(bots).map(([mode, bot]) => [mode, bot.address]));
  for (const [name, open] of Object.entries(implementations)) await try_out(name, open(need), addresses, tally);
  await Promise.all([...Object.values(bots), platform].map((program) => program.stop()));
  made.remove();
  console.log(`${tally.good} of ${tally.good + tally.failed}`);
  process.exit(tally.failed ? 1 : 0);
}
main().catch((e) => { console.error(e); process.exit(1); });
