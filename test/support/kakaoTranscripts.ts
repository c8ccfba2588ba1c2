import { kakaoTimes } from '../../bots/kakao/kakaoTimes.ts';
import { expanded, textOf, transcripts } from '../transcripts/files.ts';
import { Player } from '../transcripts/player.ts';
import { readScript } from '../transcripts/script.ts';
import { kakaoConversation } from './kakaoConversation.ts';
import { openKakaoSite } from './kakaoSite.ts';

const patient = 20_000;

/** Acts that are no channel's: restarts are the store's, and nudges come where there is push only. */
const elsewhere = /^\[(?:Restart|Nudge)\]$/m;

/** Every transcript that KakaoTalk can play. */
export const kakaoTranscripts: readonly string[] = transcripts.filter(
  (name) => !elsewhere.test(expanded(textOf(name))),
);

/**
 * Plays a transcript through KakaoTalk's skill server over HTTP, each body checked against Kakao's limits. Answers what
 * was said and what the transcript says, letter by letter: where bubbles begin and when they come is each channel's own.
 * A beginning is played, not put back: what a customer sees in KakaoTalk has come over HTTP, and is not in the stores.
 */
export async function playInKakao(name: string): Promise<{ said: string; expected: string; bodies: number }> {
  const transcript = expanded(textOf(name));
  // what is said is compared here; that it is said in time has tests of its own
  const site = await openKakaoSite({ kakao: { times: { ...kakaoTimes, deadline: patient } } });
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
    const bodies = conversation.customer.replies.length;
    return { said: letters(said), expected: letters(transcript.split('\n')), bodies };
  } finally {
    await site.close();
  }
}

function letters(lines: readonly string[]): string {
  return (
    lines
      .filter((line) => line.startsWith('bot: ') && !line.startsWith('bot: ('))
      .map((line) => line.slice(5))
      .join('')
      .replaceAll(/⏎|\s/gu, '')
      // a serial is random, and HTTP takes random numbers too
      .replaceAll(/(끝자리|Serial)=?[0-9A-F]{4}/gu, '$1')
      // the case number falls to the conversation, which is another one here
      .replaceAll(/(상담번호|Casenumber)\d{4}/gu, '$1')
  );
}
