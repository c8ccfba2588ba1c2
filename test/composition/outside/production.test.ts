import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buttonsOf } from '../../transcripts/draw.ts';
import { Player } from '../../transcripts/player.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { AzureStandIn } from '../../services/language/azureStandIn.ts';
import { skillPayload } from '../../support/kakaoCustomer.ts';
import { productionSettings, standInPorts, standIns } from '../../support/productionSettings.ts';
import { runIndex } from '../../support/server.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** Starts it as `npm start` does and answers how it ended. */
async function startWith(settings: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> {
  const child = runIndex('serve', settings);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'exit')) as [number]; // the code, or the signal that nobody sends here
  return { code, said };
}

describe('production with adapters missing', () => {
  const directory = join(temporaryFolder(), 'data');

  test('says in one list what is wrong with the settings and which adapters it lacks, and opens nothing', async () => {
    const wrong = { PORT: 'abc', AUDIT_KEY: '', BANK_004_OIDC_CLIENT_ID: '', MICROSOFT_APP_ID: 'x' };
    const { code, said } = await startWith({ ...productionSettings, ...wrong, DATA_DIR: directory });
    expect(code).toBe(1);
    expect(said.split('\n')).toEqual([
      'The settings have 6 faults:',
      '- PORT must be a whole number from 1 to 65535',
      '- AUDIT_KEY is missing',
      '- BANK_004_OIDC_ISSUER, …_CLIENT_ID and …_CLIENT_SECRET go together',
      expect.stringContaining('- the SMS carrier: SMS_PROVIDER=solapi, SOLAPI_API_KEY'),
      expect.stringContaining('- the identity bureau: IDENTITY_URL, IDENTITY_KEY given for'),
      expect.stringContaining('- Azure Bot Service: MICROSOFT_APP_ID given for CloudAdapter, which is not in this'),
      '',
    ]);
    expect(existsSync(directory)).toBe(false);
  });

  test('SANDBOX=false is enough to mean it', async () => {
    const { code, said } = await startWith({ SANDBOX: 'false' });
    expect(code).toBe(1);
    for (const word of ['the SMS carrier', 'the identity bureau', 'PUBLIC_URL', 'CA_KEY_PASSPHRASE'])
      expect(said).toContain(word);
    expect(said).not.toMatch(/at .*\(|\.ts:/);
  });
});

describe('production with every adapter that it needs', () => {
  const directory = temporaryFolder();
  const azure = new AzureStandIn();
  let opened: TestApp;
  let url: string;

  beforeAll(async () => {
    const optional = {
      DIRECT_LINE_SECRET: 'secret-of-another-page',
      KAKAO_REST_API_KEY: 'rest',
      AZURE_LANGUAGE_ENDPOINT: await azure.start(),
      AZURE_LANGUAGE_KEY: 'azure',
    };
    opened = await openTestApp({
      directory,
      environment: { ...productionSettings, ...optional },
      outsideSystems: standIns(standInPorts()),
    });
    url = `http://127.0.0.1:${await opened.app.server.listen(0, '127.0.0.1')}`;
    await opened.app.recover();
  });
  afterAll(async () => {
    await opened.close();
    await azure.stop();
  });

  test.each(['/healthz', '/readyz', '/', '/cloud', '/pki/root.cer', '/assets/design.css'])(
    '%s answers',
    async (path) => {
      const response = await fetch(`${url}${path}`);
      await response.arrayBuffer();
      expect(response.status).toBe(200);
      expect(response.headers.get('strict-transport-security')).toMatch(/^max-age=/);
    },
  );

  test('the chat shows no sandbox', async () => {
    const page = await (await fetch(`${url}/`)).text();
    expect(page).not.toContain('sandbox');
  });

  test.each([
    ['GET', '/sandbox'],
    ['GET', '/sandbox/phones/01012345678'],
    ['GET', '/sandbox/people'],
    ['GET', '/sandbox/clock'],
    ['POST', '/sandbox/faults'],
    ['GET', '/sandbox/assistance'],
    ['GET', '/sandbox/relying-party'],
    ['GET', '/sandbox/bank/004/.well-known/openid-configuration'],
    ['POST', '/api/messages'],
  ])('%s %s is nowhere', async (method, path) => {
    const response = await fetch(`${url}${path}`, { method });
    await response.arrayBuffer();
    expect(response.status).toBe(404);
  });

  test('the log says in one line which adapters are open and what the product does without', () => {
    const lines = opened.log.map((line) => JSON.parse(line) as Record<string, unknown>); // lines of pino
    const [line, ...more] = lines.filter(({ msg }) => msg === 'the world outside');
    expect(more).toEqual([]);
    expect(line?.['adapters']).toEqual({
      sms: 'SOLAPI',
      identityVerifier: 'the HTTPS contract',
      bankLogin: 'OpenID Connect',
      kakaoEvents: 'HTTPS',
      languageRecognizer: 'Azure AI Language',
    });
    expect(line?.['without']).toContain('the mail server: no mail is sent');
  });

  test('a conversation offers the banks that are set up and no others', async () => {
    const player = new Player({}, 'production', opened);
    await player.act({ kind: 'say', text: '발급' });
    const last = opened.shown.get('production')?.at(-1);
    if (!last) throw new Error('expected an answer, found none');
    const labels = buttonsOf(last.activity).map(({ title }) => title);
    expect(labels).toEqual(['KB국민', '상담원 연결']);
    const [refused, ...more] = await player.act({ kind: 'say', text: '신한은행' });
    expect(refused).toContain('신한은행에서는 금융인증서를 새로 받을 수 없는');
    expect(more.join('\n')).toContain('KB국민');
  });

  test('Azure is asked about what is not understood for sure, and carries its key', async () => {
    const player = new Player({}, 'unsure', opened);
    await player.act({ kind: 'say', text: '음 뭐더라 그거 있잖아' });
    expect(azure.seen.map(({ key }) => key)).toContain('azure');
  });

  test("another page of the bank gets a token by Direct Line's secret", async () => {
    const ask = async (secret: string): Promise<number> => {
      const authorization = `Bearer ${secret}`;
      const response = await fetch(`${url}/v3/directline/tokens/generate`, {
        method: 'POST',
        headers: { authorization },
      });
      await response.arrayBuffer();
      return response.status;
    };
    expect(await ask('secret-of-another-page')).toBe(200);
    expect(await ask('another-one')).toBe(403);
  });

  test.each([
    ['a-long-skill-secret', 'bot', 200],
    ['a-long-skill-secret', 'bot!', 403],
    ['sandbox-secret', 'bot', 401],
  ])('KakaoTalk with the secret %s for the bot %s is answered %i', async (secret, botId, status) => {
    const response = await fetch(`${url}/kakao/skill`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-skill-secret': secret },
      body: JSON.stringify(skillPayload('customer', '발급', { botId })),
    });
    await response.arrayBuffer();
    expect(response.status).toBe(status);
  });
});
