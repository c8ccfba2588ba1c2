import type { SandboxWorld } from '../sandbox/world.ts';
import type { SmsMessage, SmsSender } from './smsSender.ts';

/** The SMS gateway of the sandbox: messages land on the sandbox phone. The fault `duplicate` delivers one twice. */
export class SandboxSmsSender implements SmsSender {
  readonly #world: SandboxWorld;

  constructor({ world }: { readonly world: SandboxWorld }) {
    this.#world = world;
  }

  async send({ id, to, text }: SmsMessage, signal: AbortSignal): Promise<void> {
    await this.#world.faulty('sms', signal, (copy) =>
      this.#world.phones.deliver({ id: copy === 1 ? id : `${id}.${copy}`, to, text }),
    );
  }
}
