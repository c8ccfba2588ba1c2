import { placeholder, type Reader } from './reader.ts';

/** What the two modes look at. */
export interface ModeSettings {
  readonly host: string;
  readonly publicUrl: string;
  readonly sandboxPeople: number;
  readonly kakao: { readonly skillSecrets: readonly string[]; readonly botIds: readonly string[] };
}

/** The secret of the skill in a sandbox that was given none. */
export const sandboxSkillSecret = 'sandbox-secret';

const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

/** The sandbox is fail-closed: it never stands where a stranger could reach it (CONTRACT §2). */
export function refusePublicSandbox(read: Reader, { host, publicUrl }: ModeSettings): void {
  if (read.text('NODE_ENV') === 'production') read.faults.push('SANDBOX=true is refused with NODE_ENV=production');
  if (!loopbackHosts.has(host)) read.faults.push(`the sandbox refuses HOST ${host}: it listens on loopback only`);
  const publicHost = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  if (!loopbackHosts.has(publicHost)) {
    read.faults.push(`the sandbox refuses PUBLIC_URL ${publicUrl}: it is not localhost`);
  }
}

/**
 * Production starts whole or not at all (SECURITY §2). Which adapters it lacks is found where they are chosen and comes
 * into the same list.
 */
export function refuseHalfProduction(read: Reader, { publicUrl, sandboxPeople, kakao }: ModeSettings): void {
  if (!publicUrl.startsWith('https://')) read.faults.push('PUBLIC_URL must be https outside the sandbox');
  if (sandboxPeople > 0) read.faults.push('SANDBOX_PEOPLE belongs to the sandbox');
  if (kakao.skillSecrets.length === 0) read.faults.push('KAKAO_SKILL_SECRETS is missing');
  if (kakao.skillSecrets.some((secret) => secret === sandboxSkillSecret || secret.includes(placeholder))) {
    read.faults.push('KAKAO_SKILL_SECRETS still has a default value');
  }
  if (kakao.botIds.length === 0) read.faults.push('KAKAO_BOT_IDS is missing');
}
