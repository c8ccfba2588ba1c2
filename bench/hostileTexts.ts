import { parseEmailAddress } from '../services/identity/emailAddress.ts';
import { parsePersonName } from '../services/identity/personName.ts';
import { parsePhoneNumber } from '../services/identity/phoneNumber.ts';
import { parseResidentRegistrationNumber } from '../services/identity/residentRegistrationNumber.ts';
import { redact } from '../services/language/redaction/redact.ts';
import { row, type Row } from './row.ts';

const short = 5_000;
const times = 10;
const tries = 15;
const today = Temporal.Instant.from('2026-11-22T12:00:00+09:00');

/** What reads a text of a stranger, and the repeated pieces that it would take longest over. */
const readers: Readonly<
  Record<string, { readonly read: (text: string) => unknown; readonly pieces: readonly string[] }>
> = {
  'e-mail': { read: parseEmailAddress, pieces: ['a.', 'a@', 'a-', '@.'] },
  name: { read: parsePersonName, pieces: ["a'", 'a ', 'a-', '가'] },
  phone: { read: parsePhoneNumber, pieces: ['(', '+82', '0-', ' '] },
  'resident number': {
    read: (text) => parseResidentRegistrationNumber(text, today),
    pieces: ['0', '0-', ' '],
  },
  redaction: {
    read: (text) => redact(text, { expectingCode: true }),
    pieces: [
      '0',
      '900101-',
      '1 ',
      '1-',
      '구공',
      '비밀번호 ',
      '1234 가 ',
      '국민 12345678901 ',
      'a1!',
      ' ',
      '비밀번호는',
    ],
  },
};

/**
 * What ten times the text costs against the text, at the piece that is worst: 10 is in proportion, 100 would be a square
 * of its length – a message of a stranger that holds up everybody.
 */
export function benchHostileTexts(): Promise<Row[]> {
  const rows = Object.entries(readers).map(([name, { read, pieces }]) => {
    for (const piece of pieces) quickest(read, piece, short); // compiled before it is measured
    const ratios = pieces.map((piece) => quickest(read, piece, short * times) / quickest(read, piece, short));
    return row('hostile', `${name}: ten times the text / the text`, Math.max(...ratios), 'ratio');
  });
  return Promise.resolve(rows);
}

/** Milliseconds of the quickest of some tries: what the machine does meanwhile only makes one slower. */
function quickest(read: (text: string) => unknown, piece: string, length: number): number {
  const text = piece.repeat(Math.ceil(length / piece.length));
  const taken = Array.from({ length: tries }, () => {
    const began = performance.now();
    read(text);
    return performance.now() - began;
  });
  return Math.min(...taken);
}
