import { changeRecord } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';

/** What may be said about the desk: nothing but what it shows. */
export interface DeskView {
  /** Somebody has worked there lately. */
  readonly staffed: boolean;
  /** Minutes that the last customers waited; absent while too few did. */
  readonly minutes?: number;
}

interface Activity {
  readonly schema: 1;
  readonly lastAt: string;
  /** Seconds the last customers waited, newest last. */
  readonly waits: readonly number[];
}

const key = 'assistance:activity';
/** After the last act of any agent the desk counts as staffed for so long. */
const staffedMinutes = 60;
const keptWaits = 20;
/** With fewer waits than this no time is named. */
const leastWaits = 5;

/** Remembers when agents worked and how long customers waited, so that a waiting time is only said when it is known. */
export class AgentActivity {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  /** An agent did something; `waitedSeconds`: how long the customer had waited whom they took. */
  async worked(now: Temporal.Instant, waitedSeconds?: number): Promise<void> {
    const waited = waitedSeconds === undefined ? [] : [waitedSeconds];
    await changeRecord<Activity>(this.#records, key, (found) => ({
      schema: 1,
      lastAt: now.toString(),
      waits: [...(found?.waits ?? []), ...waited].slice(-keptWaits),
    }));
  }

  /** How the desk looks at `now`. */
  async look(now: Temporal.Instant): Promise<DeskView> {
    const found = await this.#records.get<Activity>(key);
    if (!found) return { staffed: false };
    const { lastAt, waits } = found.value;
    const idle = now.since(Temporal.Instant.from(lastAt)).total('minutes');
    if (idle < 0 || idle >= staffedMinutes) return { staffed: false };
    return waits.length < leastWaits ? { staffed: true } : { staffed: true, minutes: minutesOf(waits) };
  }
}

/** The median, in whole minutes, one at least. */
function minutesOf(waits: readonly number[]): number {
  const sorted = [...waits].sort((a, b) => a - b);
  return Math.max(1, Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) / 60));
}
