/**
 * The only reader of the environment (DESIGN §1.6). `parseConfig` answers one frozen Config or one error that lists every
 * fault; `.env.example` describes each setting, and a test keeps the two equal.
 */
export interface Config {
  readonly production: boolean;
  readonly sandbox: boolean;
  readonly sandboxPeople: number;
  readonly port: number;
  readonly host: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly directory: string;
  readonly redisUrl: string | undefined;
  readonly logLevel: string;
  readonly metricsToken: string | undefined;
  /** Undefined in a sandbox that makes its own (`sandbox-secrets.json`). */
  readonly keys: Keys | undefined;
  readonly kakao: {
    readonly skillSecrets: readonly string[];
    readonly botIds: readonly string[];
    readonly restApiKey: string | undefined;
    /** The channel has agents of its own (상담톡, 1:1 채팅): hand-off cards carry the operator's button. */
    readonly operator: boolean;
  };
  readonly directLineSecret: string | undefined;
  readonly azureBot: { readonly appId: string; readonly password: string; readonly tenantId: string } | undefined;
  readonly azureLanguage:
    | {
        readonly endpoint: string;
        readonly key: string;
        readonly project: string | undefined;
        readonly deployment: string | undefined;
      }
    | undefined;
  readonly sms:
    | { readonly provider: 'sandbox' }
    | { readonly provider: 'solapi'; readonly apiKey: string; readonly apiSecret: string; readonly sender: string };
  readonly mail: { readonly smtpUrl: string; readonly sender: string } | undefined;
  readonly outside: Readonly<Record<OutsideService, { readonly url: string; readonly key: string } | undefined>>;
  readonly agentLogin:
    | {
        readonly issuer: string;
        readonly clientId: string;
        readonly clientSecret: string;
        readonly roleClaim: string;
      }
    | undefined;
  /** Terms in years where they differ from the product's own, e.g. `{ personal: 3 }`. */
  readonly productYears: Readonly<Record<string, number>>;
  /** By bank code: where its customers log in. */
  readonly bankLogins: Readonly<
    Record<string, { readonly issuer: string; readonly clientId: string; readonly clientSecret: string }>
  >;
}

/** The product's own secrets; `new,old` where a rotation may be under way. */
export interface Keys {
  readonly secretPepper: string;
  readonly personKey: string;
  readonly tokenKey: string;
  readonly auditKey: string;
  readonly caKeyPassphrase: string;
}

/** Outside services reached over our own documented HTTPS contract (docs/adapters.md). */
export type OutsideService = 'IDENTITY' | 'ACCOUNT' | 'IDPHOTO' | 'BUSINESS';

/** All faults of the settings at once. */
export class ConfigFault extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The settings have ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n- ${faults.join('\n- ')}`);
    this.name = 'ConfigFault';
    this.faults = faults;
  }
}

/** The keys that production and every instance beyond the first must be given. */
export const keyNames = ['SECRET_PEPPER', 'PERSON_KEY', 'TOKEN_KEY', 'AUDIT_KEY', 'CA_KEY_PASSPHRASE'] as const;

/** Every setting by its name; `BANK_<code>_OIDC_…` stands for one a bank. */
export const settingNames = [
  'NODE_ENV',
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'TRUSTED_PROXIES',
  'DATA_DIR',
  'REDIS_URL',
  'SANDBOX',
  'SANDBOX_PEOPLE',
  'LOG_LEVEL',
  'METRICS_TOKEN',
  'PRODUCT_YEARS',
  ...keyNames,
  'KAKAO_SKILL_SECRETS',
  'KAKAO_BOT_IDS',
  'KAKAO_REST_API_KEY',
  'KAKAO_OPERATOR',
  'DIRECT_LINE_SECRET',
  'MICROSOFT_APP_ID',
  'MICROSOFT_APP_PASSWORD',
  'MICROSOFT_APP_TENANT_ID',
  'AZURE_LANGUAGE_ENDPOINT',
  'AZURE_LANGUAGE_KEY',
  'AZURE_LANGUAGE_PROJECT',
  'AZURE_LANGUAGE_DEPLOYMENT',
  'SMS_PROVIDER',
  'SOLAPI_API_KEY',
  'SOLAPI_API_SECRET',
  'SMS_SENDER',
  'MAIL_SMTP_URL',
  'MAIL_SENDER',
  'IDENTITY_URL',
  'IDENTITY_KEY',
  'ACCOUNT_URL',
  'ACCOUNT_KEY',
  'IDPHOTO_URL',
  'IDPHOTO_KEY',
  'BUSINESS_URL',
  'BUSINESS_KEY',
  'AGENT_OIDC_ISSUER',
  'AGENT_OIDC_CLIENT_ID',
  'AGENT_OIDC_CLIENT_SECRET',
  'AGENT_OIDC_ROLE_CLAIM',
] as const;

type SettingName = (typeof settingNames)[number];

/** What `.env.example` shows in place of a secret; never accepted as one. */
const placeholder = 'change-me';

const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);
const sampleBotId = '66e9b0a1c2d3e4f5a6b7c8d9';
const outsideServices: readonly OutsideService[] = ['IDENTITY', 'ACCOUNT', 'IDPHOTO', 'BUSINESS'];
const realProviderKeys: readonly SettingName[] = [
  'KAKAO_REST_API_KEY',
  'MICROSOFT_APP_PASSWORD',
  'AZURE_LANGUAGE_KEY',
  'SOLAPI_API_KEY',
  'SOLAPI_API_SECRET',
  'MAIL_SMTP_URL',
  'IDENTITY_KEY',
  'ACCOUNT_KEY',
  'IDPHOTO_KEY',
  'BUSINESS_KEY',
  'AGENT_OIDC_CLIENT_SECRET',
];
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings one by one and remembers what was wrong with them. */
class Reader {
  readonly faults: string[] = [];
  readonly environment: Environment;

  constructor(environment: Environment) {
    this.environment = environment;
  }

  text(name: SettingName): string | undefined {
    const value = this.environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  whole(name: SettingName, otherwise: number, least: number, most: number): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    this.faults.push(`${name} must be a whole number from ${least} to ${most}`);
    return otherwise;
  }

  flag(name: SettingName, otherwise: boolean): boolean {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    if (value === 'true' || value === 'false') return value === 'true';
    this.faults.push(`${name} must be true or false`);
    return otherwise;
  }

  list(name: SettingName): readonly string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  url(name: SettingName, protocols: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value.replace(/\/+$/, '');
    this.faults.push(`${name} must be an address that begins with ${protocols.join(' or ')}`);
    return undefined;
  }

  /** All of a group or none of it. */
  together<Name extends SettingName>(names: readonly Name[]): Record<Name, string> | undefined {
    const found = names.filter((name) => this.text(name) !== undefined);
    if (found.length === 0) return undefined;
    const missing = names.filter((name) => this.text(name) === undefined);
    if (missing.length > 0) {
      this.faults.push(`${found.join(', ')} given without ${missing.join(', ')}`);
      return undefined;
    }
    const entries = names.map((name) => [name, this.text(name) ?? '']);
    return Object.fromEntries(entries) as Record<Name, string>; // every name was found above
  }
}

/**
 * Reads and checks every setting.
 *
 * @throws ConfigFault with every fault, so that one start shows them all
 */
export function parseConfig(environment: Environment): Config {
  const read = new Reader(environment);
  const production = read.text('NODE_ENV') === 'production';
  const sandbox = read.flag('SANDBOX', !production);
  const port = read.whole('PORT', 3978, 1, 65_535);
  const config: Config = {
    production,
    sandbox,
    sandboxPeople: read.whole('SANDBOX_PEOPLE', 0, 0, 1_000_000),
    port,
    host: read.text('HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: read.url('PUBLIC_URL', ['http:', 'https:']) ?? `http://localhost:${port}`,
    trustedProxies: read.list('TRUSTED_PROXIES'),
    directory: read.text('DATA_DIR') ?? './data',
    redisUrl: readRedisUrl(read),
    logLevel: readLogLevel(read),
    metricsToken: read.text('METRICS_TOKEN'),
    keys: readKeys(read, sandbox),
    kakao: readKakao(read, sandbox),
    directLineSecret: read.text('DIRECT_LINE_SECRET'),
    azureBot: readAzureBot(read),
    azureLanguage: readAzureLanguage(read),
    sms: readSms(read),
    mail: readMail(read),
    outside: readOutside(read),
    agentLogin: readAgentLogin(read),
    bankLogins: readBankLogins(read),
    productYears: readProductYears(read),
  };
  if (sandbox) refusePublicSandbox(read, config);
  else refuseHalfProduction(read, config);
  if (read.faults.length > 0) throw new ConfigFault(read.faults);
  return Object.freeze(config);
}

function readRedisUrl(read: Reader): string | undefined {
  const nodes = read.list('REDIS_URL');
  const wrong = nodes.some((node) => !URL.canParse(node) || !['redis:', 'rediss:'].includes(new URL(node).protocol));
  if (wrong) read.faults.push('REDIS_URL must be redis:// or rediss:// addresses, separated by commas');
  return nodes.length === 0 ? undefined : nodes.join(',');
}

function readLogLevel(read: Reader): string {
  const level = read.text('LOG_LEVEL') ?? 'info';
  if (!logLevels.includes(level)) read.faults.push(`LOG_LEVEL must be one of ${logLevels.join(', ')}`);
  return level;
}

function readKeys(read: Reader, sandbox: boolean): Keys | undefined {
  const given = keyNames.filter((name) => read.text(name) !== undefined);
  if (sandbox && given.length === 0) return undefined;
  for (const name of keyNames) checkKey(read, name);
  return {
    secretPepper: read.text('SECRET_PEPPER') ?? '',
    personKey: read.text('PERSON_KEY') ?? '',
    tokenKey: read.text('TOKEN_KEY') ?? '',
    auditKey: read.text('AUDIT_KEY') ?? '',
    caKeyPassphrase: read.text('CA_KEY_PASSPHRASE') ?? '',
  };
}

/** A key is at least 32 characters a version and never the value that .env.example shows. */
function checkKey(read: Reader, name: (typeof keyNames)[number]): void {
  const versions = read.list(name);
  if (versions.length === 0) read.faults.push(`${name} is missing`);
  if (versions.some((version) => version.length < 32)) read.faults.push(`${name} must have 32 characters or more`);
  if (versions.some((version) => version.includes(placeholder))) {
    read.faults.push(`${name} still has the value of .env.example`);
  }
}

function readKakao(read: Reader, sandbox: boolean): Config['kakao'] {
  const secrets = read.list('KAKAO_SKILL_SECRETS');
  if (secrets.length > 2) read.faults.push('KAKAO_SKILL_SECRETS holds two values at most');
  const botIds = read.list('KAKAO_BOT_IDS');
  return {
    skillSecrets: secrets.length === 0 && sandbox ? ['sandbox-secret'] : secrets,
    botIds: botIds.length === 0 && sandbox ? [sampleBotId] : botIds,
    restApiKey: read.text('KAKAO_REST_API_KEY'),
    operator: read.flag('KAKAO_OPERATOR', false),
  };
}

function readAzureBot(read: Reader): Config['azureBot'] {
  const group = read.together(['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID']);
  if (!group) return undefined;
  return {
    appId: group.MICROSOFT_APP_ID,
    password: group.MICROSOFT_APP_PASSWORD,
    tenantId: group.MICROSOFT_APP_TENANT_ID,
  };
}

function readAzureLanguage(read: Reader): Config['azureLanguage'] {
  const group = read.together(['AZURE_LANGUAGE_ENDPOINT', 'AZURE_LANGUAGE_KEY']);
  if (!group) return undefined;
  const classifier = read.together(['AZURE_LANGUAGE_PROJECT', 'AZURE_LANGUAGE_DEPLOYMENT']);
  return {
    endpoint: read.url('AZURE_LANGUAGE_ENDPOINT', ['https:', 'http:']) ?? '',
    key: group.AZURE_LANGUAGE_KEY,
    project: classifier?.AZURE_LANGUAGE_PROJECT,
    deployment: classifier?.AZURE_LANGUAGE_DEPLOYMENT,
  };
}

function readSms(read: Reader): Config['sms'] {
  const provider = read.text('SMS_PROVIDER') ?? 'sandbox';
  if (provider === 'sandbox') return { provider };
  if (provider !== 'solapi') read.faults.push('SMS_PROVIDER must be sandbox or solapi');
  const group = read.together(['SOLAPI_API_KEY', 'SOLAPI_API_SECRET', 'SMS_SENDER']);
  if (!group) read.faults.push('SMS_PROVIDER=solapi needs SOLAPI_API_KEY, SOLAPI_API_SECRET and SMS_SENDER');
  return {
    provider: 'solapi',
    apiKey: group?.SOLAPI_API_KEY ?? '',
    apiSecret: group?.SOLAPI_API_SECRET ?? '',
    sender: group?.SMS_SENDER ?? '',
  };
}

function readMail(read: Reader): Config['mail'] {
  const group = read.together(['MAIL_SMTP_URL', 'MAIL_SENDER']);
  return group && { smtpUrl: group.MAIL_SMTP_URL, sender: group.MAIL_SENDER };
}

function readOutside(read: Reader): Config['outside'] {
  const entries = outsideServices.map((service) => {
    const group = read.together([`${service}_URL`, `${service}_KEY`]);
    return [service, group && { url: group[`${service}_URL`], key: group[`${service}_KEY`] }];
  });
  return Object.fromEntries(entries) as Config['outside']; // one entry a service, in the order of the list
}

function readAgentLogin(read: Reader): Config['agentLogin'] {
  const group = read.together(['AGENT_OIDC_ISSUER', 'AGENT_OIDC_CLIENT_ID', 'AGENT_OIDC_CLIENT_SECRET']);
  if (!group) return undefined;
  return {
    issuer: group.AGENT_OIDC_ISSUER,
    clientId: group.AGENT_OIDC_CLIENT_ID,
    clientSecret: group.AGENT_OIDC_CLIENT_SECRET,
    roleClaim: read.text('AGENT_OIDC_ROLE_CLAIM') ?? 'roles',
  };
}

/** `personal=3,businessFinance=2`; whether a product offers that term is the profiles' to say. */
function readProductYears(read: Reader): Config['productYears'] {
  const pairs = read.list('PRODUCT_YEARS').map((pair) => /^(\w+)=(\d{1,2})$/.exec(pair));
  if (pairs.includes(null)) read.faults.push('PRODUCT_YEARS must look like personal=3,businessFinance=2');
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1] ?? '', Number(pair[2])]] : [])));
}

function readBankLogins(read: Reader): Config['bankLogins'] {
  const logins: Record<string, { issuer: string; clientId: string; clientSecret: string }> = {};
  const codes = Object.keys(read.environment).flatMap((name) => /^BANK_(\d{3})_OIDC_/.exec(name)?.[1] ?? []);
  for (const code of new Set(codes)) {
    const [issuer, clientId, clientSecret] = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'].map((part) =>
      read.environment[`BANK_${code}_OIDC_${part}`]?.trim(),
    );
    if (issuer && clientId && clientSecret) logins[code] = { issuer, clientId, clientSecret };
    else read.faults.push(`BANK_${code}_OIDC_ISSUER, …_CLIENT_ID and …_CLIENT_SECRET go together`);
  }
  return logins;
}

/** The sandbox is fail-closed: it never stands where a stranger could reach it (CONTRACT §2). */
function refusePublicSandbox(read: Reader, config: Config): void {
  if (config.production) read.faults.push('SANDBOX=true is refused with NODE_ENV=production');
  if (!loopbackHosts.has(config.host))
    read.faults.push(`the sandbox refuses HOST ${config.host}: it listens on loopback only`);
  const publicHost = new URL(config.publicUrl).hostname.replace(/^\[|\]$/g, '');
  if (!loopbackHosts.has(publicHost))
    read.faults.push(`the sandbox refuses PUBLIC_URL ${config.publicUrl}: it is not localhost`);
  for (const name of realProviderKeys) {
    if (read.text(name) !== undefined) read.faults.push(`the sandbox refuses ${name}: it belongs to a real provider`);
  }
  if (Object.keys(config.bankLogins).length > 0)
    read.faults.push('the sandbox refuses BANK_…_OIDC_…: it has its own banks');
}

/** Production starts whole or not at all (SECURITY §2). */
function refuseHalfProduction(read: Reader, config: Config): void {
  if (!config.publicUrl.startsWith('https://')) read.faults.push('PUBLIC_URL must be https outside the sandbox');
  if (config.sms.provider === 'sandbox') read.faults.push('SMS_PROVIDER must be a real one outside the sandbox');
  if (!config.outside.IDENTITY) read.faults.push('IDENTITY_URL and IDENTITY_KEY are missing');
  if (!config.mail) read.faults.push('MAIL_SMTP_URL and MAIL_SENDER are missing');
  if (Object.keys(config.bankLogins).length === 0)
    read.faults.push('no bank log-in is set (BANK_<code>_OIDC_ISSUER …)');
  if (config.kakao.skillSecrets.length === 0) read.faults.push('KAKAO_SKILL_SECRETS is missing');
  if (config.kakao.skillSecrets.some((secret) => secret === 'sandbox-secret' || secret.includes(placeholder))) {
    read.faults.push('KAKAO_SKILL_SECRETS still has a default value');
  }
  if (config.kakao.botIds.length === 0) read.faults.push('KAKAO_BOT_IDS is missing');
}
