import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { kakaoConversation } from '../../support/kakaoConversation.ts';
import { openKakaoSite } from '../../support/kakaoSite.ts';
import { Player } from '../../transcripts/player.ts';
import { readScript } from '../../transcripts/script.ts';

const root = join(import.meta.dirname, '../../transcripts');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.chat'));

/** What is said, letter by letter: where bubbles begin and end, and when they come, is each channel's own. */
const letters = (lines: readonly string[]): string =>
  lines
    .filter((line) => line.startsWith('bot: ') && !line.startsWith('bot: ('))
    .map((line) => line.slice(5))
    .join('')
    .replaceAll(/⏎|\s/gu, '')
    // a serial is random, and HTTP takes random numbers too
    .replaceAll(/(끝자리|Serial)=[0-9A-F]{4}/gu, '$1=');

const withoutRestart = files.filter((name) => !readFileSync(join(root, name), 'utf8').includes('[Restart]'));

test.each(withoutRestart)('in KakaoTalk: %s', async (name) => {
  const transcript = readFileSync(join(root, name), 'utf8');
  const site = await openKakaoSite();
  try {
    const conversation = kakaoConversation(site, 'transcript');
    const player = new Player({}, conversation.conversationId, conversation.test);
    const said: string[] = [];
    for (const { act } of readScript(transcript)) {
      if (!act) continue;
      said.push(...(await player.act(act)));
      await conversation.flush();
      said.push(...(await player.act({ kind: 'wait', seconds: 0 })));
    }
    expect(letters(said)).toBe(letters(transcript.split('\n')));
  } finally {
    await site.close();
  }
});
