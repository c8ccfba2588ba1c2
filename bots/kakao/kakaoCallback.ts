/** Hosts that Kakao calls back on (KAKAO §1, §3). */
const hosts: ReadonlySet<string> = new Set(['bot-api.kakao.com']);
const longest = 2_048;

/** A checked callback address; undefined for any other: https, a host of Kakao's, its own port, no user in it (SECURITY §2). */
export function callbackAddress(url: string | undefined): URL | undefined {
  if (url === undefined || url.length > longest || !URL.canParse(url)) return undefined;
  const address = new URL(url);
  const plain = address.username === '' && address.password === '' && address.port === '' && address.hash === '';
  return plain && address.protocol === 'https:' && hosts.has(address.hostname) ? address : undefined;
}

/** Sends the answer of a call that went on by callback. */
export interface KakaoCallbacks {
  /** One POST, no redirect followed, none repeated. False when Kakao did not take it. */
  send(address: URL, body: string): Promise<boolean>;
}
