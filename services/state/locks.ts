/** A lock that is held. `fence` grows with each holder: a write that carries an older fence is late. */
export interface Held {
  readonly fence: number;
  /** Extends the lease; false when it was lost. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/** Locks by lease (real time), shared by all instances. For work that one instance should do; correctness never rests on them alone. */
export interface Locks {
  /** Takes the lock when nobody holds it; `undefined` when somebody does. */
  tryAcquire(name: string, leaseMilliseconds: number): Promise<Held | undefined>;
}
