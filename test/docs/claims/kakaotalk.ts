import names from '../../../bots/kakao/kakaoNames.json' with { type: 'json' };
import { kakaoTimes } from '../../../bots/kakao/kakaoTimes.ts';
import { kakaoLimits } from '../../../bots/kakao/kakaoResponse.ts';
import { callbackAddress } from '../../../bots/kakao/kakaoCallback.ts';
import { transferMinutes } from '../../../services/cases/transfers.ts';
import { visitMinutes } from '../../../services/visits/visits.ts';
import { httpLimits } from '../../../web/httpLimits.ts';
import { claimsOf, inWords, type Claim } from '../support/claim.ts';
import { mostWaiting } from '../support/keptFigures.ts';
import { holds, isLogged } from '../support/source.ts';

const { says, fact } = claimsOf('docs/kakaotalk.md');
const second = 1_000;
const routes = 'bots/kakao/kakaoRoutes.ts';

/** What is said of the channel. */
export const kakaotalk: readonly Claim[] = [
  fact('In production the development channel (`{id}!`) is refused', () =>
    holds(routes, 'parts.sandbox ? [id, `${id}!`] : [id]'),
  ),
  fact('| header missing or wrong | 401, compared in constant time, before the body is read |', () =>
    holds(routes, "failure(401, 'skill.secret'", 'timingSafeEqual'),
  ),
  says`| over ${httpLimits.bodyBytes / 1024} KiB / compressed or not JSON / no call in it | 413 / 415 / 400 |`,
  fact("| another bot's id | 403 |", () => holds(routes, "failure(403, 'skill.botUnknown'")),
  says`a turn takes longer than ${kakaoTimes.deadline / second} s`,
  says`the same words, button and block again within ${kakaoTimes.repeat / second} s, nothing in between`,
  fact("posted once within Kakao's minute", () => kakaoTimes.callbackWithin < 60 * second),
  fact('| six messages wait already |', () => mostWaiting + 1 === 6),
  says`more than ${inWords(kakaoLimits.outputs)} bubbles`,
  says`a text over ${kakaoLimits.text} characters`,
  fact(
    'called only at `https://bot-api.kakao.com` on its own port, without a user in them',
    () =>
      [
        'https://bot-api.kakao.com/v1',
        'https://bot-api.kakao.com:444/v1',
        'https://a@bot-api.kakao.com/v1',
        'https://kakao.com/v1',
      ]
        .map((address) => callbackAddress(address) !== undefined)
        .join() === 'true,false,false,false',
  ),
  fact(
    'make the events `continue_conversation` and `cert_expiring`',
    () => names.events.join() === 'continue_conversation,cert_expiring',
  ),
  fact("An event carries its name and the customer's botUserKey, nothing else", () =>
    holds('services/notices/httpKakaoEvents.ts', 'params: { event: name }'),
  ),
  fact('Links are one-time and expire after ten minutes', () => visitMinutes === 10 && transferMinutes === 10),
  fact(
    'The name matters for the welcome block only',
    () => Object.keys(names).join() === 'welcomeBlocks,events,eventParams',
  ),
  fact('| welcome | `웰컴 블록`', () => names.welcomeBlocks.includes('웰컴 블록')),
  fact('the log says which limit (`an answer broke a limit of KakaoTalk and was repaired`)', () =>
    isLogged('error', 'an answer broke a limit of KakaoTalk and was repaired'),
  ),
  fact('`an event was not taken` in the log', () => isLogged('warn', 'an event was not taken')),
];
