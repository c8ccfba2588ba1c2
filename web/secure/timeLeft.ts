/** Seconds before the end of a visit from which its page shows the time left as short, and says so once. */
export const soonSeconds = 60;
