// Calls the API of an Official Account with the npm package wechat-api, one call after the other:
// {endpoint, app, secret, calls: [[method, …arguments]]} comes in, an answer or an error for each goes out.
const { readFileSync } = require('fs');
const API = require('wechat-api');

const asked = JSON.parse(readFileSync(0, 'utf-8'));
const api = new API(asked.app, asked.secret);
api.endpoint = asked.endpoint;

const call = ([method, ...given]) => new Promise((answered) => {
  api[method](...given, (error, data) => {
    if (error) {
      answered({ error: error.code || 0, said: error.message });
    } else {
      answered(Buffer.isBuffer(data) ? { base64: data.toString('base64') } : data);
    }
  });
});

(async () => {
  const answers = [];
  for (const one of asked.calls) {
    answers.push(await call(one));
  }
  process.stdout.write(JSON.stringify(answers));
})();
