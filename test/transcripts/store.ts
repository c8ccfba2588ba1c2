import type { TestAppSettings } from '../support/app.ts';

/** A store on which one transcript after the other is played; all that is in it can be put back as it was. */
export interface TranscriptStore {
  /** What an app is opened with to run on it. */
  readonly settings: TestAppSettings;
  clear(): Promise<void>;
  /** Answers what puts everything back as it is now, however often. No app may be open. */
  keep(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
