/** What a record or an event may hold: plain JSON. Instants and days are ISO strings (`Temporal.X.toString()`). */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A value of ours as plain JSON: what is undefined in it is left out. */
export function toJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json; // what JSON gives back is JSON
}
