import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ConfigFault, keyNames, parseConfig, settingNames } from '../../config.ts';

const keys = Object.fromEntries(keyNames.map((name) => [name, `${name}-`.padEnd(40, 'k')]));
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://cert.example.com',
  ...keys,
  SMS_PROVIDER: 'solapi',
  SOLAPI_API_KEY: 'a',
  SOLAPI_API_SECRET: 'b',
  SMS_SENDER: '15880000',
  MAIL_SMTP_URL: 'smtps://mail.example.com',
  MAIL_SENDER: 'cert@example.com',
  IDENTITY_URL: 'https://identity.example.com',
  IDENTITY_KEY: 'c',
  KAKAO_SKILL_SECRETS: 'a-long-skill-secret',
  KAKAO_BOT_IDS: 'bot',
  BANK_004_OIDC_ISSUER: 'https://bank.example.com',
  BANK_004_OIDC_CLIENT_ID: 'd',
  BANK_004_OIDC_CLIENT_SECRET: 'e',
};

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigFault) return error.faults;
    throw error;
  }
}

test('an empty environment is a sandbox on loopback', () => {
  const config = parseConfig({});
  expect(config).toMatchObject({ sandbox: true, port: 3978, host: '127.0.0.1', publicUrl: 'http://localhost:3978' });
  expect(Object.isFrozen(config)).toBe(true);
});

test('a whole production environment is accepted', () => {
  expect(faultsOf(production)).toEqual([]);
});

test.each([
  ['personal=3', { personal: 3 }],
  ['personal=3,businessFinance=2', { personal: 3, businessFinance: 2 }],
])('PRODUCT_YEARS=%s', (value, years) => {
  expect(parseConfig({ PRODUCT_YEARS: value }).productYears).toEqual(years);
  expect(faultsOf({ PRODUCT_YEARS: 'personal' })).toHaveLength(1);
});

test.each([
  [{}, false],
  [{ KAKAO_OPERATOR: 'false' }, false],
  [{ KAKAO_OPERATOR: 'true' }, true],
])('%j: the channel has agents of its own: %s', (environment, operator) => {
  expect(parseConfig(environment).kakao.operator).toBe(operator);
  expect(faultsOf({ KAKAO_OPERATOR: '1' })).toEqual(['KAKAO_OPERATOR must be true or false']);
});

test('one error lists every fault', () => {
  const faults = faultsOf({ PORT: '99999', SANDBOX: 'yes', LOG_LEVEL: 'loud', REDIS_URL: 'http://x' });
  expect(faults).toHaveLength(4);
});

describe('the sandbox refuses to be public', () => {
  test.each([
    ['HOST', '0.0.0.0'],
    ['HOST', '10.0.0.5'],
    ['PUBLIC_URL', 'https://cert.example.com'],
    ['SOLAPI_API_KEY', 'real'],
    ['KAKAO_REST_API_KEY', 'real'],
    ['AGENT_OIDC_CLIENT_SECRET', 'real'],
  ])('%s=%s', (name, value) => {
    expect(faultsOf({ [name]: value }).some((fault) => fault.includes(name))).toBe(true);
  });

  test.each(['127.0.0.1', 'localhost', '::1'])('HOST=%s is loopback', (host) => {
    expect(faultsOf({ HOST: host })).toEqual([]);
  });

  test('NODE_ENV=production with SANDBOX=true', () => {
    expect(faultsOf({ NODE_ENV: 'production', SANDBOX: 'true' }).length).toBeGreaterThan(0);
  });
});

describe('production refuses to start half', () => {
  test.each(Object.keys(production).filter((name) => name !== 'NODE_ENV'))('without %s', (name) => {
    expect(faultsOf({ ...production, [name]: '' }).length).toBeGreaterThan(0);
  });

  test.each(keyNames)('with the example value of %s', (name) => {
    expect(faultsOf({ ...production, [name]: 'change-me'.padEnd(40, '!') })).toHaveLength(1);
  });

  test('a key of 31 characters is too short, 32 is not', () => {
    expect(faultsOf({ ...production, AUDIT_KEY: 'k'.repeat(31) })).toHaveLength(1);
    expect(faultsOf({ ...production, AUDIT_KEY: 'k'.repeat(32) })).toEqual([]);
  });
});

test('.env.example names exactly the settings that config.ts reads', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const named = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1] ?? '');
  const pattern = named.filter((name) => name.startsWith('BANK_'));
  expect(pattern).toEqual(['BANK_004_OIDC_ISSUER', 'BANK_004_OIDC_CLIENT_ID', 'BANK_004_OIDC_CLIENT_SECRET']);
  expect(named.filter((name) => !name.startsWith('BANK_')).sort()).toEqual([...settingNames].sort());
});
