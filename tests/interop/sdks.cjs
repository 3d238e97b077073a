// The clients that others wrote, unpatched but for the host. Each entry turns what a bot wants into that client's own call; what a
// client has no call for is missing, and left out of its checks.
'use strict';

const app = { id: 'wx0123456789abcdef', secret: 'sandbox-secret' };
const news = { title: '今日要闻', description: 'D', url: 'https://example.org/', picurl: '' };
const draftOf = (thumb) => ({ articles: [{ title: '早报', content: '<p>正文</p>', thumb_media_id: thumb, digest: 'd', author: '编辑' }] });
const templateOf = (openid, id) => ({ touser: openid, template_id: id, url: 'https://example.org/', data: { first: { value: '你好' }, remark: { value: 'r' } } });
const menuOf = () => ({ button: [{ type: 'click', name: '今日', key: 'today' }] });

function co_wechat_api(need, base) {
  const API = need('co-wechat-api');
  const api = new API(app.id, app.secret);
  api.prefix = api.mpPrefix = api.fileServerPrefix = `${base}/cgi-bin/`;
  return {
    token: async () => (await api.getAccessToken()).accessToken,
    followers: () => api.getFollowers(),
    user: (openid) => api.getUser({ openid, lang: 'en' }),
    users: (openids) => api.batchGetUsers(openids),
    remark: (openid, words) => api.updateRemark(openid, words),
    makeTag: (name) => api.createTags(name),
    tag: (openids, id) => api.batchTagging(openids, id),
    tagged: (id) => api.getUsersFromTag(id, ''),
    tags: () => api.getTags(),
    temporaryCode: (scene) => api.createTmpQRCode(scene, 1800),
    permanentCode: (scene) => api.createLimitQRCode(scene),
    text: (openid, words) => api.sendText(openid, words),
    news: (openid) => api.sendNews(openid, [news]),
    addTemplate: (short) => api.addTemplate(short),
    template: (openid, id) => api.sendTemplate(openid, id, 'https://example.org/', '#173177', templateOf(openid, id).data),
    mass: (words, openids) => api.massSendText(words, openids),
    upload: (file) => api.uploadMedia(file.bytes, 'image', 'one.png'),
    inArticle: (file) => api.uploadImage(file.path),
    keep: (file) => api.uploadMaterial(file.path, 'image'),
    draft: (thumb) => api.uploadNewsMaterial(draftOf(thumb)),
    kept: () => api.getMaterials('image', 0, 20),
    image: (openid, id) => api.sendImage(openid, id),
    makeMenu: () => api.createMenu(menuOf()),
    menu: () => api.getMenu(),
    removeMenu: () => api.removeMenu(),
  };
}

function wechat_api(need, base) {
  const API = need('wechat-api');
  const api = new API(app.id, app.secret);
  api.endpoint = base;
  api.mpPrefix = api.fileServerPrefix = `${base}/cgi-bin/`;
  const said = (name, ...words) => new Promise((done, fail) => api[name](...words, (e, r) => (e ? fail(e) : done(r))));
  return {
    token: async () => (await said('getAccessToken')).accessToken,
    followers: () => said('getFollowers'),
    user: (openid) => said('getUser', { openid, lang: 'en' }),
    users: (openids) => said('batchGetUsers', openids),
    remark: (openid, words) => said('updateRemark', openid, words),
    temporaryCode: (scene) => said('createTmpQRCode', scene, 1800),
    permanentCode: (scene) => said('createLimitQRCode', scene),
    text: (openid, words) => said('sendText', openid, words),
    news: (openid) => said('sendNews', openid, [news]),
    addTemplate: (short) => said('addTemplate', short),
    template: (openid, id) => said('sendTemplate', openid, id, 'https://example.org/', templateOf(openid, id).data),
    mass: (words, openids) => said('massSendText', words, openids),
    upload: (file) => said('uploadMedia', file.path, 'image'),
    inArticle: (file) => said('uploadImage', file.path),
    keep: (file) => said('uploadMaterial', file.path, 'image'),
    draft: (thumb) => said('uploadNewsMaterial', draftOf(thumb)),
    kept: () => said('getMaterials', 'image', 0, 20),
    image: (openid, id) => said('sendImage', openid, id),
    makeMenu: () => said('createMenu', menuOf()),
    menu: () => said('getMenu'),
    removeMenu: () => said('removeMenu'),
  };
}

// A general client with names of its own for nothing but token, query, JSON and multipart: those are what is tried.
function node_easywechat(need, base) {
  const { OfficialAccount } = need('node-easywechat');
  const account = new OfficialAccount({ app_id: app.id, secret: app.secret, token: 't', use_stable_access_token: true, http: { baseURL: `${base}/` }, file_cache: { path: need('node:os').tmpdir() } });
  const FormData = need.from('node-easywechat', 'form-data');
  const client = account.getClient();
  const told = async (r) => (await r).toObject();
  const post = (where, json) => told(client.request('post', where, { json }));
  const get = (where, params) => told(client.request('get', where, { params }));
  const upload = (where, file) => {
    const form = new FormData();
    form.append('media', file.bytes, { filename: 'one.png', contentType: 'image/png' });
    return told(client.request('post', where, { formData: form, params: { type: 'image' } }));
  };
  return {
    token: () => account.getAccessToken().refresh(),
    followers: () => get('cgi-bin/user/get'),
    user: (openid) => get('cgi-bin/user/info', { openid }),
    users: (openids) => post('cgi-bin/user/info/batchget', { user_list: openids.map((openid) => ({ openid })) }),
    remark: (openid, remark) => post('cgi-bin/user/info/updateremark', { openid, remark }),
    makeTag: (name) => post('cgi-bin/tags/create', { tag: { name } }),
    tag: (openids, id) => post('cgi-bin/tags/members/batchtagging', { openid_list: openids, tagid: id }),
    tagged: (id) => post('cgi-bin/user/tag/get', { tagid: id, next_openid: '' }),
    tags: () => get('cgi-bin/tags/get'),
    temporaryCode: (scene) => post('cgi-bin/qrcode/create', { expire_seconds: 1800, action_name: 'QR_SCENE', action_info: { scene: { scene_id: scene } } }),
    permanentCode: (scene) => post('cgi-bin/qrcode/create', { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: scene } } }),
    text: (openid, content) => post('cgi-bin/message/custom/send', { touser: openid, msgtype: 'text', text: { content } }),
    news: (openid) => post('cgi-bin/message/custom/send', { touser: openid, msgtype: 'news', news: { articles: [news] } }),
    addTemplate: (short) => post('cgi-bin/template/api_add_template', { template_id_short: short }),
    template: (openid, id) => post('cgi-bin/message/template/send', templateOf(openid, id)),
    mass: (content, openids) => post('cgi-bin/message/mass/send', { touser: openids, msgtype: 'text', text: { content } }),
    upload: (file) => upload('cgi-bin/media/upload', file),
    inArticle: (file) => upload('cgi-bin/media/uploadimg', file),
    keep: (file) => upload('cgi-bin/material/add_material', file),
    kept: () => post('cgi-bin/material/batchget_material', { type: 'image', offset: 0, count: 20 }),
    draft: (thumb) => post('cgi-bin/draft/add', draftOf(thumb)),
    drafts: () => post('cgi-bin/draft/batchget', { offset: 0, count: 20, no_content: 0 }),
    image: (openid, id) => post('cgi-bin/message/custom/send', { touser: openid, msgtype: 'image', image: { media_id: id } }),
    makeMenu: () => post('cgi-bin/menu/create', menuOf()),
    menu: () => get('cgi-bin/menu/get'),
    removeMenu: () => get('cgi-bin/menu/delete'),
  };
}

// Its host stands in the source: requests are turned to the sandbox on their way out.
function tnwx(need, base) {
  const { ApiConfigKit, ApiConfig, AccessTokenApi } = need('@tnwx/accesstoken');
  const { UserApi, TagApi, QrcodeApi, CustomServiceApi, TemplateApi, MessageApi, MediaApi, MenuApi } = need('@tnwx/wxmp');
  const turned = (config) => ({ ...config, url: config.url.replace('https://api.weixin.qq.com', base) });
  need.from('@tnwx/kits', 'axios').interceptors.request.use(turned);
  ApiConfigKit.putApiConfig(new ApiConfig(app.id, app.secret, 't'));
  ApiConfigKit.setCurrentAppId(app.id);
  return {
    token: async () => (await AccessTokenApi.getAccessToken()).getAccessToken,
    followers: () => UserApi.getFollowers(),
    user: (openid) => UserApi.getUserInfo(openid),
    remark: (openid, words) => UserApi.updateRemark(openid, words),
    makeTag: (name) => TagApi.create(name),
    tag: (openids, id) => TagApi.batchAddTag(id, openids),
    tagged: (id) => TagApi.getUser(id, ''),
    tags: () => TagApi.get(),
    temporaryCode: (scene) => QrcodeApi.createTemporary(1800, scene),
    permanentCode: (scene) => QrcodeApi.createPermanentByStr(scene),
    text: (openid, words) => CustomServiceApi.sendText(openid, words),
    news: (openid) => CustomServiceApi.sendNews(openid, [news]),
    addTemplate: (short) => TemplateApi.getTemplateId(short),
    template: (openid, id) => TemplateApi.send(JSON.stringify(templateOf(openid, id))),
    mass: (content, openids) => MessageApi.send(JSON.stringify({ touser: openids, msgtype: 'text', text: { content } })),
    image: (openid, id) => CustomServiceApi.sendImage(openid, id),
    makeMenu: () => MenuApi.create(JSON.stringify(menuOf())),
    menu: () => MenuApi.get(),
    removeMenu: () => MenuApi.delete(),
    upload: (file) => MediaApi.uploadMedia(file.path, 'image'),
    inArticle: (file) => MediaApi.uploadImg(file.path),
    keep: (file) => MediaApi.addMaterial(file.path, 'image'),
    kept: () => MediaApi.batchGetMaterial('image', 0, 20),
  };
}

module.exports = { 'co-wechat-api': co_wechat_api, 'wechat-api': wechat_api, 'node-easywechat': node_easywechat, tnwx };
