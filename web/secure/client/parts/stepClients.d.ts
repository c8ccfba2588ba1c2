/**
 * The script's parts of the steps shown in one document, by step. `scripts/bundle.ts` makes these modules out of the
 * registry `web/secure/steps/registry.ts`: each `web/secure/steps/<step>/client.ts` of that document, and no other's.
 */
declare module 'steps:visit' {
  export const clients: import('./stepClient.ts').StepClients;
}

declare module 'steps:credential' {
  export const clients: import('./stepClient.ts').StepClients;
}
