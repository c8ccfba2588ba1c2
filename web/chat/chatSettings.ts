/** Somebody of the sandbox whose phone and mailbox can be looked at beside the chat. */
export interface SandboxPerson {
  readonly name: string;
  /** As written: `010-1234-5678`. */
  readonly phone: string;
  readonly email: string;
}

/** What the chat page tells its script; sentences are ready to show. */
export interface ChatSettings {
  readonly domain: string;
  readonly locale: string;
  readonly texts: {
    readonly failed: string;
    readonly busy: string;
    readonly avatar: string;
    readonly emptyPhone: string;
    readonly emptyMailbox: string;
    readonly unreachable: string;
  };
}
