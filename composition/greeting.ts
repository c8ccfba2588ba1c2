import type { Config } from '../config.ts';
import { sandboxSecretsFile } from '../services/sandbox/sandboxSecrets.ts';

/** How a start went. */
export interface Started {
  readonly keysMade: boolean;
  readonly milliseconds: number;
}

/** What `npm start` prints once it listens: the addresses to open and, in the sandbox, what is simulated. */
export function greeting(config: Config, { keysMade, milliseconds }: Started): string {
  const { publicUrl, sandbox, redisUrl, directory } = config;
  const lines = [
    '',
    `  Web chat            ${publicUrl}/`,
    ...(sandbox ? sandboxAddresses(publicUrl) : productionAddresses(publicUrl)),
    `  Certificates        ${publicUrl}/pki/root.cer   ${publicUrl}/pki/issuing.cer`,
    `  Health              ${publicUrl}/healthz   ${publicUrl}/readyz`,
    '',
    ...(sandbox ? simulated : []),
    ...(keysMade
      ? [`  Secrets of this sandbox were made in ${sandboxSecretsFile(directory)} (readable by you only).`]
      : []),
    `  Store: ${redisUrl === undefined ? `SQLite in ${directory}` : 'Redis'}. Ready after ${milliseconds} ms.`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function sandboxAddresses(publicUrl: string): readonly string[] {
  return [
    `  Sandbox phone       ${publicUrl}/sandbox/phones/01012345678`,
    `  Sandbox mailbox     ${publicUrl}/sandbox/mailboxes/hong@example.com`,
    `  Sandbox people      ${publicUrl}/sandbox/people   (password of every log-in: sandbox!1)`,
    `  Cloud of a person   ${publicUrl}/cloud   log in with a certificate: ${publicUrl}/sandbox/relying-party`,
  ];
}

function productionAddresses(publicUrl: string): readonly string[] {
  return [`  KakaoTalk skill     ${publicUrl}/kakao/skill`, `  Cloud of a person   ${publicUrl}/cloud`];
}

const simulated = [
  '  Simulated: the SMS carrier, mail, the banks and their log-in, the identity bureau, the clock (/sandbox/clock),',
  '             the console of agents (/sandbox/assistance).',
  '  Real: the conversation, the store, OpenID Connect, the certification authority and the certificates (marked TEST).',
];
