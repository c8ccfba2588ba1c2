import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { outsideSystems, type OutsideSystems } from '../../../composition/outside/adapters.ts';
import { adapterFaults, chooseAdapters, requireAdapters } from '../../../composition/outside/chooseAdapters.ts';
import { adapter } from '../../../composition/outside/outsideSystem.ts';
import { ConfigFault, outsideSettingNames, parseConfig, type Config } from '../../../config.ts';
import { productionSettings, standInPorts, standIns } from '../../support/productionSettings.ts';

const { SMS_PROVIDER, SOLAPI_API_KEY, SOLAPI_API_SECRET, SMS_SENDER, IDENTITY_URL, IDENTITY_KEY, ...bare } =
  productionSettings;
const sms = { SMS_PROVIDER, SOLAPI_API_KEY, SOLAPI_API_SECRET, SMS_SENDER };
const identity = { IDENTITY_URL, IDENTITY_KEY };
const later = standIns(standInPorts());

/** A production with these settings beside those of its own doors and keys. */
function production(settings: Readonly<Record<string, string>>): Config {
  return parseConfig({ ...bare, ...settings });
}

describe('what this version lacks', () => {
  test('every adapter that is missing is named with the settings that would choose it', () => {
    expect(adapterFaults(production({}))).toEqual([
      'the SMS carrier: no adapter is chosen; SMS_PROVIDER=solapi, SOLAPI_API_KEY, SOLAPI_API_SECRET, SMS_SENDER would choose SOLAPI, which is not in this version',
      'the identity bureau: no adapter is chosen; IDENTITY_URL, IDENTITY_KEY would choose the HTTPS contract, which is not in this version',
    ]);
  });

  test('a setting of an adapter that is not in this version is answered, not ignored', () => {
    expect(adapterFaults(production({ ...sms, ...identity, MICROSOFT_APP_ID: 'x' }))).toEqual([
      'the SMS carrier: SMS_PROVIDER=solapi, SOLAPI_API_KEY, SOLAPI_API_SECRET, SMS_SENDER given for SOLAPI, which is not in this version',
      'the identity bureau: IDENTITY_URL, IDENTITY_KEY given for the HTTPS contract, which is not in this version',
      'Azure Bot Service: MICROSOFT_APP_ID given for CloudAdapter, which is not in this version',
    ]);
  });

  test('one of its settings is enough', () => {
    const faults = adapterFaults(production({ SOLAPI_API_KEY: 'x' }));
    expect(faults).toContain('the SMS carrier: SOLAPI_API_KEY given for SOLAPI, which is not in this version');
  });

  test.each(outsideSettingNames)('%s is the setting of an adapter', (name) => {
    const given = name === 'SMS_PROVIDER' ? 'solapi' : name.startsWith('MAIL_SMTP') ? 'smtp://x' : 'https://x';
    const config = production({ [name]: given });
    const asked = Object.values(outsideSystems).flatMap(({ real }) =>
      real.filter(({ settings }) => settings.given(config).some((one) => one.startsWith(name))),
    );
    expect(asked).toHaveLength(1);
  });
});

describe('with every adapter at hand', () => {
  test('a whole production chooses one for each system that it cannot run without', () => {
    const { chosen, faults, without } = chooseAdapters(production({ ...sms, ...identity }), later);
    expect(faults).toEqual([]);
    expect([...chosen].map(([row, { name }]) => `${row}: ${name}`)).toEqual([
      'sms: SOLAPI',
      'identityVerifier: the HTTPS contract',
      'bankLogin: OpenID Connect',
    ]);
    expect(without).toHaveLength(Object.keys(outsideSystems).length - 3);
    expect(without).toContain('the mail server: no mail is sent');
  });

  test.each(Object.keys(sms))('SMS without %s', (name) => {
    const faults = adapterFaults(production({ ...sms, ...identity, [name]: '' }), later);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`given without ${name === 'SMS_PROVIDER' ? 'SMS_PROVIDER=solapi' : name}`);
  });

  test('a bank that nobody knows, or that issues nothing, has no log-in', () => {
    const login = (code: string): Record<string, string> => ({
      [`BANK_${code}_OIDC_ISSUER`]: 'https://bank.example',
      [`BANK_${code}_OIDC_CLIENT_ID`]: 'a',
      [`BANK_${code}_OIDC_CLIENT_SECRET`]: 'b',
    });
    const all = { ...sms, ...identity };
    expect(adapterFaults(production({ ...all, ...login('020') }), later)).toEqual([]);
    for (const code of ['999', '090', '4']) {
      const told = `BANK_${code}_OIDC_ISSUER: no bank with the code ${code} issues certificates`;
      expect(adapterFaults(production({ ...all, ...login(code) }), later)).toEqual([told]);
    }
  });

  test('no bank at all is a missing adapter', () => {
    const nobody = { BANK_004_OIDC_ISSUER: '', BANK_004_OIDC_CLIENT_ID: '', BANK_004_OIDC_CLIENT_SECRET: '' };
    expect(adapterFaults(production({ ...sms, ...identity, ...nobody }), later)).toEqual([
      "the banks' log-in: no adapter is chosen; BANK_<code>_OIDC_ISSUER, …_CLIENT_ID, …_CLIENT_SECRET would choose OpenID Connect",
    ]);
  });

  const azure = { AZURE_LANGUAGE_ENDPOINT: 'https://x.example', AZURE_LANGUAGE_KEY: 'x' };
  test.each([
    [azure, []],
    [{ ...azure, AZURE_LANGUAGE_PROJECT: 'p', AZURE_LANGUAGE_DEPLOYMENT: 'd' }, []],
    [{ ...azure, AZURE_LANGUAGE_PROJECT: 'p' }, ['AZURE_LANGUAGE_DEPLOYMENT']],
    [{ AZURE_LANGUAGE_KEY: 'x' }, ['AZURE_LANGUAGE_ENDPOINT']],
    [{ AZURE_LANGUAGE_DEPLOYMENT: 'd' }, ['AZURE_LANGUAGE_ENDPOINT', 'AZURE_LANGUAGE_KEY', 'AZURE_LANGUAGE_PROJECT']],
  ])('what may be left out goes together: %j', (settings, missing) => {
    const faults = adapterFaults(production({ ...sms, ...identity, ...settings }), later);
    expect(faults.map((fault) => fault.replace(/^.* given without /, ''))).toEqual(
      missing.length === 0 ? [] : [missing.join(', ')],
    );
  });

  test('of two carriers one has to be chosen', () => {
    const other = adapter({ name: 'another', needs: ['MAIL_SENDER'], open: () => ({ send: () => Promise.resolve() }) });
    const two: OutsideSystems = { ...later, sms: { ...later.sms, real: [...later.sms.real, other] } };
    const faults = adapterFaults(production({ ...sms, ...identity, MAIL_SENDER: 'x', MAIL_SMTP_URL: 'smtp://x' }), two);
    expect(faults).toEqual(['the SMS carrier: only one adapter can be chosen, found SOLAPI and another']);
  });
});

/** The row of a system in docs/adapters.md, as the code has it. */
function documented(system: (typeof outsideSystems)[keyof typeof outsideSystems]): string[] {
  const { name, sandbox, without, real } = system;
  return real.map(({ name: adapterName, settings, open }) =>
    [
      name,
      sandbox ? 'simulated' : 'none',
      open ? adapterName : `${adapterName}, not in this version`,
      `\`${settings.named}\``,
      without ?? 'production does not start',
    ].join(' | '),
  );
}

test('docs/adapters.md tells of every system what the table does', () => {
  const paper = readFileSync(new URL('../../../docs/adapters.md', import.meta.url), 'utf8');
  const rows = paper.split('\n').flatMap((line) => (line.startsWith('| ') ? [line.replace(/\s+/g, ' ')] : []));
  const told = rows.map((row) => row.slice(2, -2));
  const systems = Object.values(outsideSystems).flatMap((system) => documented(system));
  expect(systems.filter((row) => !told.includes(row))).toEqual([]);
  expect(
    told.filter((row) => /production does not start|not in this version/.test(row) && !systems.includes(row)),
  ).toEqual([]);
});

test('the sandbox asks for none of them; a production that lacks adapters opens nothing', () => {
  expect(adapterFaults(parseConfig({}))).toEqual([]);
  expect(() => requireAdapters(production({}), outsideSystems)).toThrow(ConfigFault);
  expect(() => requireAdapters(parseConfig({}), outsideSystems)).not.toThrow();
});
