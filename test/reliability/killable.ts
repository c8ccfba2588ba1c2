import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../support/redisServer.ts';

const script = join(import.meta.dirname, 'killableServer.ts');
/** Many starts of the same sources: what is compiled once is kept, for the whole run where there is a place for it. */
const compiled = process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'certificate-compiled');

/** The product in a process that is killed and started again, on one folder and one port. */
export class Killable {
  readonly url: string;
  readonly directory = mkdtempSync(join(tmpdir(), 'certificate-killed-'));
  readonly settings: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #output = '';
  #starts = 0;

  private constructor(port: number, settings: Readonly<Record<string, string>>) {
    this.url = `http://localhost:${port}`;
    this.settings = { PORT: String(port), DATA_DIR: this.directory, LOG_LEVEL: 'debug', ...settings };
  }

  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Killable> {
    const killable = new Killable(await freePort(), settings);
    await killable.revive();
    return killable;
  }

  /** What all its processes wrote. */
  get output(): string {
    return this.#output;
  }

  /** How often it was started. */
  get starts(): number {
    return this.#starts;
  }

  /** Where it was killed last. */
  get lastPoint(): string {
    return /.*killed at call \d+, (.+)/s.exec(this.#output)?.[1]?.split('\n')[0] ?? 'never';
  }

  /**
   * Starts it again when it is gone, and waits until it is ready; a connection may be lost without a death.
   *
   * @param killAt a call of the start itself, 0 for none
   */
  async revive(killAt = 0): Promise<void> {
    if (!(await this.#isGone())) return;
    this.#starts += 1;
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', script, JSON.stringify(this.settings), String(killAt)],
      { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compiled } },
    );
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (this.#output += String(chunk)));
    const [said] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
    if (said !== 'ready' && killAt === 0)
      throw new Error(`expected it to be ready, found ${this.#output.slice(-2000)}`);
  }

  /** Gone, or about to be: a request may end a moment before its process. */
  async #isGone(): Promise<boolean> {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const child = this.#child;
      if (!child || child.exitCode !== null || child.signalCode !== null) return true;
      await wait(25);
    }
    return false;
  }

  /** What a young try left behind the product sweeps half a minute later by itself: brought forward, by a start after that time. */
  async sweep(): Promise<void> {
    await this.arm(0);
    const headers = { 'content-type': 'application/json' };
    await fetch(`${this.url}/sandbox/clock`, { method: 'POST', headers, body: '{"advanceSeconds":60}' });
    await this.stop();
    await this.revive();
  }

  /** Counts from now on: the process ends at the call of this number, 0 for none. Answers how many there were before. */
  async arm(killAt: number): Promise<number> {
    if (this.#child?.connected !== true) await this.revive();
    const child = this.#child;
    if (!child) throw new Error('expected a process to arm, found none');
    child.send({ killAt });
    const [said] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [
      { readonly calls: number } | number | null,
    ];
    if (typeof said !== 'object' || said === null) throw new Error('expected it to be armed, found it gone');
    return said.calls;
  }

  /** Ends it in order; answers its exit code, or the signal that ended it. */
  async stop(): Promise<number | string | null> {
    if (this.#child?.connected !== true) await this.revive();
    const child = this.#child;
    if (!child) return null;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
    return child.exitCode ?? child.signalCode;
  }

  discard(): void {
    this.#child?.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }
}
