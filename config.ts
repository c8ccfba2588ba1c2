import { keyNames, readKeys, type Keys } from './config/keys.ts';
import { refuseHalfProduction, refusePublicSandbox, sandboxSkillSecret } from './config/modes.ts';
import {
  outsideSettingNames,
  readBankLogins,
  readOutside,
  type BankLoginSetting,
  type OutsideSettings,
} from './config/outsideSettings.ts';
import { Reader, type Environment } from './config/reader.ts';

export { keyNames, type Keys } from './config/keys.ts';
export {
  outsideSettingNames,
  type BankLoginSetting,
  type OutsideSettingName,
  type OutsideSettings,
} from './config/outsideSettings.ts';

/**
 * The settings of one process. Nothing else reads the environment (DESIGN §1.6); `.env.example` describes each setting,
 * and tests hold that the two are equal and that every setting here is read by the product.
 */
export interface Config {
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
  /** Hours after a change of phone number in which a code to it is a weak proof. */
  readonly phoneQuietHours: number;
  /** Undefined in a sandbox that makes its own (`sandbox-secrets.json`). */
  readonly keys: Keys | undefined;
  readonly kakao: {
    readonly skillSecrets: readonly string[];
    readonly botIds: readonly string[];
    /** The channel has agents of its own (상담톡, 1:1 채팅): hand-off cards carry the operator's button. */
    readonly operator: boolean;
  };
  readonly directLineSecret: string | undefined;
  /** What the adapters of the world outside are chosen by and opened with. */
  readonly outside: OutsideSettings;
  /** By bank code: where its customers log in. */
  readonly bankLogins: Readonly<Record<string, BankLoginSetting>>;
  /** Terms in years where they differ from the product's own, e.g. `{ personal: 3 }`. */
  readonly productYears: Readonly<Record<string, number>>;
}

/** All faults of the settings at once. */
export class ConfigFault extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The settings have ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n- ${faults.join('\n- ')}`);
    this.name = 'ConfigFault';
    this.faults = faults;
  }
}

/** Every setting by its name; `BANK_<code>_OIDC_…` stands for one a bank. */
export const settingNames: readonly string[] = [
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
  'PHONE_QUIET_HOURS',
  ...keyNames,
  'KAKAO_SKILL_SECRETS',
  'KAKAO_BOT_IDS',
  'KAKAO_OPERATOR',
  'DIRECT_LINE_SECRET',
  ...outsideSettingNames,
];

const sampleBotId = '66e9b0a1c2d3e4f5a6b7c8d9';
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads and checks every setting.
 *
 * @param judge what somebody else finds wrong with the settings, e.g. an adapter that is missing; asked even when there
 *   are faults already, so that one start shows all of them
 * @throws ConfigFault with every fault
 */
export function parseConfig(environment: Environment, judge?: (config: Config) => readonly string[]): Config {
  const read = new Reader(environment);
  const config = readConfig(read);
  if (config.sandbox) refusePublicSandbox(read, config);
  else refuseHalfProduction(read, config);
  const faults = [...read.faults, ...(judge?.(config) ?? [])];
  if (faults.length > 0) throw new ConfigFault(faults);
  return Object.freeze(config);
}

function readConfig(read: Reader): Config {
  const production = read.text('NODE_ENV') === 'production';
  const sandbox = read.flag('SANDBOX', !production);
  const port = read.whole('PORT', 3978, 1, 65_535);
  return {
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
    phoneQuietHours: read.whole('PHONE_QUIET_HOURS', 72, 0, 720),
    keys: readKeys(read, sandbox),
    kakao: readKakao(read, sandbox),
    directLineSecret: read.text('DIRECT_LINE_SECRET'),
    outside: readOutside(read, sandbox),
    bankLogins: readBankLogins(read, sandbox),
    productYears: readProductYears(read),
  };
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

function readKakao(read: Reader, sandbox: boolean): Config['kakao'] {
  const secrets = read.list('KAKAO_SKILL_SECRETS');
  if (secrets.length > 2) read.faults.push('KAKAO_SKILL_SECRETS holds two values at most');
  const botIds = read.list('KAKAO_BOT_IDS');
  return {
    skillSecrets: secrets.length === 0 && sandbox ? [sandboxSkillSecret] : secrets,
    botIds: botIds.length === 0 && sandbox ? [sampleBotId] : botIds,
    operator: read.flag('KAKAO_OPERATOR', false),
  };
}

/** `personal=3,businessFinance=2`; whether a product offers that term is the profiles' to say. */
function readProductYears(read: Reader): Config['productYears'] {
  const pairs = read.list('PRODUCT_YEARS').map((pair) => /^(\w+)=(\d{1,2})$/.exec(pair));
  if (pairs.includes(null)) read.faults.push('PRODUCT_YEARS must look like personal=3,businessFinance=2');
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1] ?? '', Number(pair[2])]] : [])));
}
