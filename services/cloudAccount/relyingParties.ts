import type { JWK } from 'jose';

/** Somebody who lets people log in with a certificate (홈택스, 정부24), as they are registered with the cloud. */
export interface RelyingParty {
  readonly id: string;
  /** As customers know them; shown before anything is signed. */
  readonly name: string;
  /** `https://office.example` */
  readonly origin: string;
  /** The one address that an answer goes to, below `origin`; a request cannot name another. */
  readonly returnTo: string;
  /** Public P-256 key that R is encrypted to. */
  readonly encryptionKey: JWK;
}

/** The register of relying parties: data that an operator keeps, never what a request says. */
export interface RelyingParties {
  readonly all: readonly RelyingParty[];
  byId(id: string): RelyingParty | undefined;
}

/** A register made of rows. @throws Error for a row whose answers would leave its own origin, or two of one id */
export function registeredParties(rows: readonly RelyingParty[]): RelyingParties {
  for (const { id, origin, returnTo } of rows) {
    const address = new URL(returnTo);
    if (address.origin !== origin || address.search !== '' || address.hash !== '')
      throw new Error(`expected a return address of ${id} below ${origin}, found another`);
    if (rows.filter((row) => row.id === id).length > 1) throw new Error(`expected one relying party ${id}, found more`);
  }
  return { all: rows, byId: (id) => rows.find((row) => row.id === id) };
}
