import type { EndField, Field, KeptField } from '../enrollment.ts';
import { bank } from './bank.ts';
import { bankLogin } from './bankLogin.ts';
import { chosen } from './chosen.ts';
import { confirmation } from './confirmation.ts';
import { consent } from './consent.ts';
import { credential } from './credential.ts';
import type { EndFieldModule, FieldModule, KeptFieldModule } from './field.ts';
import { holdings } from './holdings.ts';
import { identity } from './identity.ts';
import { institution } from './institution.ts';
import { kind } from './kind.ts';
import { newCredential } from './newCredential.ts';
import { outcome } from './outcome.ts';
import { proof } from './proof.ts';
import { reason } from './reason.ts';
import { renewal } from './renewal.ts';
import { replacement } from './replacement.ts';
import { secondConfirmation } from './secondConfirmation.ts';
import { signature } from './signature.ts';
import { smsCode } from './smsCode.ts';

/** Every field whose answer is kept: a line each. */
export const keptFields: { readonly [Name in KeptField]: KeptFieldModule<Name> } = {
  bank,
  kind,
  consent,
  bankLogin,
  identity,
  smsCode,
  replacement,
  confirmation,
  reason,
  proof,
  holdings,
  chosen,
  institution,
  secondConfirmation,
};

/** Every field that ends its task: a line each. */
export const endFields: { readonly [Name in EndField]: EndFieldModule<Name> } = {
  credential,
  renewal,
  newCredential,
  signature,
  outcome,
};

/** Every field there is. */
export const fieldModules: Readonly<Record<Field, FieldModule>> = { ...keptFields, ...endFields };

/** Whether the answer to a field is kept. */
export function isKept(field: Field): field is KeptField {
  return Object.hasOwn(keptFields, field);
}

/** Fields whose answers rest on the one of `field`: another answer there drops exactly these. */
export function dependents(field: KeptField): readonly KeptField[] {
  return dependentsOf[field] ?? [];
}

/** Fields that rest on `field` as far as it names a person. */
export function dependentsOnPerson(field: KeptField): readonly KeptField[] {
  return dependentsOnPersonOf[field] ?? [];
}

const dependentsOf = reversed(({ restsOn }) => restsOn);
const dependentsOnPersonOf = reversed(({ restsOnPersonOf = [] }) => restsOnPersonOf);

function reversed(
  on: (module: FieldModule) => readonly KeptField[],
): Readonly<Partial<Record<KeptField, KeptField[]>>> {
  const resting: Partial<Record<KeptField, KeptField[]>> = {};
  for (const module of Object.values(keptFields))
    for (const field of on(module)) resting[field] = [...(resting[field] ?? []), module.field];
  return resting;
}
