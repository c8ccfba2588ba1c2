import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { outOfScope } from '../reading/confidenceBand.ts';
import { normalizeUserText } from '../reading/normalizeUserText.ts';
import { redact } from '../redaction/redact.ts';
import type { Understand, Understanding } from '../understanding.ts';

/**
 * `npm run -s understand`: one message a line in, one JSON object a line out (nlu/README.md). A message goes the way it
 * goes in the conversation: cleaned, secrets erased, understood. `text` is the line as it came, unless it held a secret.
 */
export async function understandCommand(request: {
  readonly input: Readable;
  readonly output: Writable;
  readonly understand: Understand;
}): Promise<void> {
  for await (const line of createInterface({ input: request.input, crlfDelay: Infinity })) {
    const answer = `${JSON.stringify(understandLine(line, request.understand))}\n`;
    if (!request.output.write(answer)) await drained(request.output);
  }
}

function understandLine(line: string, understand: Understand): Understanding {
  const { text, tooLong } = normalizeUserText(line);
  if (tooLong) return { ...understand(''), text: '', intent: outOfScope };
  const redacted = redact(text, { expectingCode: false });
  return { ...understand(redacted.text), text: redacted.found.length > 0 ? redacted.text : line };
}

async function drained(output: Writable): Promise<void> {
  await new Promise<void>((resolve) => {
    output.once('drain', resolve);
  });
}
