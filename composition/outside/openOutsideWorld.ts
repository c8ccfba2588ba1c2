import type { OutsideParts, OutsideWorld } from './outsideWorld.ts';

/** Opens the sandbox or the real world; only the one that is used is loaded. */
export async function openOutsideWorld(parts: OutsideParts): Promise<OutsideWorld> {
  if (parts.config.sandbox) return (await import('./sandboxWorld.ts')).openSandboxWorld(parts);
  return (await import('./realWorld.ts')).openRealWorld(parts);
}
