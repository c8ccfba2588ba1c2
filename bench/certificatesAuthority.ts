import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateOrder } from '../services/certificates/authority/certificateAuthority.ts';
import { pkiAddresses } from '../services/certificates/authority/extensions.ts';
import { openAuthorities } from '../services/certificates/authority/forgeAuthorityFiles.ts';
import type { Authorities } from '../services/certificates/authority/forgeAuthorityFiles.ts';
import { ForgeCertificateAuthority } from '../services/certificates/authority/forgeCertificateAuthority.ts';
import { checkProfiles } from '../services/certificates/authority/profile.ts';
import { newValidity } from '../services/certificates/authority/validity.ts';
import { identifyData, virtualId } from '../services/certificates/authority/vid.ts';
import { systemRandom as random } from '../services/shared/random.ts';

/** An authority of its own in a temporary folder, and orders for it with a key that is there already. */
export interface BenchAuthority {
  readonly authorities: Authorities;
  readonly authority: ForgeCertificateAuthority;
  order(name: string): CertificateOrder;
  close(): Promise<void>;
}

/** Opens it, valid from a day before now. */
export async function openBenchAuthority(): Promise<BenchAuthority> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-authority-'));
  const profiles = checkProfiles({ sandbox: true });
  const addresses = pkiAddresses('http://localhost:3978');
  const now = Temporal.Now.instant();
  const { organization, country } = profiles;
  const passphrase = 'a passphrase of the bench';
  const authorities = await openAuthorities({ directory, passphrase, organization, country, addresses, random, now });
  const authority = new ForgeCertificateAuthority({ profiles, issuing: authorities.issuing, addresses, random });
  const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
    type: 'spki',
    format: 'der',
  });
  const profile = profiles.of('personal');
  const { policyOid } = profile;
  const validity = newValidity(profile, now);
  let number = 0n;
  return {
    authorities,
    authority,
    order: (name) => {
      number += 1n;
      const account = number.toString().padStart(18, '0');
      const subject = { product: 'personal', policyOid, name, bankCode: '020', bankUnit: 'WOORI', account } as const;
      const identity = identifyData(name, virtualId('9001011234568', random.bytes(20)));
      return { ...subject, publicKey, identifyData: identity, ...validity };
    },
    close: () => rm(directory, { recursive: true }),
  };
}
