/** Somebody who lives in the sandbox: known to the bureau, customer of the banks where they have an account. */
export interface SandboxPerson {
  /** The log-in id at every one of their banks. */
  readonly id: string;
  readonly name: string;
  /** 13 digits. */
  readonly number: string;
  /** National digits. */
  readonly phone: string;
  readonly email: string;
  readonly accounts: readonly { readonly bankCode: string; readonly number: string }[];
  /** The phone number was changed so many days before whenever it is asked. */
  readonly phoneChangedDaysAgo?: number;
  readonly business?: { readonly name: string; readonly number: string; readonly open: boolean };
}
