import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { Player } from '../test/transcripts/player.ts';
import { readScript } from '../test/transcripts/script.ts';
import { row, type Row } from './row.ts';

const makeKeys = promisify(generateKeyPair);
const issuances = 20;

const journey = readScript(
  [
    'user: 발급',
    'user: 국민',
    'user: 개인용',
    'user: 필수만 동의',
    '[Secure=login hong]',
    '[Secure=identity hong]',
    'user: 인증번호 받기',
    'user: {code}',
    'user: [폐기하고 새로 발급]',
    'user: 네',
    '[Secure=credential 482913]',
    'user: 처음으로',
    '[Wait=7200]',
  ].join('\n'),
).flatMap(({ act }) => act ?? []);

/** Whole issuances a second, from the first word to the certificate, and what share of that is making the key. */
export async function benchIssuances(): Promise<Row[]> {
  const player = new Player({});
  await player.open();
  try {
    await walk(player, true);
    const started = performance.now();
    for (let index = 0; index < issuances; index += 1) await walk(player, false);
    const seconds = (performance.now() - started) / 1000 / issuances;
    const keySeconds = await keyGenerationSeconds();
    return [
      row('issuance', 'whole issuances, one after the other', 1 / seconds, '1/s'),
      row('issuance', 'RSA-2048 key generation alone', 1 / keySeconds, '1/s'),
      row('issuance', 'whole issuance / key generation', seconds / keySeconds, 'ratio'),
    ];
  } finally {
    await player.close();
  }
}

/** The first time there is no certificate to replace. */
async function walk(player: Player, first: boolean): Promise<void> {
  for (const act of journey) {
    if (first && act.kind === 'press') continue;
    await player.act(act);
  }
}

async function keyGenerationSeconds(): Promise<number> {
  const started = performance.now();
  for (let index = 0; index < issuances; index += 1) await makeKeys('rsa', { modulusLength: 2048 });
  return (performance.now() - started) / 1000 / issuances;
}
