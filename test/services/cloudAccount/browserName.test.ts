import { expect, test } from '@jest/globals';
import { describeBrowser } from '../../../services/cloudAccount/browserName.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36`, 'Chrome · Windows'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0 Safari/537.36 Edg/131.0`, 'Edge · Windows'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/130.0 Whale/4.29 Safari/537.36`, 'Whale · Windows'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.1 Safari/605.1`, 'Safari · Mac'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', 'Firefox · Linux'],
  [
    `Mozilla/5.0 (Linux; Android 14; SM-S918N) ${webkit} SamsungBrowser/27.0 Chrome/125.0 Mobile`,
    'Samsung Internet · Android',
  ],
  [`Mozilla/5.0 (Linux; Android 14) ${webkit} Chrome/131 Mobile Safari/537.36;KAKAOTALK 2511`, 'KakaoTalk · Android'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1', 'Safari · iPhone'],
  ['Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) CriOS/131.0 Mobile/15E148 Safari/604.1', 'Chrome · iPad'],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/131.0 Safari/537.36`, 'Chrome · ChromeOS'],
  ['curl/8.5.0', 'Browser'],
  ['', 'Browser'],
  [undefined, 'Browser'],
  ['<b onclick=alert(1)>Firefox/1</b> Windows 홍길동 010-1234-5678', 'Firefox · Windows'],
  [`${'x'.repeat(512)}Chrome/1 Windows`, 'Browser'],
])('%s is %s', (userAgent, name) => {
  expect(describeBrowser(userAgent)).toBe(name);
});
