import { relative } from 'node:path';
import { secondTriesOfRun } from './mayBeTriedAgain.ts';

/** What is read here of the result that jest gives of a test file. */
interface FileResult {
  readonly testFilePath: string;
  readonly testResults: readonly {
    readonly fullName: string;
    /** How often it ran. */
    readonly invocations?: number;
    /** Why it was run again, with the stack. */
    readonly retryReasons?: readonly string[];
  }[];
}

/**
 * A reporter of jest's (jest.config.json). It counts over all workers what was tried again, prints each with its reason
 * at the end of the run, and fails a run that needed more second tries than a crowded machine explains.
 */
export default class RetryLimit {
  readonly #lines: string[] = [];

  onTestResult(_test: unknown, { testFilePath, testResults }: FileResult): void {
    for (const { fullName, invocations = 1, retryReasons = [] } of testResults) {
      for (let time = 1; time < invocations; time += 1) {
        const [reason = 'no reason given'] = (retryReasons[time - 1] ?? '').split('\n');
        this.#lines.push(`${relative(process.cwd(), testFilePath)}: ${fullName}: ${reason}`);
      }
    }
  }

  onRunComplete(): void {
    process.stderr.write(`${this.report()}\n`);
  }

  /** One line a second try, after their number. */
  report(): string {
    const count = `Tried again: ${this.#lines.length} (${secondTriesOfRun} at most in a run)`;
    const failed = this.getLastError() === undefined ? [] : ['More than that is a failure of the whole run.'];
    return [count, ...this.#lines, ...failed].join('\n  ');
  }

  /** What jest asks at the end: an error fails the run. */
  getLastError(): Error | undefined {
    if (this.#lines.length <= secondTriesOfRun) return undefined;
    return new Error(`expected at most ${secondTriesOfRun} tests that were tried again, found ${this.#lines.length}`);
  }
}
