// An Official Account run with the npm package wechat: it takes callbacks and answers with what it understood.
// The settings come as JSON in the first argument; the port is told on the standard output.
const http = require('http');
const wechat = require('wechat');

const account = wechat(JSON.parse(process.argv[2]), (request, response) => {
  response.reply(JSON.stringify(request.weixin));
});
const server = http.createServer((request, response) => {
  request.query = Object.fromEntries(new URL(request.url, 'http://localhost').searchParams);
  account(request, response, (error) => {
    response.writeHead(400);
    response.end(error ? error.name : 'nobody answers');
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
