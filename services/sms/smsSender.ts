/** One text message to one Korean mobile phone. */
export interface SmsMessage {
  /** Idempotency key: the same id is sent once, whatever happens in between. */
  readonly id: string;
  /** National digits, `01012345678`. */
  readonly to: string;
  /** At most 90 bytes in EUC-KR, the carrier's `[Web발신]` line included, else it goes out as LMS (DOMAIN §2). */
  readonly text: string;
}

/** Sends text messages. Outage: `Unavailable('sms')` – the message may still have gone out; send again under the same id only. */
export interface SmsSender {
  send(message: SmsMessage, signal: AbortSignal): Promise<void>;
}
