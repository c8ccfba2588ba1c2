import { createHmac } from 'node:crypto';
import { personKeyOf } from '../shared/personKey.ts';

/** Makes the keys that stand for a person, a phone or a log-in without telling them (DESIGN §4). The key never rotates. */
export class PersonKeys {
  readonly #key: string;

  /** @param key PERSON_KEY */
  constructor(key: string) {
    if (key === '') throw new Error('expected a PERSON_KEY, found none');
    this.#key = key;
  }

  /** The person behind a CI (연계정보). */
  ofCi(ci: string): string {
    return personKeyOf(ci, this.#key);
  }

  /** A log-in at a bank. */
  ofSubject(bankCode: string, subject: string): string {
    return this.#of(`subject|${bankCode}|${subject}`);
  }

  /** A typed registration number, for counting failed checks only. */
  ofNumber(number: string): string {
    return this.#of(`number|${number}`);
  }

  /** That a case was asked to look at this number once more; given to its page, stored nowhere. */
  ofLook(caseId: string, number: string): string {
    return this.#of(`look|${caseId}|${number}`);
  }

  #of(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}
