/** One thing that happens in a conversation; what the bot answers is not in here, it is compared as text. */
export type Act =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'press'; readonly label: string }
  | { readonly kind: 'pressOld'; readonly label: string }
  | { readonly kind: 'join' }
  | { readonly kind: 'at'; readonly instant: string }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'secure'; readonly step: string; readonly words: readonly string[] }
  | { readonly kind: 'fault'; readonly service: string; readonly mode: string }
  | { readonly kind: 'agent'; readonly act: string; readonly agent: string; readonly text: string }
  | { readonly kind: 'again' }
  | { readonly kind: 'nudge' }
  | { readonly kind: 'restart' };

const head = /^(?:>.*\n)*\[From=(.+)\]\n/;

/** The name of the beginning that a transcript goes on from: `[From=at the consent]` is its first line, comments aside. */
export function beginningOf(transcript: string): string | undefined {
  return head.exec(transcript)?.[1];
}

/** A transcript in the form of README.md, line by line; what was answered is left out. @throws Error for a line that is none */
export function readScript(transcript: string): { line: string; act: Act | undefined }[] {
  const [before = ''] = head.exec(transcript) ?? [];
  return [
    ...before
      .split('\n')
      .slice(0, -1)
      .map((line) => ({ line, act: undefined })),
    ...transcript
      .slice(before.length)
      .split('\n')
      .filter((line) => !/^(bot|page|agent): /.test(line))
      .map((line) => ({ line, act: actOf(line) })),
  ];
}

function actOf(line: string): Act | undefined {
  const [, old, label] = /^user: (?:\[\[([^[\]]+)\]\]|\[([^[\]]+)\])$/.exec(line) ?? [];
  if (old !== undefined) return { kind: 'pressOld', label: old };
  if (label !== undefined) return { kind: 'press', label };
  if (line.startsWith('user:')) return { kind: 'say', text: line.slice(5).trim() };
  const [, name, value = ''] = /^\[(\w+)(?:=(.*))?\]$/.exec(line) ?? [];
  const [first = '', ...rest] = value.split(' ');
  if (name === 'Join') return { kind: 'join' };
  if (name === 'At') return { kind: 'at', instant: value };
  if (name === 'Wait') return { kind: 'wait', seconds: Number(value) };
  if (name === 'Secure') return { kind: 'secure', step: first, words: rest };
  if (name === 'Fault') return { kind: 'fault', service: first, mode: rest[0] ?? 'error' };
  if (name === 'Agent') return { kind: 'agent', act: first, agent: rest[0] ?? '', text: rest.slice(1).join(' ') };
  if (name === 'Again') return { kind: 'again' };
  if (name === 'Nudge') return { kind: 'nudge' };
  if (name === 'Restart') return { kind: 'restart' };
  if (line !== '' && !line.startsWith('>')) throw new Error(`expected a line of a transcript, found ${line}`);
  return undefined;
}
