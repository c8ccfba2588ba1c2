import type { SandboxWorld } from '../sandbox/world.ts';
import type { MailMessage, MailSender } from './mailSender.ts';

/** The mail server of the sandbox: mail lands in the sandbox mailbox. The fault `duplicate` delivers one twice. */
export class SandboxMailSender implements MailSender {
  readonly #world: SandboxWorld;

  constructor({ world }: { readonly world: SandboxWorld }) {
    this.#world = world;
  }

  async send({ id, to, subject, text }: MailMessage, signal: AbortSignal): Promise<void> {
    await this.#world.faulty('mail', signal, (copy) =>
      this.#world.mailboxes.deliver({ id: copy === 1 ? id : `${id}.${copy}`, to, subject, text }),
    );
  }
}
