/** Names by what a browser calls itself, the more special first: each of them says that it is Chrome or Safari too. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/KAKAOTALK/i, 'KakaoTalk'],
  [/NAVER\(/i, 'NAVER'],
  [/Whale\//, 'Whale'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Linux|X11/, 'Linux'],
];

/** More than any browser says of itself. */
const longestUserAgent = 512;

/**
 * A device in words that its owner knows it by: `Chrome · Windows`. Only names of the lists come out, whatever was sent.
 *
 * @param userAgent the header, as sent
 */
export function describeBrowser(userAgent: string | undefined): string {
  const said = (userAgent ?? '').slice(0, longestUserAgent);
  const browser = nameIn(browsers, said) ?? 'Browser';
  const system = nameIn(systems, said);
  return system === undefined ? browser : `${browser} · ${system}`;
}

function nameIn(names: typeof browsers, said: string): string | undefined {
  return names.find(([pattern]) => pattern.test(said))?.[1];
}
