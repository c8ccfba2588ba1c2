import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { adapterFaults } from '../../composition/outside/chooseAdapters.ts';
import { ConfigFault, keyNames, outsideSettingNames, parseConfig, settingNames } from '../../config.ts';
import { productionSettings as production, standIns } from '../support/productionSettings.ts';

/** As if every adapter were at hand: what is left are faults of the settings. */
const everyAdapter = standIns({});

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseConfig(environment, (config) => adapterFaults(config, everyAdapter));
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
    ['BANK_004_OIDC_ISSUER', 'https://bank.example.com'],
    ['SMS_PROVIDER', 'solapi'],
  ])('%s=%s', (name, value) => {
    expect(faultsOf({ [name]: value }).some((fault) => fault.includes(name.replace(/004.*/, '')))).toBe(true);
  });

  test.each(outsideSettingNames)('%s belongs to a real provider', (name) => {
    expect(faultsOf({ [name]: 'real' })).toEqual([`the sandbox refuses ${name}: it belongs to a real provider`]);
  });

  test('its own SMS carrier may be named', () => {
    expect(faultsOf({ SMS_PROVIDER: 'sandbox' })).toEqual([]);
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

  test.each([
    ['SMS_PROVIDER', 'sandbox', 'SMS_PROVIDER must be a real one outside the sandbox'],
    ['SMS_PROVIDER', 'another', 'SMS_PROVIDER must be sandbox or solapi'],
    ['IDENTITY_URL', 'http://identity.example.com', 'IDENTITY_URL must be an address that begins with https:'],
    ['BANK_004_OIDC_ISSUER', 'bank', 'BANK_004_OIDC_ISSUER must be an address that begins with https:'],
    [
      'BANK_004_OIDC_SECRET',
      'x',
      'BANK_004_OIDC_SECRET is no setting: a bank has …_ISSUER, …_CLIENT_ID, …_CLIENT_SECRET',
    ],
    ['SANDBOX_PEOPLE', '7', 'SANDBOX_PEOPLE belongs to the sandbox'],
    ['KAKAO_SKILL_SECRETS', 'sandbox-secret', 'KAKAO_SKILL_SECRETS still has a default value'],
    ['PUBLIC_URL', 'http://cert.example.com', 'PUBLIC_URL must be https outside the sandbox'],
  ])('with %s=%s', (name, value, fault) => {
    expect(faultsOf({ ...production, [name]: value })).toContain(fault);
  });

  test.each(['http://127.0.0.1:8080', 'http://localhost:8080/path'])('an adapter beside it may be at %s', (address) => {
    expect(faultsOf({ ...production, IDENTITY_URL: address })).toEqual([]);
  });

  test.each(['smtp://mail.example.com', 'smtps://mail.example.com:465'])('mail goes by %s', (address) => {
    const mail = { MAIL_SENDER: 'cert@example.com' };
    expect(faultsOf({ ...production, ...mail, MAIL_SMTP_URL: address })).toEqual([]);
    expect(faultsOf({ ...production, ...mail, MAIL_SMTP_URL: 'https://mail.example.com' })).toHaveLength(1);
    expect(faultsOf({ ...production, ...mail })).toEqual(['MAIL_SENDER given without MAIL_SMTP_URL']);
  });

  test('its faults repeat no secret', () => {
    const faults = faultsOf({ ...production, SOLAPI_API_SECRET: 'canary', SOLAPI_API_KEY: '', TOKEN_KEY: 'canary' });
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toContain('canary');
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
