/** Wakes the other instances: best effort, never the only way that something is noticed. */
export interface Subscriptions {
  publish(topic: string, message: string): Promise<void>;
  /** Calls `listener` for each message of `topic`; answers the function that ends it. */
  subscribe(topic: string, listener: (message: string) => void): Promise<() => Promise<void>>;
}
