import { httpLimits } from './httpLimits.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a JSON body as the limits of SECURITY §1 allow: valid UTF-8 without a byte order mark, at most 20 levels deep.
 * A `__proto__` member is dropped, so that no later copy can change an object's prototype.
 *
 * @returns undefined when it is not such a text
 */
export function parseJson(bytes: Buffer): { readonly value: unknown } | undefined {
  try {
    const text = utf8.decode(bytes);
    if (text.startsWith('\ufeff') || depthOf(text) > httpLimits.jsonDepth) return undefined;
    return { value: /__proto__|\\u/u.test(text) ? JSON.parse(text, withoutPrototype) : JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function withoutPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

// Counted before parsing, so that a body of brackets costs a scan and never the stack.
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character === '\\') index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, (depth += 1));
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}
