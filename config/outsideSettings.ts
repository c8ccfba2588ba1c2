import type { Reader } from './reader.ts';

/** What is wrong with the form of a value, as it goes on after the setting's name; undefined when nothing is. */
type Form = (value: string) => string | undefined;

const any: Form = () => undefined;
const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** TLS, or plain http to this machine: a side-car, a stand-in. */
const https: Form = (value) => {
  const { protocol, hostname } = URL.canParse(value) ? new URL(value) : { protocol: '', hostname: '' };
  const fits = protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
  return fits ? undefined : 'must be an address that begins with https:';
};
const smtp: Form = (value) =>
  /^smtps?:$/.test(URL.canParse(value) ? new URL(value).protocol : '')
    ? undefined
    : 'must be an address that begins with smtp: or smtps:';
const smsProvider: Form = (value) => (['sandbox', 'solapi'].includes(value) ? undefined : 'must be sandbox or solapi');

/**
 * The settings of the world outside, each with its form. Which adapter asks for which of them, and what is missing, is
 * said in composition/outside/adapters.ts, the only reader of `Config.outside`.
 */
const forms = {
  SMS_PROVIDER: smsProvider,
  SOLAPI_API_KEY: any,
  SOLAPI_API_SECRET: any,
  SMS_SENDER: any,
  IDENTITY_URL: https,
  IDENTITY_KEY: any,
  KAKAO_REST_API_KEY: any,
  AZURE_LANGUAGE_ENDPOINT: https,
  AZURE_LANGUAGE_KEY: any,
  AZURE_LANGUAGE_PROJECT: any,
  AZURE_LANGUAGE_DEPLOYMENT: any,
  MAIL_SMTP_URL: smtp,
  MAIL_SENDER: any,
  ACCOUNT_URL: https,
  ACCOUNT_KEY: any,
  IDPHOTO_URL: https,
  IDPHOTO_KEY: any,
  BUSINESS_URL: https,
  BUSINESS_KEY: any,
  AGENT_OIDC_ISSUER: https,
  AGENT_OIDC_CLIENT_ID: any,
  AGENT_OIDC_CLIENT_SECRET: any,
  AGENT_OIDC_ROLE_CLAIM: any,
  MICROSOFT_APP_ID: any,
  MICROSOFT_APP_PASSWORD: any,
  MICROSOFT_APP_TENANT_ID: any,
} as const satisfies Readonly<Record<string, Form>>;

/** One setting of the world outside, by its name in the environment. */
export type OutsideSettingName = keyof typeof forms;

/** All of them, without the banks' (`BANK_<code>_OIDC_…`). */
export const outsideSettingNames = Object.keys(forms) as readonly OutsideSettingName[]; // the keys of the object above

/** Those that are set. */
export type OutsideSettings = Readonly<Partial<Record<OutsideSettingName, string>>>;

/** Where the customers of one bank log in, and as whom the bank knows us. */
export interface BankLoginSetting {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Reads those that are set; the sandbox takes none, since each belongs to a real provider (CONTRACT §2). */
export function readOutside(read: Reader, sandbox: boolean): OutsideSettings {
  const given = outsideSettingNames.flatMap((name) => {
    const value = read.text(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  for (const [name, value] of given) {
    const fault = forms[name](value);
    if (sandbox && !isSandboxOwn(name, value))
      read.faults.push(`the sandbox refuses ${name}: it belongs to a real provider`);
    else if (fault !== undefined) read.faults.push(`${name} ${fault}`);
  }
  if (!sandbox && read.text('SMS_PROVIDER') === 'sandbox') {
    read.faults.push('SMS_PROVIDER must be a real one outside the sandbox');
  }
  return Object.fromEntries(given);
}

function isSandboxOwn(name: OutsideSettingName, value: string): boolean {
  return name === 'SMS_PROVIDER' && value === 'sandbox';
}

const bankSetting = /^BANK_(.+)_OIDC_(ISSUER|CLIENT_ID|CLIENT_SECRET)$/;

/** By bank code: three settings a bank, all or none of them. Whether there is such a bank is the adapters' to say. */
export function readBankLogins(read: Reader, sandbox: boolean): Readonly<Record<string, BankLoginSetting>> {
  const names = Object.keys(read.environment).filter(
    (name) => /^BANK_.*_OIDC_/.test(name) && read.text(name) !== undefined,
  );
  if (sandbox && names.length > 0) read.faults.push('the sandbox refuses BANK_…_OIDC_…: it has its own banks');
  const codes = names.flatMap((name) => {
    const code = bankSetting.exec(name)?.[1];
    if (code === undefined)
      read.faults.push(`${name} is no setting: a bank has …_ISSUER, …_CLIENT_ID, …_CLIENT_SECRET`);
    return code ?? [];
  });
  return Object.fromEntries([...new Set(codes)].map((code) => [code, readBankLogin(read, code)]));
}

/** What is missing is empty, and a fault. */
function readBankLogin(read: Reader, code: string): BankLoginSetting {
  const part = (name: string): string | undefined => read.text(`BANK_${code}_OIDC_${name}`);
  const [issuer, clientId, clientSecret] = [part('ISSUER'), part('CLIENT_ID'), part('CLIENT_SECRET')];
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    read.faults.push(`BANK_${code}_OIDC_ISSUER, …_CLIENT_ID and …_CLIENT_SECRET go together`);
  }
  const fault = issuer === undefined ? undefined : https(issuer);
  if (fault !== undefined) read.faults.push(`BANK_${code}_OIDC_ISSUER ${fault}`);
  return { issuer: issuer ?? '', clientId: clientId ?? '', clientSecret: clientSecret ?? '' };
}
