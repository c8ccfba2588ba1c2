import { Unavailable } from '../../../services/shared/unavailable.ts';

/** Counts calls over several ports and fails one of them, before or after it took effect. */
export class CallFaults {
  calls: string[] = [];
  #failAt = 0;
  #after = false;
  #dies = false;

  /**
   * @param after the call takes effect and its answer is lost
   * @param dies every later call fails too, as if the process had ended there
   */
  failAt(call: number, after: boolean, dies = false): void {
    this.calls = [];
    this.#failAt = call;
    this.#after = after;
    this.#dies = dies;
  }

  /** The port with every method counted; `methods` names those that are. */
  over<T extends object>(name: string, port: T): T {
    return new Proxy(port, {
      get: (target, property) => {
        const method: unknown = Reflect.get(target, property, target);
        if (typeof method !== 'function' || property === 'keys' || property === 'close') return method;
        return (...args: unknown[]) => this.#call(`${name}.${String(property)}`, () => method.apply(target, args));
      },
    });
  }

  async #call(name: string, act: () => unknown): Promise<unknown> {
    this.calls.push(name);
    const isDead = this.#dies && this.#failAt > 0 && this.calls.length > this.#failAt;
    if (isDead) throw new Unavailable('store', { cause: new Error('dead') });
    const fails = this.calls.length === this.#failAt;
    if (fails && !this.#after) throw new Unavailable('store', { cause: new Error(`${name} before`) });
    const answer = await act();
    if (fails) throw new Unavailable('store', { cause: new Error(`${name} after`) });
    return answer;
  }
}
