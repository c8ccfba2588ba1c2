import { kakaoTranscripts, playInKakao } from '../test/support/kakaoTranscripts.ts';
import { row, type Row } from './row.ts';

/** Every transcript of the suite through the skill server over HTTP; what was said otherwise is printed. */
export async function soakKakaoTranscripts(say: (line: string) => void = console.log): Promise<Row[]> {
  let different = 0;
  for (const name of kakaoTranscripts) {
    const { said, expected } = await playInKakao(name);
    if (said === expected) continue;
    different += 1;
    say(`${name}\n  expected ${expected}\n  found    ${said}`);
  }
  return [
    row('kakao transcripts', 'played over HTTP, every body within the limits', kakaoTranscripts.length, ''),
    row('kakao transcripts', 'said otherwise than in the terminal', different, ''),
  ];
}
