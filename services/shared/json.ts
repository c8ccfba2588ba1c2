/** What a record or an event may hold: plain JSON. Instants and days are ISO strings (`Temporal.X.toString()`). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
