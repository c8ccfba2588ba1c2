/** The outside systems whose silence a customer may have to hear of. */
export type OutsideSystem =
  'sms' | 'mail' | 'bank' | 'identity' | 'account' | 'idphoto' | 'business' | 'language' | 'ca' | 'store';

/**
 * An outage: an outside system did not answer, or answered nonsense (DESIGN §5). The turn keeps its state, says so and
 * offers to try again or a person. `message` names the system only; the cause stays in the log.
 */
export class Unavailable extends Error {
  readonly system: OutsideSystem;

  constructor(system: OutsideSystem, options?: { cause?: unknown }) {
    super(`${system} is unavailable`, options);
    this.name = 'Unavailable';
    this.system = system;
  }
}
