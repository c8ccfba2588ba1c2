import { z } from 'zod';
import type { Sealed } from '../../shared/sealed.ts';

/** An ISO instant. */
export const instant = z.string().min(16).max(40);

/** Something sealed; what is inside is the type's word, and the box's own authentication. */
export function sealed<T>(): z.ZodType<Sealed<T>> {
  return z.object({ keyId: z.string(), box: z.string() });
}

/** Hexadecimal serial of a certificate. */
export const serialHex = z.string().regex(/^[0-9a-f]{2,64}$/iu);

/** Code of a bank or another institution. */
export const bankCode = z.string().regex(/^[0-9]{3}$/u);

/** A product of the trade. */
export const productCode = z.enum(['personal', 'businessFinance', 'businessTax']);

/** What the certificate service says of a certificate. */
export const certificateSummary = z.object({
  serialHex,
  product: productCode,
  bankCode,
  state: z.enum(['active', 'held', 'locked', 'superseded', 'revoked', 'expired']),
  notBefore: instant,
  notAfter: instant,
  lineageId: z.string(),
});

/** A yes to one card. */
export const confirmation = z.object({ hash: z.string().min(1).max(64), at: instant });
