import { httpLimits } from './httpLimits.ts';

/**
 * Takes a request target apart. Only the origin form (`/path?query`) in well-formed percent-encoding is one of ours;
 * proxies' absolute form, NUL, backslashes and `//host` are not.
 *
 * @returns undefined when it is none
 */
export function requestTarget(
  url: string | undefined,
): { readonly path: string; readonly query: URLSearchParams } | undefined {
  if (url === undefined || !url.startsWith('/') || url.length > httpLimits.urlCharacters) return undefined;
  const question = url.indexOf('?');
  const path = question < 0 ? url : url.slice(0, question);
  if (path.startsWith('//') || !isWellFormed(path)) return undefined;
  return { path, query: new URLSearchParams(question < 0 ? '' : url.slice(question + 1)) };
}

function isWellFormed(path: string): boolean {
  try {
    return !/[\u0000-\u001f\\\u007f]/u.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}
