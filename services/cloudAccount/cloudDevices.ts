/** A device that somebody's certificates can be used on; instants are ISO strings. */
export interface CloudDevice {
  readonly id: string;
  /** `Chrome · Windows` */
  readonly description: string;
  readonly connectedAt: string;
  readonly lastUsedAt: string;
}

/**
 * The devices that are connected to a person's place in the cloud, over all their phone numbers. Every question reads the
 * store, so that a device that was disconnected on one instance is out on all at once. Outage: `Unavailable('store')`.
 */
export interface CloudDevices {
  /** The one used last first. */
  devicesOf(personKey: string): Promise<readonly CloudDevice[]>;
  /**
   * 기기 연결 해제. Idempotent: a device that is out already changes nothing.
   *
   * @param deviceId an id of `devicesOf`, or `all` (no id is that short)
   * @returns how many were disconnected by this call
   */
  disconnect(personKey: string, deviceId: string): Promise<number>;
  /**
   * Connects one more device to the account at an address; the caller has checked the SMS code.
   * @returns the device, and the token that its browser holds from now on, kept here as a hash only; undefined when the
   *   account is gone
   */
  connect(request: {
    readonly address: string;
    /** What the browser calls itself. */
    readonly userAgent: string | undefined;
  }): Promise<{ readonly device: CloudDevice; readonly token: string } | undefined>;
  /** Whether the device that holds the token is connected now. */
  isConnected(token: string): Promise<boolean>;
}
