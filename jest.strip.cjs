// transform: Node's own type stripping
const { stripTypeScriptTypes } = require('node:module');
module.exports = {
  process: (src) => ({ code: stripTypeScriptTypes(src) }),
  processAsync: async (src) => ({ code: stripTypeScriptTypes(src) }),
  canInstrument: false,
};
