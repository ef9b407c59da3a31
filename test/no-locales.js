// In place of zod's messages in all languages: see jest.config.js.
module.exports = {};
