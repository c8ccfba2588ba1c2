import { expect, test } from '@jest/globals';
import { cookieName, parseCookies, setCookie } from '../../web/cookies.ts';
import { html, scriptJson } from '../../web/html.ts';
import { pagePolicy } from '../../web/securityHeaders.ts';

test('what is put into a page is text, wherever it stands', () => {
  const evil = '"><script>alert(1)</script>\'&';
  expect(html`<a href="${evil}">${evil}</a>`.toString()).toBe(
    '<a href="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;</a>',
  );
});

test('markup stays markup, lists are joined, nothing leaves nothing', () => {
  const items = ['<1>', '2'].map((text) => html`<li>${text}</li>`);
  expect(html`<p>${items}${undefined}${false}${0}</p>`.toString()).toBe('<p><li>&lt;1&gt;</li><li>2</li>0</p>');
});

test('data for a script cannot end its element', () => {
  const json = scriptJson({ text: '</script><!--' }).toString();
  expect(json).not.toContain('<');
  expect(JSON.parse(json)).toEqual({ text: '</script><!--' });
});

test('of two cookies with one name the first counts', () => {
  expect(parseCookies('a=1; a=2; b=; =c; d')).toEqual(Object.assign(Object.create(null), { a: '1', b: '' }));
  expect(parseCookies(undefined)).toEqual(Object.create(null));
  expect(parseCookies('__proto__=x')['toString']).toBeUndefined();
});

test('a cookie under https carries the prefix and Secure, on http://localhost neither', () => {
  const cookie = { name: 'chat', value: 'v', maxAgeSeconds: 60, sameSite: 'Strict' } as const;
  expect(setCookie({ ...cookie, https: true })).toBe(
    '__Host-chat=v; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
  );
  expect(setCookie({ ...cookie, https: false })).toBe('chat=v; Path=/; Max-Age=60; HttpOnly; SameSite=Strict');
  expect(cookieName('chat', true)).toBe('__Host-chat');
});

test('a page may load nothing from elsewhere unless it says so', () => {
  expect(pagePolicy({})).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  );
  const policy = pagePolicy({ nonce: 'n', formAction: ["'self'", 'https://bank.example'], connect: ['wss://x'] });
  expect(policy).toContain("script-src 'self' 'nonce-n';");
  expect(policy).toContain("form-action 'self' https://bank.example;");
});
