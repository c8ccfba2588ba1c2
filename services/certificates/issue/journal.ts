import type { Register, RegisterEntry } from '../../register/register.ts';
import { entry } from '../certificateRegister.ts';

/** The stages of one issuance, in order (SECURITY §2). */
const stages = ['reserved', 'signed', 'stored', 'delivered'] as const;

/** How far an issuance is. */
export type Stage = (typeof stages)[number];

/** One line of the journal. With `void` it stands where the stage would: that attempt can never reach it. */
interface JournalLine {
  readonly schema: 1;
  readonly enrollmentId: string;
  readonly attempt: number;
  readonly stage: Stage;
  readonly serialHex: string;
  readonly toBeSignedHash: string;
  readonly void?: string;
}

/** What the journal knows of an enrollment's last attempt. */
export interface Progress {
  readonly attempt: number;
  /** Undefined before the first line. */
  readonly stage: Stage | undefined;
  readonly isVoid: boolean;
  readonly serialHex: string | undefined;
}

/** Which issuance a line belongs to. */
export interface JournalSubject {
  readonly enrollmentId: string;
  readonly attempt: number;
  readonly serialHex: string;
  readonly toBeSignedHash: string;
}

/**
 * The write-ahead journal of issuances in the register. Lines are written once; a stage and its void compete for one
 * place, so whoever is first decides for all instances. Outage: `Unavailable('store')`.
 */
export class Journal {
  readonly #register: Register;

  constructor(register: Register) {
    this.#register = register;
  }

  /** Writes the stage's line together with what the stage makes; false when the line was there already. */
  write(subject: JournalSubject, stage: Stage, at: string, made: readonly RegisterEntry[] = []): Promise<boolean> {
    return this.#register.insert([line(subject, stage, at), ...made]);
  }

  /** Ends an attempt before `stage`; false when the stage (or another void) was first. */
  void(subject: JournalSubject, stage: Stage, at: string, reason: string): Promise<boolean> {
    return this.#register.insert([line(subject, stage, at, reason)]);
  }

  /** How far the enrollment's last attempt came; attempt 0 when there was none. */
  async progress(enrollmentId: string): Promise<Progress> {
    const query = { kind: 'journal', index: 'enrollment', equals: enrollmentId, limit: 200 };
    const lines = (await this.#register.find(query)).map(({ value }) => JSON.parse(value) as JournalLine); // written by line() only
    const attempt = Math.max(0, ...lines.map((one) => one.attempt));
    const last = lines
      .filter((one) => one.attempt === attempt)
      .toSorted((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage))
      .at(-1);
    return { attempt, stage: last?.stage, isVoid: last?.void !== undefined, serialHex: last?.serialHex };
  }
}

function line(subject: JournalSubject, stage: Stage, at: string, reason?: string): RegisterEntry {
  const { enrollmentId, attempt, serialHex, toBeSignedHash } = subject;
  const value: JournalLine = { schema: 1, enrollmentId, attempt, stage, serialHex, toBeSignedHash, void: reason };
  const indexes = { enrollment: enrollmentId, serial: serialHex };
  return entry('journal', `${enrollmentId}:${attempt}:${stage}`, at, value, indexes);
}
