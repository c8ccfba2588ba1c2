import { KeyedQueue } from '../shared/keyedQueue.ts';
import { Unavailable } from '../shared/unavailable.ts';
import { changeRecord, sweepRecords } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';
import type { VisitOwner } from './visitCase.ts';
import type { VisitRecord } from './visitRecord.ts';
import { visitId, visitToken } from './visitToken.ts';
import { sha256 } from '../shared/digest.ts';
import type { TokenKeys } from './visitToken.ts';

/** How a browser names a visit: by its link's token, or by the state that the bank sent it back with. */
export type VisitLink = { readonly token: string } | { readonly state: string };

/** A visit as found: its id (what it is stored under), its record, and the number of the case's newest visit. */
export interface FoundVisit {
  readonly id: string;
  readonly record: VisitRecord;
  readonly newest: number;
}

/** The newest visit of a case. `openedAt` (ISO instant) here and below is for sweeping. */
interface Newest {
  readonly number: number;
  readonly openedAt: string;
}

/** Which visit a bank's answer belongs to. */
interface LoginState {
  readonly visit: string;
  readonly openedAt: string;
}

/** Writers of one visit that may wait; fifty taps at once are thought of, a flood is not. */
const writersWaiting = 500;

/** Changes a visit; undefined leaves it as it is. May run several times. */
type VisitChange = (record: VisitRecord) => VisitRecord | undefined;

/** A visit before and after a change. */
interface WrittenVisit {
  readonly before: VisitRecord;
  readonly after: VisitRecord;
}

/** Where visits are kept: `visit:{id}`, the newest number of a case, and which visit a bank's state belongs to. */
export class VisitStore {
  readonly #records: Records;
  readonly #tokenKeys: TokenKeys;
  readonly #writers = new KeyedQueue(writersWaiting);

  constructor(parts: { readonly records: Records; readonly tokenKeys: TokenKeys }) {
    this.#records = parts.records;
    this.#tokenKeys = parts.tokenKeys;
  }

  /** The token of a visit's link, under the newest key. */
  token(owner: VisitOwner): string {
    return visitToken(this.#tokenKeys[0], owner);
  }

  /** The ids a visit may be stored under: one a key that is still valid. */
  ids(owner: VisitOwner): readonly string[] {
    return this.#tokenKeys.map((key) => visitId(visitToken(key, owner)));
  }

  /** The token by which `id` was opened, whichever key made it. */
  tokenOf(visit: FoundVisit): string {
    const tokens = this.#tokenKeys.map((key) => visitToken(key, visit.record));
    const token = tokens.find((candidate) => visitId(candidate) === visit.id);
    if (token === undefined) throw new Error('expected a visit opened under a token key that is still set, found none');
    return token;
  }

  /** Finds a visit; an unknown link costs the same reads as a known one. */
  async find(link: VisitLink): Promise<FoundVisit | undefined> {
    return this.get('token' in link ? visitId(link.token) : await this.#idByState(link.state));
  }

  /** Finds a visit by its id. */
  async get(id: string): Promise<FoundVisit | undefined> {
    const found = await this.#records.get<VisitRecord>(visitKey(id));
    const newest = await this.#records.get<Newest>(newestKey(found?.value.caseId ?? 'none'));
    return found && { id, record: found.value, newest: newest?.value.number ?? found.value.visitNumber };
  }

  /** Writes a visit that is new; one that is there already is left alone. */
  async insert(id: string, record: VisitRecord): Promise<void> {
    await this.#records.putIfVersion(visitKey(id), record, 0);
  }

  /** Makes `visitNumber` the case's newest, which ends older ones; a lower number than the stored one changes nothing. */
  async raiseNewest(owner: VisitOwner, openedAt: Temporal.Instant): Promise<void> {
    const value: Newest = { number: owner.visitNumber, openedAt: openedAt.toString() };
    await changeRecord<Newest>(this.#records, newestKey(owner.caseId), (newest) =>
      newest && newest.number >= owner.visitNumber ? undefined : value,
    );
  }

  /** Remembers which visit the bank will send back with `state`. */
  async linkState(state: string, visit: FoundVisit): Promise<void> {
    const value: LoginState = { visit: visit.id, openedAt: visit.record.openedAt };
    await this.#records.putIfVersion(stateKey(state), value, 0);
  }

  /**
   * Changes a visit by compare-and-set. `change` may run several times and answers the new record, or undefined to leave
   * it as it is.
   *
   * @returns what was decided on last: the record before and after; undefined when there is no such visit
   */
  update(id: string, change: VisitChange): Promise<WrittenVisit | undefined> {
    const written = this.#writers.enqueue(id, () => this.#write(id, change));
    if (!written) throw new Unavailable('store', { cause: new Error('too many writers of one visit') });
    return written;
  }

  async #write(id: string, change: VisitChange): Promise<WrittenVisit | undefined> {
    const { before, after } = await changeRecord<VisitRecord>(
      this.#records,
      visitKey(id),
      (visit) => visit && change(visit),
    );
    return before && after && { before, after };
  }

  /** Deletes what was opened before `before`; for a sweep, never for a turn. Answers how many visits went. */
  async purge(before: Temporal.Instant): Promise<number> {
    const isOld = ({ openedAt }: { readonly openedAt: string }): boolean =>
      Temporal.Instant.compare(Temporal.Instant.from(openedAt), before) < 0;
    const purged = await sweepRecords(this.#records, 'visit:', isOld);
    await sweepRecords(this.#records, 'visitNewest:', isOld);
    await sweepRecords(this.#records, 'visitState:', isOld);
    return purged;
  }

  async #idByState(state: string): Promise<string> {
    return (await this.#records.get<LoginState>(stateKey(state)))?.value.visit ?? 'none';
  }
}

function visitKey(id: string): string {
  return `visit:${id}`;
}

function newestKey(caseId: string): string {
  return `visitNewest:${caseId}`;
}

function stateKey(state: string): string {
  return `visitState:${sha256(state)}`;
}
