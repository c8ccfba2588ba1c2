import { ciOf } from '../sandbox/people.ts';
import type { SandboxPerson } from '../sandbox/person.ts';
import type { SandboxWorld } from '../sandbox/world.ts';
import type { Clock } from '../shared/clock.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import type { IdentityClaim, IdentityProof, IdentityVerifier } from './identityVerifier.ts';

/** The identity bureau of the sandbox: it knows the sandbox's people and nobody else. */
export class SandboxIdentityVerifier implements IdentityVerifier {
  readonly #world: SandboxWorld;
  readonly #clock: Clock;

  constructor({ world, clock }: { readonly world: SandboxWorld; readonly clock: Clock }) {
    this.#world = world;
    this.#clock = clock;
  }

  verify(claim: IdentityClaim, signal: AbortSignal): Promise<Result<IdentityProof, 'identity.failed'>> {
    return this.#world.faulty('identity', signal, async () => {
      const person = this.#world.people.byNumber(claim.residentNumber);
      return person && isOf(person, claim) ? ok(this.#proof(person)) : refuse('identity.failed');
    });
  }

  phoneChangedAt(phone: string, signal: AbortSignal): Promise<Temporal.Instant | undefined> {
    return this.#world.faulty('identity', signal, async () => {
      const person = this.#world.people.byPhone(phone);
      return person && this.#changedAt(person);
    });
  }

  #proof(person: SandboxPerson): IdentityProof {
    const ci = ciOf(person);
    const phoneChangedAt = this.#changedAt(person);
    return phoneChangedAt ? { ci, phoneChangedAt } : { ci };
  }

  #changedAt({ phoneChangedDaysAgo: days }: SandboxPerson): Temporal.Instant | undefined {
    return days === undefined ? undefined : this.#clock.now().subtract({ hours: 24 * days });
  }
}

function isOf(person: SandboxPerson, claim: IdentityClaim): boolean {
  return person.name === claim.name.normalize('NFC') && person.phone === claim.phone;
}
