import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, test } from '@jest/globals';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openRedisState } from '../../../services/state/redisState.ts';
import { freePort, startRedisServer } from '../../support/redisServer.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const folder = temporaryFolder();

/** A certificate for localhost that signs itself. */
function selfSigned(): { readonly cert: string; readonly key: string } {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const command = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    key,
    '-out',
    cert,
    ...subject,
  ];
  execFileSync('openssl', command, { stdio: 'ignore' });
  return { cert, key };
}

test('rediss:// with a password: trusted it works; not trusted, or with a wrong password, it is an outage', async () => {
  const { cert, key } = selfSigned();
  const port = await freePort();
  const tls = ['--tls-port', String(port), '--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no'];
  const server = await startRedisServer(tls);
  await server.command(['CONFIG', 'SET', 'requirepass', 'hush']);
  await expect(openRedisState(`rediss://:hush@localhost:${port}`)).rejects.toThrow(Unavailable);
  setDefaultCACertificates([...getCACertificates(), readFileSync(cert, 'utf8')]);
  await expect(openRedisState(`rediss://:wrong@localhost:${port}`)).rejects.toThrow(Unavailable);
  const state = await openRedisState(`rediss://:hush@localhost:${port}`);
  expect(await state.records.putIfVersion('k', 1, 0)).toBe(1);
  expect(await state.fault()).toBeUndefined();
  await state.close();
  await server.stop();
});
