// Seals and opens with the packages of others. One question on the standard input, one answer on the standard
// output, both JSON: {library, token, key, id, stamp, nonce, seal: [text]} or {…, open: [encrypted]}.
const { readFileSync } = require('fs');
const xml2js = require('xml2js');

const libraries = {
  'wechat-crypto': ({ token, key, id }) => {
    const crypt = new (require('wechat-crypto'))(token, key, id);
    return {
      sign: (...parts) => crypt.getSignature(...parts),
      seal: (text) => crypt.encrypt(text),
      open: (encrypted) => crypt.decrypt(encrypted),
    };
  },
  '@wecom/crypto': ({ token, key, id }) => {
    const crypt = require('@wecom/crypto');
    return {
      sign: (...parts) => crypt.getSignature(token, ...parts),
      seal: (text) => crypt.encrypt(key, text, id),
      open: (encrypted) => crypt.decrypt(key, encrypted),
    };
  },
};

function fields(message) {
  let told = null;
  xml2js.parseString(message, { explicitArray: false }, (error, result) => {
    told = error ? null : result.xml;
  });
  return told;
}

const asked = JSON.parse(readFileSync(0, 'utf-8'));
const crypt = libraries[asked.library](asked);
const signature = (encrypted) => crypt.sign(asked.stamp, asked.nonce, encrypted);
const sealed = (asked.seal || []).map((text) => {
  const encrypted = crypt.seal(text);
  return { encrypted, signature: signature(encrypted) };
});
const opened = (asked.open || []).map((encrypted) => {
  const { message, id } = crypt.open(encrypted);
  return { message, id, signature: signature(encrypted), fields: message.startsWith('<xml>') ? fields(message) : null };
});
process.stdout.write(JSON.stringify(sealed.concat(opened)));
