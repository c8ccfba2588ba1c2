import { kakaoTranscripts, playInKakao } from '../test/support/kakaoTranscripts.ts';
import type { Row } from './row.ts';

/**
 * Every transcript of the suite through the skill server over HTTP, each body checked against Kakao's limits; what was
 * said otherwise, and what broke, is printed.
 *
 * @param most so many transcripts only
 */
export async function soakKakaoTranscripts(
  most = kakaoTranscripts.length,
  say: (line: string) => void = console.log,
): Promise<Row[]> {
  const chosen = kakaoTranscripts.slice(0, most);
  const began = performance.now();
  const counts = { different: 0, broken: 0, bodies: 0 };
  for (const name of chosen) {
    try {
      const { said, expected, bodies } = await playInKakao(name);
      counts.bodies += bodies;
      if (said === expected) continue;
      counts.different += 1;
      say(`${name}\n  expected ${expected}\n  found    ${said}`);
    } catch (error) {
      counts.broken += 1;
      say(`${name}\n  ${String(error)}`);
    }
  }
  // counts are exact
  const of = (what: string, value: number, unit: string): Row => ({ bench: 'kakao transcripts', what, value, unit });
  return [
    of('played over HTTP', chosen.length, ''),
    of('bodies checked against every limit', counts.bodies, ''),
    of('a call not answered, or with a body that breaks a limit', counts.broken, 'faults'),
    of('said otherwise than in the terminal', counts.different, 'faults'),
    of('time', Math.round((performance.now() - began) / 1000), 's'),
  ];
}
