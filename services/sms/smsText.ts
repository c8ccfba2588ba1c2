/** Bytes a single SMS holds; more and the carrier makes it an LMS. */
export const smsBytes = 90;

/** The carrier puts a line of its own first, `[Web발신]` and a line feed. */
export const carrierLineBytes = 10;

let encodable: Set<string> | undefined;

/** Every character that two bytes of EUC-KR (KS X 1001) can carry; made on first use, for Node only decodes it. */
function twoByteCharacters(): Set<string> {
  if (encodable) return encodable;
  const decoder = new TextDecoder('euc-kr');
  const all = new Set<string>();
  for (let lead = 0xa1; lead <= 0xfe; lead += 1) {
    for (let trail = 0xa1; trail <= 0xfe; trail += 1) all.add(decoder.decode(Uint8Array.of(lead, trail)));
  }
  all.delete('\uFFFD');
  encodable = all;
  return all;
}

/**
 * The length of a text as a carrier counts it: ASCII one byte, Hangul and the other signs of KS X 1001 two.
 * Answers undefined for a text that holds anything else (it would arrive as question marks).
 */
export function eucKrBytes(text: string): number | undefined {
  let bytes = 0;
  for (const character of text) {
    if (character.charCodeAt(0) < 0x80) bytes += 1;
    else if (twoByteCharacters().has(character)) bytes += 2;
    else return undefined;
  }
  return bytes;
}

/** A text with a star for each letter that no phone could show (`뷁*동` → `**동`): a rare syllable of a name is no reason not to send. */
export function legible(text: string): string {
  return Array.from(text, (character) => (eucKrBytes(character) === undefined ? '*' : character)).join('');
}

/**
 * The text of a code message: the sentence, and below it the line by which a phone's browser offers the code by itself
 * (WebOTP: `@host #123456`) when that still fits into one SMS.
 *
 * @param sentence contains the code; comes from the locale
 * @param host     the host of PUBLIC_URL without scheme and port, e.g. `localhost`
 * @throws Error for a sentence that is no SMS: too long, a character no phone shows, or an address in it
 *   (customers are taught that such links are fraud)
 * Source: DOMAIN §2
 */
export function codeMessage({ sentence, host, code }: { sentence: string; host: string; code: string }): string {
  if (/https?:|www\./i.test(sentence)) throw new Error('expected a code message without an address, found one');
  const bytes = eucKrBytes(sentence);
  if (bytes === undefined) throw new Error('expected an SMS in EUC-KR, found another character');
  const room = smsBytes - carrierLineBytes;
  if (bytes > room) throw new Error(`expected at most ${room} bytes of SMS, found ${bytes}`);
  const whole = `${sentence}\n@${host} #${code}`;
  return (eucKrBytes(whole) ?? Infinity) <= room ? whole : sentence;
}
