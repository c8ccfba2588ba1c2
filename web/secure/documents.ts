/**
 * The documents of the secure view, each with its one script. A credential is entered on a page of its own with no other
 * script on it, which must be able to move to another origin (SECURITY §2, Secure view).
 */
export const documents = {
  visit: { path: '/secure', script: 'secureVisit.js' },
  credential: { path: '/secure/credential', script: 'secureCredential.js' },
} as const;

/** Which document a step's page is shown in. */
export type DocumentName = keyof typeof documents;
