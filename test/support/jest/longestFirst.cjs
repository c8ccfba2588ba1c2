const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * What takes longest, longest first. Jest knows it from the run before, but a fresh checkout has none: begun last, one of
 * these leaves the other processor idle for minutes.
 */
const longest = [
  'transcripts/sqlite.test.ts',
  'secure/secureView.browser.test.ts',
  'secure/useView.browser.test.ts',
  'chat/chatPage.test.ts',
  'reliability/kills.test.ts',
  'kakao/transcripts.test.ts',
  'transcripts/redis.test.ts',
  'endToEnd/issuance.test.ts',
  'certificates/everyFault.test.ts',
  'reliability/failures.test.ts',
  'reliability/reminders.test.ts',
  'endToEnd/severalDevices.test.ts',
  'language/understand.test.ts',
  'endToEnd/links.test.ts',
  'chat/koreanEnter.test.ts',
  'endToEnd/renewal.test.ts',
  'sandbox/sandboxPages.test.ts',
  'state/redis.test.ts',
  'certificates/killed.test.ts',
  'state/redisCluster.test.ts',
  'endToEnd/starting.test.ts',
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const found = longest.findIndex((name) => path.endsWith(name));
      return found < 0 ? longest.length : found;
    };
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
};
