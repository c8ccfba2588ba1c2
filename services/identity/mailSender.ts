/** One e-mail to one address, plain text. */
export interface MailMessage {
  /** Idempotency key: the same id is sent once, whatever happens in between. */
  readonly id: string;
  /** As `parseEmailAddress` answers it. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends e-mail. Outage: `Unavailable('mail')` – the mail may still have gone out; send again under the same id only. */
export interface MailSender {
  send(message: MailMessage, signal: AbortSignal): Promise<void>;
}
