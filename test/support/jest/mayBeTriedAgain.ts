/**
 * The test files whose tests may be tried a second time, each with its reason: they meet a real browser, or a real store
 * that is stopped and let go on, and what those do within their time is the machine's to say. Each of their tests begins
 * with a customer, a case or a key of its own, so that a second try finds what the first one found. No other test is
 * tried again: a fault that shows in one of three runs is a fault.
 */
export const mayBeTriedAgain: Readonly<Record<string, string>> = {
  'test/web/chat/chatPage.test.ts': 'a browser with the chat page, the biggest of all',
  'test/web/chat/koreanEnter.test.ts': 'a browser that is typed in through an input method',
  'test/web/secure/secureView.browser.test.ts': 'a browser with the pages of the secure view',
  'test/web/secure/useView.browser.test.ts': 'a browser with the pages of the secure view',
  'test/endToEnd/links.test.ts': 'two browsers at one link of the whole product',
  'test/endToEnd/english.test.ts': 'a browser with the whole product behind it',
  'test/services/state/redis.test.ts': 'Redis servers that are stopped, killed and started',
  'test/services/state/redisCluster.test.ts': 'a Redis Cluster whose nodes are stopped and killed',
};

/** How many second tries a run may have before it has failed. */
export const secondTriesOfRun = 2;
