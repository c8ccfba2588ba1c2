/**
 * What we have sent to phones, by key only (`noticeKey`): enough to say "we sent this", nothing to read.
 * Outage: `Unavailable('store')`.
 */
export interface SentNotices {
  /** True when a text with this key was sent by us. */
  has(key: string): Promise<boolean>;
}
